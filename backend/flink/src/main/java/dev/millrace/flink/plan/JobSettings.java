package dev.millrace.flink.plan;

import dev.millrace.pipeline.RunSettings.StateBackend;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * What holds for all jobs of a cluster.
 *
 * @param stateDirectory where checkpoints and savepoints are kept; empty: where the cluster's own configuration says
 * @param stateBackend hashmap, or rocksdb for state that does not fit in memory
 * @param restarts how often a job that fails again and again is started anew before it is given up; 0: a job that fails is over, and
 *     takes no checkpoints
 * @param firstRestartDelay wait before the first restart; doubled for each further one
 */
public record JobSettings(Optional<URI> stateDirectory, StateBackend stateBackend, int restarts, Duration firstRestartDelay) {
    /** Whether a job goes on after a failure, from its last checkpoint. */
    boolean recovers() {
        return restarts > 0;
    }

    /** The same with another place for state. */
    public JobSettings keepingState(Optional<URI> directory) {
        return new JobSettings(directory, stateBackend, restarts, firstRestartDelay);
    }

    public static JobSettings keepingStateIn(URI directory) {
        return new JobSettings(Optional.of(directory), StateBackend.HASHMAP, 5, Duration.ofSeconds(1));
    }

    /** The folder that holds a folder with checkpoints for each job. */
    public Optional<String> checkpoints() {
        return stateDirectory.map(d -> under(d, "checkpoints"));
    }

    public Optional<String> savepoints() {
        return stateDirectory.map(d -> under(d, "savepoints"));
    }

    private static String under(URI directory, String name) {
        String base = directory.toString();
        return (base.endsWith("/") ? base : base + "/") + name;
    }
}
