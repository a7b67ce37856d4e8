package dev.millrace.pipeline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Where nodes are drawn whose document does not say it, as when it was written by hand: each to the right of what feeds it, level with
 * it, covering nothing. What has a place keeps it. The same pipeline is always laid out alike, so nothing jumps between two looks.
 *
 * <pre>
 *   orders ──▶ large ──▶ out
 *         └──▶ small ──▶ other
 * </pre>
 */
public final class Places {
    /** Of the upper part of a node and of a line for an output with a name, as in canvas/shape.ts. */
    private static final int HEAD = 56;
    private static final int ROW = 22;
    private static final int COLUMN = Room.NODE_WIDTH + Room.GAP;
    private static final int BETWEEN = 44;
    private static final int GRID = 10;
    private static final int CORNER = 40;

    private final Pipeline pipeline;
    private final Map<NodeId, Position> found = new LinkedHashMap<>();
    private final Map<NodeId, List<NodeId>> before;
    private final Map<NodeId, List<NodeId>> after;
    private final Map<NodeId, Integer> heights;
    /** What was placed, by column, so that a large drawing is not searched as a whole for each node. */
    private final TreeMap<Integer, List<NodeId>> columns = new TreeMap<>();

    private Places(Pipeline pipeline) {
        this.pipeline = pipeline;
        List<Edge> edges = pipeline.edges().stream().filter(e -> pipeline.nodes().containsKey(e.from().node()) && pipeline.nodes().containsKey(e.to().node())
                && !e.from().node().equals(e.to().node())).toList();
        before = neighbours(edges, e -> e.to().node(), e -> e.from().node());
        after = neighbours(edges, e -> e.from().node(), e -> e.to().node());
        heights = pipeline.nodes().keySet().stream().collect(Collectors.toMap(id -> id, this::height));
    }

    private static Map<NodeId, List<NodeId>> neighbours(List<Edge> edges, Function<Edge, NodeId> of, Function<Edge, NodeId> other) {
        return edges.stream().collect(Collectors.groupingBy(of, Collectors.mapping(other, Collectors.collectingAndThen(Collectors.toList(),
                all -> all.stream().distinct().toList()))));
    }

    /** As far as the drawing alone tells it: whatever feeds others may have one more line, for an output that nothing is connected to. */
    private int height(NodeId id) {
        long outputs = pipeline.outOf(id).map(e -> e.from().port()).distinct().count();
        long inputs = pipeline.into(id).map(e -> e.to().port()).distinct().count();
        return HEAD + ROW * (int) Math.max(outputs, Math.max(0, inputs - 1));
    }

    /** A place for every node. */
    public static Map<NodeId, Position> of(Pipeline pipeline) {
        return pipeline.layout().keySet().containsAll(pipeline.nodes().keySet()) ? pipeline.layout() : new Places(pipeline).all();
    }

    /** What an edit has to say as well for a drawing to stay as it is seen: where the nodes are that nobody has placed. */
    public static PipelineEdit kept(Pipeline pipeline, PipelineEdit edit) {
        Map<NodeId, Position> all = of(pipeline);
        List<PipelineEdit> edits = pipeline.nodes().keySet().stream().filter(id -> !pipeline.layout().containsKey(id))
                .<PipelineEdit>map(id -> new PipelineEdit.Move(id, all.get(id))).collect(Collectors.toCollection(ArrayList::new));
        if (edits.isEmpty()) {
            return edit;
        }
        edits.add(edit);
        return new PipelineEdit.Batch(edits);
    }

    private Map<NodeId, Position> all() {
        pipeline.nodes().keySet().stream().filter(pipeline.layout()::containsKey).forEach(id -> put(id, pipeline.layout().get(id)));
        for (Set<NodeId> part : parts()) {
            int floor = found.isEmpty() ? CORNER : found.entrySet().stream().mapToInt(e -> e.getValue().y() + heights.get(e.getKey())).max().orElse(0) + BETWEEN;
            for (NodeId id : inOrder(part)) {
                if (!found.containsKey(id)) {
                    put(id, free(wish(id, floor), heights.get(id)));
                }
            }
        }
        return found;
    }

    private void put(NodeId id, Position at) {
        found.put(id, at);
        columns.computeIfAbsent(at.x(), x -> new ArrayList<>()).add(id);
    }

    private Position wish(NodeId id, int floor) {
        List<NodeId> feeding = before.getOrDefault(id, List.of()).stream().filter(found::containsKey).toList();
        if (!feeding.isEmpty()) {
            int x = feeding.stream().mapToInt(n -> found.get(n).x()).max().orElseThrow() + COLUMN;
            return new Position(x, middle(feeding));
        }
        List<NodeId> fed = after.getOrDefault(id, List.of()).stream().filter(found::containsKey).toList();
        if (!fed.isEmpty()) {
            return new Position(fed.stream().mapToInt(n -> found.get(n).x()).min().orElseThrow() - COLUMN, middle(fed));
        }
        return new Position(CORNER, floor);
    }

    private int middle(Collection<NodeId> nodes) {
        return (int) Math.round(nodes.stream().mapToInt(n -> found.get(n).y()).average().orElseThrow() / GRID) * GRID;
    }

    /** The wished place, or the next one below it where nothing is covered. */
    private Position free(Position wish, int height) {
        int y = wish.y();
        List<NodeId> near = columns.subMap(wish.x() - Room.NODE_WIDTH, false, wish.x() + Room.NODE_WIDTH, false).values().stream().flatMap(List::stream)
                .sorted((a, b) -> Integer.compare(found.get(a).y(), found.get(b).y())).toList();
        for (NodeId other : near) {
            int top = found.get(other).y();
            int bottom = top + heights.get(other) + BETWEEN;
            if (y < bottom && y + height + BETWEEN > top) {
                y = (bottom + GRID - 1) / GRID * GRID;
            }
        }
        return new Position(wish.x(), y);
    }

    /** What hangs together, each with what feeds it first. */
    private List<Set<NodeId>> parts() {
        var parts = new ArrayList<Set<NodeId>>();
        var seen = new LinkedHashSet<NodeId>();
        for (NodeId start : pipeline.nodes().keySet()) {
            if (seen.contains(start)) {
                continue;
            }
            var part = new LinkedHashSet<NodeId>();
            var next = new ArrayDeque<NodeId>(List.of(start));
            while (!next.isEmpty()) {
                NodeId id = next.poll();
                if (part.add(id)) {
                    next.addAll(before.getOrDefault(id, List.of()));
                    next.addAll(after.getOrDefault(id, List.of()));
                }
            }
            seen.addAll(part);
            parts.add(part);
        }
        // Those with a place first: the others go below them.
        parts.sort((a, b) -> Boolean.compare(Collections.disjoint(a, found.keySet()), Collections.disjoint(b, found.keySet())));
        return parts;
    }

    /** Each behind all that feed it; what goes round in a circle, which cannot run but can be drawn, comes last. */
    private List<NodeId> inOrder(Set<NodeId> part) {
        var waitsFor = new LinkedHashMap<NodeId, Integer>();
        part.stream().sorted().forEach(id -> waitsFor.put(id, before.getOrDefault(id, List.of()).size()));
        var order = new LinkedHashSet<NodeId>();
        var ready = new ArrayDeque<NodeId>(waitsFor.keySet().stream().filter(id -> waitsFor.get(id) == 0).toList());
        while (!ready.isEmpty()) {
            NodeId id = ready.poll();
            order.add(id);
            after.getOrDefault(id, List.of()).stream().filter(n -> waitsFor.merge(n, -1, Integer::sum) == 0).forEach(ready::add);
        }
        order.addAll(waitsFor.keySet());
        return List.copyOf(order);
    }
}
