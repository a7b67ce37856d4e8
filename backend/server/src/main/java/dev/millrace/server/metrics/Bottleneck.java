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
import java.util.stream.Stream;

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
 * Where several nodes run in one task, it is the one that takes most of the task's time. One that runs in the task of a source makes the source wait without
 * any sign of it but that the task is never idle.
 *
 * @param together nodes that run in one task with it, where none of them takes most of its time or that is not known; those that take most first
 * @param busy share of time it works, 0 to 1
 * @param waiting nodes before it that wait, nearest first
 */
public record Bottleneck(NodeId node, List<NodeId> together, double busy, Set<NodeId> waiting) {
    private static final double BUSY = 0.8;
    private static final double WAITS = 0.5;
    /** Of the time of its task: then no other takes as much. */
    private static final double MOST = 0.5;

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
            Optional<NodeId> found = row.stream().filter(n -> holdsBack(n, before, after, numbers)).max(Comparator.comparing(n -> numbers.get(n).busy()));
            if (found.isPresent()) {
                return Optional.of(at(found.get(), before, after, numbers));
            }
            seen.addAll(row);
            var next = new LinkedHashSet<NodeId>();
            row.forEach(n -> next.addAll(before.getOrDefault(n, List.of())));
            next.removeAll(seen);
            row = next;
        }
        return Optional.empty();
    }

    /** @param first of the nodes in its task, as seen from the sources */
    private static Bottleneck at(NodeId first, Map<NodeId, List<NodeId>> before, Map<NodeId, List<NodeId>> after, Map<NodeId, NodeNumbers> numbers) {
        NodeNumbers task = numbers.get(first);
        List<NodeId> others = reached(first, after, n -> sameTask(task, numbers.get(n)));
        NodeId node = most(first, others, numbers).orElse(first);
        boolean alone = own(node, numbers) >= MOST * task.busy();
        List<NodeId> together = alone ? List.of() : Stream.concat(Stream.of(first), others.stream()).filter(n -> !n.equals(node))
                .sorted(Comparator.comparing((NodeId n) -> own(n, numbers)).reversed()).toList();
        // Those before it in its own task wait as well, though Flink does not call it so.
        Set<NodeId> waiting = new LinkedHashSet<>(reached(node, before, n -> waits(numbers.get(n)) || sameTask(task, numbers.get(n))));
        together.forEach(waiting::remove);
        return new Bottleneck(node, together, alone ? own(node, numbers) : task.busy(), waiting);
    }

    private static Optional<NodeId> most(NodeId one, List<NodeId> others, Map<NodeId, NodeNumbers> numbers) {
        return Stream.concat(Stream.of(one), others.stream()).filter(n -> numbers.get(n).ownBusy().isPresent()).max(Comparator.comparing(n -> own(n, numbers)));
    }

    private static double own(NodeId node, Map<NodeId, NodeNumbers> numbers) {
        return numbers.get(node).ownBusy().orElse(0);
    }

    private static boolean holdsBack(NodeId node, Map<NodeId, List<NodeId>> before, Map<NodeId, List<NodeId>> after, Map<NodeId, NodeNumbers> numbers) {
        NodeNumbers own = numbers.get(node);
        return own != null && own.busy() >= BUSY && own.backPressured() < own.busy()
                && (before.getOrDefault(node, List.of()).stream().anyMatch(n -> waits(numbers.get(n)) && !sameTask(own, numbers.get(n)))
                        || own.ownBusy().orElse(0) >= MOST && holdsBackItsSource(node, before, numbers));
    }

    /** Whether a source runs in its task that has more to read than it reads in a second, or of which that is not known. */
    private static boolean holdsBackItsSource(NodeId node, Map<NodeId, List<NodeId>> before, Map<NodeId, NodeNumbers> numbers) {
        NodeNumbers own = numbers.get(node);
        return reached(node, before, n -> sameTask(own, numbers.get(n))).stream().filter(n -> !before.containsKey(n)).map(numbers::get)
                .anyMatch(source -> source.lag().isEmpty() || source.lag().getAsLong() > source.rowsIn().perSecond());
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
