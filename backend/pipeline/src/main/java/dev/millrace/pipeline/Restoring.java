package dev.millrace.pipeline;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Makes in one pipeline what differs between two others. Where the first is as it was, the outcome is the second; what somebody changed elsewhere in the
 * meantime stays.
 *
 * <pre>
 *   from  a b c        now  a b c d       gives  a e d
 *   to    a e
 * </pre>
 */
final class Restoring {
    private final Pipeline now;
    private final Pipeline from;
    private final Pipeline to;

    private Restoring(Pipeline now, Pipeline from, Pipeline to) {
        this.now = now;
        this.from = from;
        this.to = to;
    }

    static Pipeline apply(Pipeline now, Pipeline from, Pipeline to) {
        return new Restoring(now, from, to).restored();
    }

    private Pipeline restored() {
        SortedMap<NodeId, Node> nodes = merged(now.nodes(), from.nodes(), to.nodes());
        nodes.replaceAll(this::inPart);
        Predicate<NodeId> gone = id -> !nodes.containsKey(id) && (now.nodes().containsKey(id) || from.nodes().containsKey(id) || to.nodes().containsKey(id));
        var edges = new TreeSet<>(now.edges());
        from.edges().stream().filter(e -> !to.edges().contains(e)).forEach(edges::remove);
        to.edges().stream().filter(e -> !from.edges().contains(e)).forEach(edges::add);
        edges.removeIf(e -> gone.test(e.from().node()) || gone.test(e.to().node()));
        SortedMap<NodeId, Position> layout = merged(now.layout(), from.layout(), to.layout());
        layout.keySet().removeIf(gone);
        if (nodes.size() > Pipeline.MOST_NODES || edges.size() > Pipeline.MOST_EDGES) {
            throw new EditRefused("A pipeline has at most " + Pipeline.MOST_NODES + " nodes and " + Pipeline.MOST_EDGES + " edges; with what was added since there would be more");
        }
        return new Pipeline(pick(Pipeline::name), pick(Pipeline::description), pick(Pipeline::parameters), nodes, edges, pick(Pipeline::run), layout,
                marks().keeping(nodes::containsKey));
    }

    private <T> T pick(Function<Pipeline, T> part) {
        return picked(part.apply(now), part.apply(from), part.apply(to));
    }

    private static <T> T picked(T now, T from, T to) {
        return from.equals(to) ? now : to;
    }

    /** A node whose settings two people changed keeps what only the other one did. */
    private Node inPart(NodeId id, Node put) {
        Node present = now.nodes().get(id);
        Node was = from.nodes().get(id);
        if (present == null || was == null || put == present || present.equals(was) || !present.kind().equals(was.kind()) || !present.kind().equals(put.kind())) {
            return put;
        }
        return new Node(id, put.kind(), picked(present.kindVersion(), was.kindVersion(), put.kindVersion()), picked(present.label(), was.label(), put.label()),
                new Settings(merged(new TreeMap<>(present.settings().values()), was.settings().values(), put.settings().values())),
                picked(present.use(), was.use(), put.use()), picked(present.parallelism(), was.parallelism(), put.parallelism()));
    }

    private Marks marks() {
        Marks marks = now.marks().equals(from.marks()) ? to.marks() : new Marks(merged(now.marks().notes(), from.marks().notes(), to.marks().notes()), now.marks().groups());
        if (marks.equals(to.marks())) {
            return marks;
        }
        for (MarkId id : from.marks().groups().keySet()) {
            if (!to.marks().groups().containsKey(id)) {
                marks = marks.withoutGroup(id);
            }
        }
        for (NodeGroup group : to.marks().groups().values()) {
            if (!group.equals(from.marks().groups().get(group.id()))) {
                marks = marks.withGroup(group);
            }
        }
        return marks;
    }

    /** What stands now, with each entry that differs between the two others as it is in the latter. */
    private static <K extends Comparable<K>, V> SortedMap<K, V> merged(Map<K, V> now, Map<K, V> from, Map<K, V> to) {
        var merged = new TreeMap<>(now);
        Set<K> keys = new TreeSet<>(from.keySet());
        keys.addAll(to.keySet());
        for (K key : keys) {
            V wanted = to.get(key);
            if (Objects.equals(from.get(key), wanted)) {
                continue;
            }
            if (wanted == null) {
                merged.remove(key);
            } else {
                merged.put(key, wanted);
            }
        }
        return merged;
    }
}
