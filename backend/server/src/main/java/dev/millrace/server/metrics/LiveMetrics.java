package dev.millrace.server.metrics;

import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.PortRef;
import dev.millrace.server.deployment.ClusterLoad;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.deployment.JobMetrics;
import dev.millrace.server.deployment.Latency;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a deployment does now.
 *
 * @param rowsIn records read by all sources
 * @param rowsOut rows written by all sinks
 * @param lag records that all sources have yet to read; empty where unknown
 * @param failedCheckpoints of the newest job; empty where unknown
 * @param load of the cluster that it runs on
 */
public record LiveMetrics(DeploymentId deployment, Instant at, Count rowsIn, Count rowsOut, OptionalLong lag,
        Map<NodeId, NodeNumbers> nodes, Optional<JobMetrics.Checkpoint> lastCheckpoint, OptionalLong failedCheckpoints, ClusterLoad load) {
    public LiveMetrics {
        nodes = Map.copyOf(nodes);
    }

    public LiveMetrics(DeploymentId deployment, Instant at, Count rowsIn, Count rowsOut, OptionalLong lag, Map<NodeId, NodeNumbers> nodes,
            Optional<JobMetrics.Checkpoint> lastCheckpoint, OptionalLong failedCheckpoints) {
        this(deployment, at, rowsIn, rowsOut, lag, nodes, lastCheckpoint, failedCheckpoints, ClusterLoad.UNKNOWN);
    }

    public LiveMetrics(DeploymentId deployment, Instant at, Count rowsIn, Count rowsOut, OptionalLong lag, Map<NodeId, NodeNumbers> nodes,
            Optional<JobMetrics.Checkpoint> lastCheckpoint) {
        this(deployment, at, rowsIn, rowsOut, lag, nodes, lastCheckpoint, OptionalLong.empty());
    }

    /** How far the slowest watermark is behind the clock; empty where there is none. */
    public Optional<Duration> watermarkDelay() {
        return nodes.values().stream().flatMap(n -> n.watermark().stream()).min(Comparator.naturalOrder())
                .map(slowest -> slowest.isAfter(at) ? Duration.ZERO : Duration.between(slowest, at));
    }

    /** How long what came to a sink was on its way, at the one where that takes longest; empty where nothing came to any. */
    public Optional<Latency> latency() {
        return nodes.values().stream().flatMap(n -> n.latency().stream()).reduce(Latency::max);
    }

    /** Rows that left by a port: what every edge from it carries. */
    public Count out(PortRef port) {
        NodeNumbers node = nodes.get(port.node());
        return node == null ? Count.ZERO : node.rowsOut().getOrDefault(port.port(), Count.ZERO);
    }
}
