package dev.millrace.compile;

import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.PortRef;
import dev.millrace.pipeline.RunSettings;
import dev.millrace.rel.Live;
import dev.millrace.rel.LiveParameter;
import dev.millrace.rel.Rel;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A pipeline without errors, ready for an engine's planner.
 *
 * @param segments upstream before downstream; ties in order of node id, so that equal pipelines give equal plans
 * @param unwired output ports that no edge leaves: their rows are counted and dropped
 * @param copies parallelism of the nodes that have one of their own
 */
public record LogicalPlan(String name, RunSettings run, List<Segment> segments, Set<PortRef> unwired, Map<NodeId, Integer> copies) {
    public LogicalPlan {
        segments = List.copyOf(segments);
        unwired = Set.copyOf(unwired);
        copies = Map.copyOf(copies);
    }

    /** One in which no node has a parallelism of its own. */
    public LogicalPlan(String name, RunSettings run, List<Segment> segments, Set<PortRef> unwired) {
        this(name, run, segments, unwired, Map.of());
    }

    /** The same nodes, each by another segment. */
    public LogicalPlan withSegments(List<Segment> others) {
        return new LogicalPlan(name, run, others, unwired, copies);
    }

    /** How many copies a node is to have. Sources that cannot be read in parts have one all the same. */
    public int copies(NodeId node) {
        return copies.getOrDefault(node, run.parallelism());
    }

    /** How many slots it takes: as many as its widest node has copies, since one slot holds a copy of each. */
    public int slots() {
        return segments.stream().mapToInt(s -> copies(s.node())).max().orElse(run.parallelism());
    }

    /** Whether rows may come as long as it runs. */
    public boolean isEndless() {
        return !run.isBatch() && segments.stream().anyMatch(s -> s instanceof Segment.Producing p && p.outputs().values().stream().anyMatch(LogicalPlan::isEndless));
    }

    private static boolean isEndless(Rel rel) {
        return switch (rel) {
            case Rel.KafkaScan s -> !s.bounded();
            case Rel.BackfillScan s -> !s.topic().bounded();
            case Rel.FilesScan s -> s.watch().isPresent();
            case Rel.DemoScan s -> s.limit() == 0;
            default -> false;
        };
    }

    /** The live parameters that its nodes read. */
    public List<LiveParameter> live() {
        return segments.stream().flatMap(s -> s.rels().stream()).flatMap(LogicalPlan::live).distinct().toList();
    }

    /** Those that a Rel reads; one may be there several times. */
    public static Stream<LiveParameter> live(Rel rel) {
        return rel.tree().filter(Live.class::isInstance).flatMap(in -> ((Live) in).values().stream());
    }
}
