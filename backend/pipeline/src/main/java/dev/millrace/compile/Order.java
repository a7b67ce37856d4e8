package dev.millrace.compile;

import dev.millrace.pipeline.Edge;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Nodes with upstream before downstream, ties by id (Kahn's algorithm).
 *
 * @param sorted every node that can be ordered
 * @param stuck nodes on a cycle or behind one
 */
record Order(List<NodeId> sorted, Set<NodeId> stuck) {

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
        var stuck = new TreeSet<>(waiting.keySet());
        sorted.forEach(stuck::remove);
        return new Order(sorted, stuck);
    }
}
