package dev.millrace.compile;

import dev.millrace.pipeline.Edge;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Finds the nodes that lie on a cycle (Kosaraju's algorithm, without recursion, as a drawing may be thousands of nodes long). */
final class Circles {
    private final Map<NodeId, List<NodeId>> after = new HashMap<>();
    private final Map<NodeId, List<NodeId>> before = new HashMap<>();

    private Circles(Pipeline pipeline, Set<NodeId> among) {
        for (Edge edge : pipeline.edges()) {
            NodeId from = edge.from().node();
            NodeId to = edge.to().node();
            if (among.contains(from) && among.contains(to)) {
                after.computeIfAbsent(from, id -> new ArrayList<>()).add(to);
                before.computeIfAbsent(to, id -> new ArrayList<>()).add(from);
            }
        }
    }

    static SortedSet<NodeId> in(Pipeline pipeline, SortedSet<NodeId> among) {
        var graph = new Circles(pipeline, among);
        var finished = new ArrayList<NodeId>();
        var seen = new HashSet<NodeId>();
        among.forEach(id -> walk(id, graph.after, seen, finished));
        var circling = new TreeSet<NodeId>();
        seen.clear();
        for (NodeId id : finished.reversed()) {
            var together = new ArrayList<NodeId>();
            walk(id, graph.before, seen, together);
            if (together.size() > 1 || graph.after.getOrDefault(id, List.of()).contains(id)) {
                circling.addAll(together);
            }
        }
        return circling;
    }

    /** Depth first; a node is added once all that come after it were. */
    private static void walk(NodeId start, Map<NodeId, List<NodeId>> edges, Set<NodeId> seen, List<NodeId> finished) {
        record Step(NodeId id, Iterator<NodeId> rest) {}
        if (!seen.add(start)) {
            return;
        }
        Deque<Step> path = new ArrayDeque<>();
        path.push(new Step(start, edges.getOrDefault(start, List.of()).iterator()));
        while (!path.isEmpty()) {
            Step step = path.peek();
            if (!step.rest().hasNext()) {
                finished.add(path.pop().id());
                continue;
            }
            NodeId next = step.rest().next();
            if (seen.add(next)) {
                path.push(new Step(next, edges.getOrDefault(next, List.of()).iterator()));
            }
        }
    }
}
