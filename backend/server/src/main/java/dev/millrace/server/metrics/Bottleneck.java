package dev.millrace.server.metrics;

import dev.millrace.pipeline.Edge;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The node that holds the rest back: seen from the sinks, the first one that works nearly all the time while a node before it
 * waits. Those after it do not wait for anybody, and those before it wait for it.
 *
 * <pre>
 *   orders ──► clean ──► enrich ──► out
 *   waits      waits     busy       idle
 *                        ^ holds the rest back
 * </pre>
 *
 * @param together nodes right after it that run in one task with it, and so cannot be told apart from it
 * @param busy share of time it works, 0 to 1
 * @param waiting nodes before it that wait, nearest first
 */
public record Bottleneck(NodeId node, List<NodeId> together, double busy, Set<NodeId> waiting) {
    private static final double BUSY = 0.8;
    private static final double WAITS = 0.5;

    /** @param running the nodes that run, and how they are connected; empty where nothing is held back */
    public static Optional<Bottleneck> find(Pipeline running, Map<NodeId, NodeNumbers> numbers) {
        var before = new HashMap<NodeId, List<NodeId>>();
        var after = new HashMap<NodeId, List<NodeId>>();
        for (Edge edge : running.edges()) {
            before.computeIfAbsent(edge.to().node(), n -> new ArrayList<>()).add(edge.from().node());
            after.computeIfAbsent(edge.from().node(), n -> new ArrayList<>()).add(edge.to().node());
        }
        Set<NodeId> row = new LinkedHashSet<>(running.nodes().keySet().stream().filter(n -> !after.containsKey(n)).toList());
        var seen = new LinkedHashSet<NodeId>();
        while (!row.isEmpty()) {
            Optional<NodeId> found = row.stream().filter(n -> holdsBack(n, before, numbers)).max(Comparator.comparing(n -> numbers.get(n).busy()));
            if (found.isPresent()) {
                NodeId node = found.get();
                List<NodeId> together = reached(node, after, n -> sameTask(numbers.get(node), numbers.get(n)));
                return Optional.of(new Bottleneck(node, together, numbers.get(node).busy(), new LinkedHashSet<>(reached(node, before, n -> waits(numbers.get(n))))));
            }
            seen.addAll(row);
            var next = new LinkedHashSet<NodeId>();
            row.forEach(n -> next.addAll(before.getOrDefault(n, List.of())));
            next.removeAll(seen);
            row = next;
        }
        return Optional.empty();
    }

    private static boolean holdsBack(NodeId node, Map<NodeId, List<NodeId>> before, Map<NodeId, NodeNumbers> numbers) {
        NodeNumbers own = numbers.get(node);
        return own != null && own.busy() >= BUSY && own.backPressured() < own.busy()
                && before.getOrDefault(node, List.of()).stream().anyMatch(n -> waits(numbers.get(n)) && !sameTask(own, numbers.get(n)));
    }

    private static boolean waits(NodeNumbers node) {
        return node != null && node.backPressured() >= WAITS;
    }

    /** Flink measures tasks: nodes in one have the same numbers to the last digit. */
    private static boolean sameTask(NodeNumbers one, NodeNumbers other) {
        return other != null && one.busy() == other.busy() && one.backPressured() == other.backPressured();
    }

    /** All that hang on a node by such ones, nearest first. */
    private static List<NodeId> reached(NodeId from, Map<NodeId, List<NodeId>> next, Predicate<NodeId> through) {
        var reached = new LinkedHashSet<NodeId>();
        List<NodeId> row = List.of(from);
        while (!row.isEmpty()) {
            row = row.stream().flatMap(n -> next.getOrDefault(n, List.of()).stream()).filter(through).filter(n -> !n.equals(from) && reached.add(n)).toList();
        }
        return List.copyOf(reached);
    }
}
