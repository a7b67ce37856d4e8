package dev.millrace.compile;

import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.diagnostic.Location;
import dev.millrace.diagnostic.Severity;
import dev.millrace.kind.FragmentCall;
import dev.millrace.kind.NodeKinds;
import dev.millrace.kind.Shape;
import dev.millrace.kind.fragment.Fragment;
import dev.millrace.kind.fragment.FragmentChanges;
import dev.millrace.kind.source.FragmentInput;
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
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The nodes of a fragment take the place of each node that uses it, so that all passes behind see nodes only. Their ids begin with that of the
 * using node: state belongs to one use of a fragment, and stays where the drawing changes elsewhere.
 *
 * <pre>
 *   orders ─▶ [ clean ] ─▶ sink          clean uses a fragment: (in) ─▶ [ trim ] ─▶ (out)
 *   orders ─▶ [ clean--in ] ─▶ [ clean--trim ] ─▶ sink
 * </pre>
 */
final class Expand {
    private static final int DEEPEST = 10;

    private final NodeKinds kinds;
    private final Diagnostics.Collector found = new Diagnostics.Collector();
    private final Map<NodeId, Node> nodes = new TreeMap<>();
    private final Set<Edge> edges = new HashSet<>();
    private final Map<NodeId, NodeId> of = new HashMap<>();
    private final Map<NodeId, Integer> depth = new HashMap<>();
    private final Map<NodeId, Shape> entries = new HashMap<>();
    private final Map<NodeId, String> inputs = new HashMap<>();
    private final Map<PortRef, PortRef> ends = new HashMap<>();
    private final Map<Edge, Edge> drawnEdges = new HashMap<>();

    private Expand(NodeKinds kinds) {
        this.kinds = kinds;
    }

    record Expanded(Pipeline pipeline, Calls calls, Diagnostics diagnostics) {}

    /** @param drawn without references to parameters */
    static Expanded apply(NodeKinds kinds, Pipeline drawn) {
        return drawn.nodes().values().stream().noneMatch(n -> uses(kinds, n)) ? new Expanded(drawn, Calls.NONE, Diagnostics.NONE)
                : new Expand(kinds).apply(drawn);
    }

    private static boolean uses(NodeKinds kinds, Node node) {
        return node.use() == Node.Use.ENABLED && kinds.fragment(node).isPresent();
    }

    private Expanded apply(Pipeline drawn) {
        nodes.putAll(drawn.nodes());
        edges.addAll(drawn.edges());
        Deque<Node> calls = drawn.nodes().values().stream().filter(n -> uses(kinds, n)).collect(Collectors.toCollection(ArrayDeque::new));
        while (!calls.isEmpty()) {
            Node call = calls.poll();
            if (depth.getOrDefault(call.id(), 0) >= DEEPEST || nodes.size() > Pipeline.MOST_NODES) {
                found.error(Code.BAD_FRAGMENT, new Location.OfNode(of.getOrDefault(call.id(), call.id())), "The fragments used here are too many, or use one another too deeply",
                        "At most " + DEEPEST + " deep and " + Pipeline.MOST_NODES + " nodes in all are allowed");
                break;
            }
            calls.addAll(inline(call));
        }
        // An output may be that of a fragment inside the fragment.
        ends.replaceAll((call, end) -> origin(end));
        var pipeline = drawn.withNodes(nodes.values()).withEdges(edges);
        return new Expanded(pipeline, new Calls(of, entries, inputs, ends, drawnEdges), found.done());
    }

    private PortRef origin(PortRef end) {
        PortRef origin = end;
        while (ends.containsKey(origin)) {
            origin = ends.get(origin);
        }
        return origin;
    }

    /** Puts the fragment's nodes in the place of the node; gives those of them that use fragments themselves. */
    private List<Node> inline(Node call) {
        var shape = (FragmentCall) kinds.resolve(call, found).orElseThrow().shape();
        Fragment fragment = shape.fragment();
        upgrade(call, fragment);
        Fill.Filled inner = Fill.with(kinds, fragment.drawing(), shape.arguments());
        inner.diagnostics().all().forEach(d -> found.add(new Diagnostic(d.code(), d.severity(), new Location.OfNode(call.id()), d.message(), d.hint())));
        nodes.remove(call.id());
        Map<NodeId, String> inputNames = names(fragment.inputs());
        Map<NodeId, String> outputNames = names(fragment.outputs());
        var more = new ArrayList<Node>();
        for (Node node : inner.pipeline().nodes().values()) {
            NodeId id = call.id().inside(node.id());
            if (outputNames.containsKey(node.id())) {
                continue;
            }
            Node placed = node.parallelism().isPresent() ? node.withId(id) : node.withId(id).withParallelism(call.parallelism());
            nodes.put(id, placed);
            of.put(id, of.getOrDefault(call.id(), call.id()));
            depth.put(id, depth.getOrDefault(call.id(), 0) + 1);
            if (inputNames.containsKey(node.id())) {
                var input = (FragmentInput) kinds.resolve(node, new Diagnostics.Collector()).orElseThrow().shape();
                entries.put(id, input.entry());
                if (!of.containsKey(call.id())) {
                    inputs.put(id, inputNames.get(node.id()));
                }
            } else if (uses(kinds, placed)) {
                more.add(placed);
            }
        }
        wire(call.id(), inner.pipeline(), inputNames, outputNames);
        return more;
    }

    private static Map<NodeId, String> names(List<Fragment.End> ends) {
        return ends.stream().collect(Collectors.toMap(Fragment.End::node, Fragment.End::name));
    }

    private void upgrade(Node call, Fragment fragment) {
        kinds.fragments().newest(fragment.name()).filter(newest -> newest.version() > fragment.version() && !of.containsKey(call.id())).ifPresent(newest ->
                found.add(new Diagnostic(Code.NEWER_VERSION, Severity.INFO, new Location.OfNode(call.id()),
                        "'" + fragment.title() + "' has a version " + newest.version() + "; this uses version " + fragment.version(),
                        FragmentChanges.between(fragment, newest, kinds).stream().reduce((a, b) -> a + ". " + b).orElse("It gives the same"))));
    }

    private void wire(NodeId call, Pipeline inner, Map<NodeId, String> inputNames, Map<NodeId, String> outputNames) {
        for (Edge edge : inner.edges()) {
            NodeId to = edge.to().node();
            PortRef from = inside(call, edge.from());
            if (outputNames.containsKey(to)) {
                ends.putIfAbsent(new PortRef(call, outputNames.get(to)), from);
            } else {
                edges.add(new Edge(from, inside(call, edge.to())));
            }
        }
        Map<String, NodeId> byInput = inputNames.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, e -> call.inside(e.getKey())));
        for (Edge edge : List.copyOf(edges)) {
            PortRef from = edge.from();
            PortRef to = edge.to();
            if (to.node().equals(call)) {
                NodeId entry = byInput.get(to.port());
                if (entry == null) {
                    lost(edge, "'" + call + "' has no input '" + to.port() + "'");
                    continue;
                }
                to = new PortRef(entry, "in");
            }
            if (from.node().equals(call)) {
                PortRef end = ends.get(from);
                if (end == null) {
                    lost(edge, "'" + call + "' has no output '" + from.port() + "'");
                    continue;
                }
                from = end;
            }
            replace(edge, new Edge(from, to));
        }
    }

    private void lost(Edge edge, String why) {
        edges.remove(edge);
        found.error(Code.UNKNOWN_PORT, new Location.OfEdge(drawnEdges.getOrDefault(edge, edge)), why, "Connect it anew or remove the edge");
    }

    private void replace(Edge before, Edge after) {
        if (!before.equals(after)) {
            edges.remove(before);
            edges.add(after);
            drawnEdges.put(after, drawnEdges.getOrDefault(before, before));
        }
    }

    private static PortRef inside(NodeId call, PortRef port) {
        return new PortRef(call.inside(port.node()), port.port());
    }

    /** Diagnostics about a fragment's nodes, as they are told to those who use it: at the node that uses it, and only what is an error. */
    static Diagnostics told(Diagnostics all, Pipeline drawn, Calls calls) {
        if (calls.of().isEmpty()) {
            return all;
        }
        var told = new ArrayList<Diagnostic>();
        all.all().forEach(d -> told(d, drawn, calls).filter(t -> !told.contains(t)).ifPresent(told::add));
        return new Diagnostics(told);
    }

    /** Outputs of nodes that use a fragment from which no edge is drawn. */
    static Diagnostics unused(Pipeline drawn, Calls calls) {
        var unused = new ArrayList<Diagnostic>();
        calls.ends().keySet().stream().filter(port -> drawn.nodes().containsKey(port.node()) && drawn.outOf(port).findAny().isEmpty()).sorted()
                .forEach(port -> unused.add(new Diagnostic(Code.UNUSED_OUTPUT, Severity.INFO, new Location.OfNode(port.node()),
                        "Rows of output '" + port.port() + "' go nowhere; they are counted and dropped", "Draw an edge from '" + port.port() + "' to a sink to keep them")));
        return new Diagnostics(unused);
    }

    private static Optional<Diagnostic> told(Diagnostic d, Pipeline drawn, Calls calls) {
        if (d.at() instanceof Location.OfEdge(Edge edge) && calls.drawn(edge).filter(drawn.edges()::contains).isPresent()) {
            return Optional.of(new Diagnostic(d.code(), d.severity(), new Location.OfEdge(calls.drawn(edge).get()), d.message(), d.hint()));
        }
        Optional<NodeId> inner = d.at().nodeOf().filter(calls.of()::containsKey);
        if (inner.isEmpty()) {
            return Optional.of(d);
        }
        NodeId call = calls.drawn(inner.get());
        var at = new Location.OfNode(call);
        if (d.severity() != Severity.ERROR) {
            return Optional.empty();
        }
        String port = calls.inputs().get(inner.get());
        if (port != null) {
            switch (d.code()) {
                case MISSING_INPUT -> {
                    return Optional.of(new Diagnostic(d.code(), d.severity(), at, "'" + call + "' has no input at '" + port + "'",
                            "Draw an edge from an output to its port '" + port + "'"));
                }
                case TOO_MANY_INPUTS -> {
                    return Optional.of(new Diagnostic(d.code(), d.severity(), at, "'" + call + "' takes one input at '" + port + "', but several edges end here", d.hint()));
                }
                case SCHEMA_MISMATCH, NO_EVENT_TIME -> {
                    return Optional.of(new Diagnostic(d.code(), d.severity(), at, d.message(), d.hint()));
                }
                default -> { }
            }
        }
        String where = inner.get().inWords().substring(Math.min(call.inWords().length() + 3, inner.get().inWords().length()));
        return Optional.of(new Diagnostic(Code.IN_FRAGMENT, d.severity(), at, "Inside the fragment, at '" + where + "': " + d.message(), d.hint()));
    }
}
