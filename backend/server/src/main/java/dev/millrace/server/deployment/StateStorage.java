package dev.millrace.server.deployment;

import dev.millrace.pipeline.RunSettings;
import java.util.Optional;

/**
 * Where jobs of a cluster keep their state.
 *
 * @param backend while they run, for pipelines that do not say it themselves
 * @param checkpoints the folder that has a folder for each job; empty: where the cluster's own configuration says
 * @param savepoints likewise
 */
public record StateStorage(RunSettings.StateBackend backend, Optional<String> checkpoints, Optional<String> savepoints) {}
