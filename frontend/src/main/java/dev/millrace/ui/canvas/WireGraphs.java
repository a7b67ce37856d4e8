package dev.millrace.ui.canvas;

import dev.millrace.compile.Compilation;
import dev.millrace.compile.NodeState;
import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.diagnostic.Severity;
import dev.millrace.kind.NodeKind;
import dev.millrace.kind.NodeKinds;
import dev.millrace.kind.Port;
import dev.millrace.kind.Ports;
import dev.millrace.pipeline.Edge;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.Places;
import dev.millrace.pipeline.PortRef;
import dev.millrace.pipeline.Position;
import dev.millrace.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns what the core knows of a pipeline into what the canvas shows. */
public final class WireGraphs {
    private final NodeKinds kinds;

    public WireGraphs(NodeKinds kinds) {
        this.kinds = kinds;
    }

    public List<Wire.Kind> catalogue() {
        return kinds.all().stream().map(this::kind).toList();
    }

    private Wire.Kind kind(NodeKind kind) {
        Ports ports = kinds.ports(new Node(new NodeId("example"), kind.id(), kind.version(), "", kind.example()));
        return new Wire.Kind(kind.id(), kind.title(), kind.group().title(), kind.role().name(), kind.icon(), kind.summary(), ports(ports.inputs()),
                ports(ports.outputs()));
    }

    /** The drawing with the states of drawing. */
    public Wire.Graph graph(Compilation compilation) {
        return graph(compilation, compilation.diagnostics());
    }

    /** The same. @param found all that is to be said of it, by the compiler and by others */
    public Wire.Graph graph(Compilation compilation, Diagnostics found) {
        return graph(compilation, found, node -> switch (compilation.state(node)) {
            case OK -> Wire.State.OK;
            case NEEDS_SETUP -> Wire.State.NEEDS_SETUP;
            case ERROR -> Wire.State.ERROR;
        });
    }

    /** The drawing with states of its own, as of a running job. */
    public Wire.Graph graph(Compilation compilation, Function<NodeId, Wire.State> states) {
        return graph(compilation, compilation.diagnostics(), states);
    }

    /** The same. @param found all that is to be said of it, by the compiler and by others */
    public Wire.Graph graph(Compilation compilation, Diagnostics found, Function<NodeId, Wire.State> states) {
        Pipeline pipeline = compilation.pipeline();
        Map<NodeId, Position> places = Places.of(pipeline);
        return new Wire.Graph(pipeline.nodes().values().stream().map(n -> node(n, places.get(n.id()), compilation, found, states)).toList(),
                pipeline.edges().stream().filter(e -> pipeline.nodes().containsKey(e.from().node()) && pipeline.nodes().containsKey(e.to().node()))
                        .map(e -> edge(e, compilation)).toList(),
                pipeline.marks().notes().values().stream().map(WireMarks::note).toList(),
                pipeline.marks().groups().values().stream().map(WireMarks::group).toList());
    }

    private Wire.Node node(Node node, Position at, Compilation compilation, Diagnostics found, Function<NodeId, Wire.State> states) {
        Ports ports = kinds.ports(node);
        List<String> problems = found.at(node.id()).filter(d -> d.severity() == Severity.ERROR).map(Diagnostic::message).toList();
        String warning = found.at(node.id()).filter(d -> d.severity() == Severity.WARNING).map(Diagnostic::message).findFirst().orElse("");
        return new Wire.Node(node.id().value(), node.kind(), node.kindVersion(), node.label(), compilation.glimpses().getOrDefault(node.id(), ""),
                states.apply(node.id()), problems.isEmpty() ? "" : problems.getFirst(), problems.size(), warning, at.x(), at.y(),
                ports(withLost(ports.inputs(), compilation.pipeline().into(node.id()).map(Edge::to))),
                ports(withLost(ports.outputs(), compilation.pipeline().outOf(node.id()).map(Edge::from))), node.settings().values(), use(node, compilation),
                node.parallelism().orElse(0), Wire.Kept.QUIET, "", Wire.Differs.SAME, "");
    }

    private static Wire.Use use(Node node, Compilation compilation) {
        return switch (node.use()) {
            case BYPASSED -> Wire.Use.BYPASSED;
            case CUT -> Wire.Use.CUT;
            case ENABLED -> compilation.isLeftOut(node.id()) ? Wire.Use.LEFT_OUT : Wire.Use.ENABLED;
        };
    }

    /** An edge may outlive its port, as when a branch of a router is renamed. It is drawn all the same, or nobody could take it away. */
    private static List<Port> withLost(List<Port> ports, Stream<PortRef> used) {
        var names = ports.stream().map(Port::name).collect(Collectors.toSet());
        var all = new ArrayList<>(ports);
        used.map(PortRef::port).distinct().filter(name -> !names.contains(name))
                .forEach(name -> all.add(new Port(name, name + " (no longer there)", true, Port.Role.REJECTED)));
        return all;
    }

    private static Wire.Edge edge(Edge edge, Compilation compilation) {
        Schema schema = compilation.schemas().get(edge.from());
        if (schema == null) {
            return new Wire.Edge(edge.id(), end(edge.from()), end(edge.to()), List.of(), Wire.Changelog.UNKNOWN, Wire.Differs.SAME);
        }
        List<Wire.Column> columns = schema.columns().stream().map(c -> new Wire.Column(c.name(), c.type().toString(), c.nullable(),
                schema.eventTime().filter(c.name()::equals).isPresent(), schema.key().contains(c.name()))).toList();
        return new Wire.Edge(edge.id(), end(edge.from()), end(edge.to()), columns, switch (schema.changelog()) {
            case APPEND -> Wire.Changelog.APPEND;
            case UPSERT -> Wire.Changelog.UPSERT;
            case RETRACT -> Wire.Changelog.RETRACT;
        }, Wire.Differs.SAME);
    }

    private static Wire.End end(PortRef port) {
        return new Wire.End(port.node().value(), port.port());
    }

    private static List<Wire.Port> ports(List<Port> ports) {
        return ports.stream().map(p -> new Wire.Port(p.name(), p.title(), p.many(), p.role().name())).toList();
    }
}
