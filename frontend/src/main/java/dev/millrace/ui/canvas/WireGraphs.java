package dev.millrace.ui.canvas;

import dev.millrace.compile.Compilation;
import dev.millrace.compile.NodeState;
import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.diagnostic.Severity;
import dev.millrace.kind.NodeKind;
import dev.millrace.kind.NodeKinds;
import dev.millrace.kind.Port;
import dev.millrace.kind.Ports;
import dev.millrace.pipeline.Edge;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PortRef;
import dev.millrace.pipeline.Position;
import dev.millrace.schema.Schema;
import java.util.List;
import java.util.function.Function;

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
        return graph(compilation, node -> switch (compilation.state(node)) {
            case OK -> Wire.State.OK;
            case NEEDS_SETUP -> Wire.State.NEEDS_SETUP;
            case ERROR -> Wire.State.ERROR;
        });
    }

    /** The drawing with states of its own, as of a running job. */
    public Wire.Graph graph(Compilation compilation, Function<NodeId, Wire.State> states) {
        Pipeline pipeline = compilation.pipeline();
        return new Wire.Graph(pipeline.nodes().values().stream().map(n -> node(n, compilation, states)).toList(),
                pipeline.edges().stream().filter(e -> pipeline.nodes().containsKey(e.from().node()) && pipeline.nodes().containsKey(e.to().node()))
                        .map(e -> edge(e, compilation)).toList());
    }

    private Wire.Node node(Node node, Compilation compilation, Function<NodeId, Wire.State> states) {
        Position at = compilation.pipeline().layout().getOrDefault(node.id(), new Position(0, 0));
        Ports ports = kinds.ports(node);
        String problem = compilation.diagnostics().at(node.id()).filter(d -> d.severity() == Severity.ERROR).map(Diagnostic::message).findFirst().orElse("");
        return new Wire.Node(node.id().value(), node.kind(), node.kindVersion(), node.label(), compilation.glimpses().getOrDefault(node.id(), ""),
                states.apply(node.id()), problem, at.x(), at.y(), ports(ports.inputs()), ports(ports.outputs()), node.settings().values());
    }

    private static Wire.Edge edge(Edge edge, Compilation compilation) {
        Schema schema = compilation.schemas().get(edge.from());
        List<Wire.Column> columns = schema == null ? List.of() : schema.columns().stream()
                .map(c -> new Wire.Column(c.name(), c.type().toString(), schema.eventTime().filter(c.name()::equals).isPresent())).toList();
        return new Wire.Edge(edge.id(), end(edge.from()), end(edge.to()), columns);
    }

    private static Wire.End end(PortRef port) {
        return new Wire.End(port.node().value(), port.port());
    }

    private static List<Wire.Port> ports(List<Port> ports) {
        return ports.stream().map(p -> new Wire.Port(p.name(), p.title(), p.many(), p.role().name())).toList();
    }
}
