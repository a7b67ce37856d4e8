package dev.millrace.compile;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.diagnostic.Location;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.Edge;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PortRef;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Before all other passes: disabled nodes leave the drawing, so that everything behind sees the same pipeline. What stays keeps
 * its ids, and so its state.
 *
 * <pre>
 *   a ─▶ [bypassed] ─▶ b        a ─▶ b
 *   a ─▶ [cut] ─▶ c ─▶ d        a                 c and d hang on nothing else
 *   a ─▶ [cut] ─▶ union         union             it has other inputs
 * </pre>
 */
final class LeaveOut {
    private final NodeKinds kinds;
    private final Diagnostics.Collector found = new Diagnostics.Collector();

    LeaveOut(NodeKinds kinds) {
        this.kinds = kinds;
    }

    /**
     * @param running the drawing without what is disabled
     * @param passed for outputs of bypassed nodes, the output whose rows leave there
     */
    record Left(Pipeline running, Map<PortRef, PortRef> passed, Diagnostics diagnostics) {}

    Left apply(Pipeline drawn) {
        if (drawn.nodes().values().stream().allMatch(n -> n.use() == Node.Use.ENABLED)) {
            return new Left(drawn, Map.of(), Diagnostics.NONE);
        }
        Map<NodeId, Bypass> bypassed = bypassed(drawn);
        Set<NodeId> gone = gone(drawn, bypassed);
        var edges = new HashSet<>(drawn.edges());
        edges.removeIf(e -> gone.contains(e.from().node()) || gone.contains(e.to().node()) || aside(e, bypassed));
        var passed = new HashMap<PortRef, PortRef>();
        bypassed.forEach((id, ports) -> {
            if (!gone.contains(id)) {
                pass(id, ports, edges, passed);
            }
        });
        Pipeline running = drawn.withoutNodes(id -> gone.contains(id) || bypassed.containsKey(id)).withEdges(edges);
        return new Left(running, origins(passed), found.done());
    }

    private Map<NodeId, Bypass> bypassed(Pipeline drawn) {
        var bypassed = new HashMap<NodeId, Bypass>();
        for (Node node : drawn.nodes().values()) {
            if (node.use() == Node.Use.BYPASSED) {
                Bypass.of(kinds, node).ifPresentOrElse(ports -> bypassed.put(node.id(), ports),
                        () -> Bypass.refusal(kinds, node).ifPresent(why -> found.error(Code.NOT_BYPASSABLE, new Location.OfNode(node.id()), why,
                                "Enable it, or cut it out with what hangs on it")));
            }
        }
        return bypassed;
    }

    /** A bypassed node puts nothing out but by its one ordinary output. */
    private static boolean aside(Edge edge, Map<NodeId, Bypass> bypassed) {
        Bypass ports = bypassed.get(edge.from().node());
        return ports != null && !ports.out().name().equals(edge.from().port());
    }

    /** What is cut, and what is fed by nothing else. */
    private static Set<NodeId> gone(Pipeline drawn, Map<NodeId, Bypass> bypassed) {
        var live = new HashMap<NodeId, Integer>();
        var out = new HashMap<NodeId, List<Edge>>();
        for (Edge edge : drawn.edges()) {
            live.merge(edge.to().node(), 1, Integer::sum);
            out.computeIfAbsent(edge.from().node(), id -> new ArrayList<>()).add(edge);
        }
        var gone = new HashSet<NodeId>();
        Deque<Edge> dead = new ArrayDeque<>();
        var seen = new HashSet<Edge>();
        drawn.nodes().values().stream().filter(n -> n.use() == Node.Use.CUT).forEach(n -> {
            gone.add(n.id());
            dead.addAll(out.getOrDefault(n.id(), List.of()));
        });
        drawn.edges().stream().filter(e -> aside(e, bypassed)).forEach(dead::add);
        while (!dead.isEmpty()) {
            Edge edge = dead.poll();
            NodeId fed = edge.to().node();
            if (seen.add(edge) && live.merge(fed, -1, Integer::sum) == 0 && drawn.nodes().containsKey(fed) && gone.add(fed)) {
                dead.addAll(out.getOrDefault(fed, List.of()));
            }
        }
        return gone;
    }

    private static void pass(NodeId id, Bypass ports, Set<Edge> edges, Map<PortRef, PortRef> passed) {
        var in = new PortRef(id, ports.in().name());
        var out = new PortRef(id, ports.out().name());
        var into = edges.stream().filter(e -> e.to().equals(in) && !e.from().node().equals(id)).sorted().toList();
        var from = edges.stream().filter(e -> e.from().equals(out) && !e.to().node().equals(id)).toList();
        edges.removeIf(e -> e.to().node().equals(id) || e.from().node().equals(id));
        into.forEach(before -> from.forEach(after -> edges.add(new Edge(before.from(), after.to()))));
        if (!into.isEmpty()) {
            passed.put(out, into.getFirst().from());
        }
    }

    /** Through rows of bypassed nodes to the one that makes them. */
    private static Map<PortRef, PortRef> origins(Map<PortRef, PortRef> passed) {
        var origins = new HashMap<PortRef, PortRef>();
        passed.forEach((out, from) -> {
            PortRef origin = from;
            for (int steps = 0; passed.containsKey(origin) && steps < passed.size(); steps++) {
                origin = passed.get(origin);
            }
            origins.put(out, origin);
        });
        return origins;
    }
}
