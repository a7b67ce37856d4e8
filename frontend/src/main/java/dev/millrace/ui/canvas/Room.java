package dev.millrace.ui.canvas;

import dev.millrace.pipeline.Edge;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PipelineEdit;
import dev.millrace.pipeline.Position;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where a node goes that is put into an edge, and what moves to the right so that it covers nothing.
 *
 * <pre>
 *   source ──▶ target ──▶ next        source ──▶ new ──▶ target ──▶ next
 * </pre>
 */
record Room(Position place, List<PipelineEdit> moves) {
    /** As in canvas/shape.ts. */
    static final int NODE_WIDTH = 220;
    static final int GAP = 90;
    private static final int NEARLY_LEVEL = 45;

    static Room on(Edge edge, Pipeline pipeline, Position wish) {
        Position source = pipeline.layout().get(edge.from().node());
        Position target = pipeline.layout().get(edge.to().node());
        if (source == null || target == null || target.x() <= source.x()) {
            return new Room(wish, List.of());
        }
        int first = source.x() + NODE_WIDTH + GAP;
        int last = target.x() - NODE_WIDTH - GAP;
        int x = Math.max(first, Math.min(wish.x(), last));
        int y = Math.abs(wish.y() - source.y()) <= NEARLY_LEVEL ? source.y() : wish.y();
        int missing = x - last;
        if (missing <= 0) {
            return new Room(new Position(x, y), List.of());
        }
        List<PipelineEdit> moves = downstream(pipeline, edge.to().node()).stream().filter(id -> !id.equals(edge.from().node()))
                .filter(id -> pipeline.layout().containsKey(id) && pipeline.layout().get(id).x() >= target.x())
                .<PipelineEdit>map(id -> {
                    Position at = pipeline.layout().get(id);
                    return new PipelineEdit.Move(id, new Position(at.x() + missing, at.y()));
                }).toList();
        return new Room(new Position(x, y), moves);
    }

    private static Set<NodeId> downstream(Pipeline pipeline, NodeId start) {
        var seen = new LinkedHashSet<NodeId>();
        var next = new ArrayDeque<NodeId>(List.of(start));
        while (!next.isEmpty()) {
            NodeId id = next.poll();
            if (seen.add(id)) {
                pipeline.outOf(id).map(e -> e.to().node()).forEach(next::add);
            }
        }
        return seen;
    }
}
