package dev.millrace.server.deployment;

import java.util.Optional;

/**
 * How a Flink cluster fits a revision, before it is deployed.
 *
 * @param cluster its name
 * @param status what it said of itself; empty where it did not answer
 * @param slotsNeeded so many slots the job takes
 * @param refusal why it cannot be deployed there, with what to do; empty where it can
 * @param note what to know before; empty where there is nothing
 */
public record ClusterOutlook(String cluster, Optional<FlinkGateway.ClusterStatus> status, int slotsNeeded, Optional<String> refusal, Optional<String> note) {}
