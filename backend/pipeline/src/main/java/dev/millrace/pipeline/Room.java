package dev.millrace.pipeline;

import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where a node goes that is put into an edge, and what moves to the right so that it covers nothing.
 *
 * <pre>
 *   source ──▶ target ──▶ next        source ──▶ new ──▶ target ──▶ next
 * </pre>
 */
public record Room(Position place, List<PipelineEdit> moves) {
    /** As in canvas/shape.ts. */
    public static final int NODE_WIDTH = 220;
    public static final int GAP = 90;
    private static final int NEARLY_LEVEL = 45;

    /** @param wish where it was dropped; taken as far as it stays between the two ends */
    public static Room on(Edge edge, Pipeline pipeline, Position wish) {
        Map<NodeId, Position> places = Places.of(pipeline);
        Position source = places.get(edge.from().node());
        Position target = places.get(edge.to().node());
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
                .filter(id -> places.containsKey(id) && places.get(id).x() >= target.x())
                .<PipelineEdit>map(id -> {
                    Position at = places.get(id);
                    return new PipelineEdit.Move(id, new Position(at.x() + missing, at.y()));
                }).toList();
        return new Room(new Position(x, y), moves);
    }

    /** Where nobody has said where: halfway, or before the target where there is little room. */
    public static Room before(Edge edge, Pipeline pipeline) {
        Position target = Places.of(pipeline).getOrDefault(edge.to().node(), new Position(NODE_WIDTH + GAP, 0));
        return on(edge, pipeline, new Position(target.x() - NODE_WIDTH - GAP, target.y()));
    }

    /** To the right of a node that nothing comes after. */
    public static Room behind(NodeId node, Pipeline pipeline) {
        Position at = Places.of(pipeline).getOrDefault(node, new Position(0, 0));
        return new Room(new Position(at.x() + NODE_WIDTH + GAP, at.y()), List.of());
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
