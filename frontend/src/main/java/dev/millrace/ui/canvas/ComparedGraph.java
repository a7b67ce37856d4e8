package dev.millrace.ui.canvas;

import dev.millrace.compile.Compilation;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.document.DifferenceWords;
import dev.millrace.document.PipelineDifference;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Two revisions of a pipeline as one drawing: the newer one, with a sign on what differs, and what it has no longer where it was. */
public final class ComparedGraph {
    private ComparedGraph() {}

    /** @param difference of the older one's pipeline to the newer one's */
    public static Wire.Graph of(Compilation older, Compilation newer, PipelineDifference difference, NodeKinds kinds) {
        var graphs = new WireGraphs(kinds);
        Wire.Graph was = graphs.graph(older, Diagnostics.NONE, node -> Wire.State.OK);
        Wire.Graph is = graphs.graph(newer, Diagnostics.NONE, node -> Wire.State.OK);
        var words = new DifferenceWords(kinds, older.pipeline(), newer.pipeline());
        Map<String, Wire.Differs> signs = difference.nodes().entrySet().stream().collect(Collectors.toMap(e -> e.getKey().value(), e -> Wire.Differs.valueOf(e.getValue().name())));
        Map<String, Wire.Differs> edgeSigns = difference.edges().entrySet().stream().collect(Collectors.toMap(e -> e.getKey().id(), e -> Wire.Differs.valueOf(e.getValue().name())));
        List<Wire.Edge> gone = was.edges().stream().filter(e -> edgeSigns.get(e.id()) == Wire.Differs.REMOVED).toList();
        Stream<Wire.Node> present = is.nodes().stream().map(n -> withPortsOf(gone, n)).map(n -> signs.containsKey(n.id())
                ? n.differing(signs.get(n.id()), difference.at(new NodeId(n.id())).stream().map(words::sentence).collect(Collectors.joining(". "))) : n);
        Stream<Wire.Node> removed = was.nodes().stream().filter(n -> signs.get(n.id()) == Wire.Differs.REMOVED).map(n -> n.differing(Wire.Differs.REMOVED, ""));
        Stream<Wire.Edge> edges = is.edges().stream().map(e -> e.differing(edgeSigns.getOrDefault(e.id(), Wire.Differs.SAME)));
        return new Wire.Graph(Stream.concat(present, removed).toList(), Stream.concat(edges, gone.stream().map(e -> e.differing(Wire.Differs.REMOVED))).toList(), is.notes(),
                // A folded group would hide what differs inside.
                is.groups().stream().map(g -> new Wire.Group(g.id(), g.title(), false, g.nodes())).toList());
    }

    /** An edge that is gone may have led to a port that is gone too; drawn it needs one. */
    private static Wire.Node withPortsOf(List<Wire.Edge> gone, Wire.Node node) {
        return node.with(with(node.inputs(), gone, node.id(), Wire.Edge::to), with(node.outputs(), gone, node.id(), Wire.Edge::from));
    }

    private static List<Wire.Port> with(List<Wire.Port> ports, List<Wire.Edge> gone, String node, Function<Wire.Edge, Wire.End> end) {
        var all = new ArrayList<>(ports);
        gone.stream().map(end).filter(e -> e.node().equals(node)).map(Wire.End::port).distinct().filter(name -> ports.stream().noneMatch(p -> p.name().equals(name)))
                .forEach(name -> all.add(new Wire.Port(name, name + " (no longer there)", true, "REJECTED")));
        return all;
    }
}
