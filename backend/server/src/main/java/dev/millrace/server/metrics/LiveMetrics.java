package dev.millrace.server.metrics;

import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.PortRef;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.deployment.JobMetrics;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a deployment does now.
 *
 * @param rowsIn records read by all sources
 * @param rowsOut rows written by all sinks
 * @param lag records that all sources have yet to read; empty where unknown
 */
public record LiveMetrics(DeploymentId deployment, Instant at, Count rowsIn, Count rowsOut, OptionalLong lag,
        Map<NodeId, NodeNumbers> nodes, Optional<JobMetrics.Checkpoint> lastCheckpoint) {
    public LiveMetrics {
        nodes = Map.copyOf(nodes);
    }

    /** Rows that left by a port: what every edge from it carries. */
    public Count out(PortRef port) {
        NodeNumbers node = nodes.get(port.node());
        return node == null ? Count.ZERO : node.rowsOut().getOrDefault(port.port(), Count.ZERO);
    }
}
