package dev.millrace.compile;

import dev.millrace.pipeline.PortRef;
import dev.millrace.pipeline.RunSettings;
import java.util.List;
import java.util.Set;

/**
 * A pipeline without errors, ready for an engine's planner.
 *
 * @param segments upstream before downstream; ties in order of node id, so that equal pipelines give equal plans
 * @param unwired output ports that no edge leaves: their rows are counted and dropped
 */
public record LogicalPlan(String name, RunSettings run, List<Segment> segments, Set<PortRef> unwired) {
    public LogicalPlan {
        segments = List.copyOf(segments);
        unwired = Set.copyOf(unwired);
    }
}
