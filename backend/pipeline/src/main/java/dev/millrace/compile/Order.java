package dev.millrace.compile;

import dev.millrace.pipeline.Edge;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Nodes with upstream before downstream, ties by id (Kahn's algorithm).
 *
 * @param sorted every node that can be ordered
 * @param circling nodes on a cycle; those behind one can be ordered no more than these, but they are not the fault
 */
record Order(List<NodeId> sorted, SortedSet<NodeId> circling) {

    /** All nodes; those on or behind a cycle come last, in order of id. */
    List<NodeId> upstreamFirst(Pipeline pipeline) {
        var all = new LinkedHashSet<>(sorted);
        all.addAll(pipeline.nodes().keySet());
        return List.copyOf(all);
    }

    static Order of(Pipeline pipeline) {
        Map<NodeId, Integer> waiting = new HashMap<>();
        pipeline.nodes().keySet().forEach(id -> waiting.put(id, 0));
        for (Edge edge : pipeline.edges()) {
            if (waiting.containsKey(edge.from().node()) && waiting.containsKey(edge.to().node())) {
                waiting.merge(edge.to().node(), 1, Integer::sum);
            }
        }
        var ready = new TreeSet<NodeId>();
        waiting.forEach((id, count) -> {
            if (count == 0) {
                ready.add(id);
            }
        });
        var sorted = new ArrayList<NodeId>();
        while (!ready.isEmpty()) {
            NodeId next = ready.pollFirst();
            sorted.add(next);
            pipeline.outOf(next).map(e -> e.to().node()).filter(waiting::containsKey).forEach(to -> {
                if (waiting.merge(to, -1, Integer::sum) == 0) {
                    ready.add(to);
                }
            });
        }
        var left = new TreeSet<>(waiting.keySet());
        sorted.forEach(left::remove);
        return new Order(sorted, Circles.in(pipeline, left));
    }
}
