package dev.millrace.server.sample;

import dev.millrace.compile.LogicalPlan;
import dev.millrace.compile.Segment;
import dev.millrace.pipeline.NodeId;
import dev.millrace.rel.Rel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The nodes of a plan that read a system outside, with what they read. */
final class Sources {
    private Sources() {}

    static Map<NodeId, Rel.Scan> of(LogicalPlan plan) {
        var scans = new LinkedHashMap<NodeId, Rel.Scan>();
        for (Segment segment : plan.segments()) {
            if (segment instanceof Segment.Producing(NodeId node, String kind, var outputs)) {
                outputs.values().stream().flatMap(rel -> scan(rel).stream()).findFirst().ifPresent(scan -> scans.put(node, scan));
            }
        }
        return scans;
    }

    private static Optional<Rel.Scan> scan(Rel rel) {
        return switch (rel) {
            case Rel.Scan scan -> Optional.of(scan);
            case Rel.Rejected(Rel.Scan scan) -> Optional.of(scan);
            default -> rel.inputs().stream().flatMap(in -> scan(in).stream()).findFirst();
        };
    }
}
