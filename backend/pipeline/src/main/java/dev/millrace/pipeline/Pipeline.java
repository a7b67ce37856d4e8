package dev.millrace.pipeline;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A drawing: its parameters, nodes by id, edges, where the nodes stand, what is marked on it, and how it runs. It may be half-done; only the compiler says whether
 * it can run. Edges may name nodes or ports that do not exist: that is a diagnostic, not an exception.
 */
public record Pipeline(String name, String description, List<Parameter> parameters, SortedMap<NodeId, Node> nodes, SortedSet<Edge> edges,
        RunSettings run, SortedMap<NodeId, Position> layout, Marks marks) {
    /** Bounds of what is kept: documents beyond them are not read, and edits that would go beyond them are refused. */
    public static final int MOST_NODES = 5_000;
    public static final int MOST_EDGES = 20_000;
    public static final int MOST_PARAMETERS = 100;
    public static final int LONGEST_NAME = 200;
    public static final int LONGEST_DESCRIPTION = 20_000;

    public Pipeline {
        parameters = List.copyOf(parameters);
        nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
        edges = Collections.unmodifiableSortedSet(new TreeSet<>(edges));
        layout = Collections.unmodifiableSortedMap(new TreeMap<>(layout));
    }

    public static Pipeline empty(String name) {
        return new Pipeline(name, "", List.of(), new TreeMap<>(), new TreeSet<>(), RunSettings.DEFAULT, new TreeMap<>(), Marks.NONE);
    }

    public Optional<Node> node(NodeId id) {
        return Optional.ofNullable(nodes.get(id));
    }

    public Stream<Edge> into(NodeId id) {
        return edges.stream().filter(e -> e.to().node().equals(id));
    }

    public Stream<Edge> into(PortRef port) {
        return edges.stream().filter(e -> e.to().equals(port));
    }

    public Stream<Edge> outOf(NodeId id) {
        return edges.stream().filter(e -> e.from().node().equals(id));
    }

    public Stream<Edge> outOf(PortRef port) {
        return edges.stream().filter(e -> e.from().equals(port));
    }

    public Pipeline withName(String newName) {
        return new Pipeline(newName, description, parameters, nodes, edges, run, layout, marks);
    }

    public Pipeline withDescription(String newDescription) {
        return new Pipeline(name, newDescription, parameters, nodes, edges, run, layout, marks);
    }

    public Pipeline withParameters(List<Parameter> newParameters) {
        return new Pipeline(name, description, newParameters, nodes, edges, run, layout, marks);
    }

    public Pipeline withRun(RunSettings newRun) {
        return new Pipeline(name, description, parameters, nodes, edges, newRun, layout, marks);
    }

    /** With the node added, or put in the place of the one with its id. */
    public Pipeline withNode(Node node) {
        var changed = new TreeMap<>(nodes);
        changed.put(node.id(), node);
        return new Pipeline(name, description, parameters, changed, edges, run, layout, marks);
    }

    /** Without the node, its edges, its place, and its place in a group. */
    public Pipeline withoutNode(NodeId id) {
        var fewer = new TreeMap<>(nodes);
        fewer.remove(id);
        var places = new TreeMap<>(layout);
        places.remove(id);
        var rest = new TreeSet<>(edges);
        rest.removeIf(e -> e.from().node().equals(id) || e.to().node().equals(id));
        return new Pipeline(name, description, parameters, fewer, rest, run, places, marks.keeping(node -> !node.equals(id)));
    }

    /** Without these nodes, their edges and their places. */
    public Pipeline withoutNodes(Predicate<NodeId> which) {
        var fewer = new TreeMap<>(nodes);
        fewer.keySet().removeIf(which);
        var places = new TreeMap<>(layout);
        places.keySet().removeIf(which);
        var rest = new TreeSet<>(edges);
        rest.removeIf(e -> which.test(e.from().node()) || which.test(e.to().node()));
        return new Pipeline(name, description, parameters, fewer, rest, run, places, marks.keeping(which.negate()));
    }

    public Pipeline withNodes(Collection<Node> newNodes) {
        var all = new TreeMap<NodeId, Node>();
        newNodes.forEach(node -> all.put(node.id(), node));
        return new Pipeline(name, description, parameters, all, edges, run, layout, marks);
    }

    public Pipeline withEdges(Collection<Edge> newEdges) {
        return new Pipeline(name, description, parameters, nodes, new TreeSet<>(newEdges), run, layout, marks);
    }

    public Pipeline withEdge(Edge edge) {
        var more = new TreeSet<>(edges);
        more.add(edge);
        return new Pipeline(name, description, parameters, nodes, more, run, layout, marks);
    }

    public Pipeline withoutEdge(Edge edge) {
        var fewer = new TreeSet<>(edges);
        fewer.remove(edge);
        return new Pipeline(name, description, parameters, nodes, fewer, run, layout, marks);
    }

    public Pipeline withPosition(NodeId id, Position position) {
        var places = new TreeMap<>(layout);
        places.put(id, position);
        return new Pipeline(name, description, parameters, nodes, edges, run, places, marks);
    }

    public Pipeline withMarks(Marks newMarks) {
        return new Pipeline(name, description, parameters, nodes, edges, run, layout, newMarks);
    }
}
