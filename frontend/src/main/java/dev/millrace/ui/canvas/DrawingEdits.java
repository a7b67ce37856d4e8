package dev.millrace.ui.canvas;

import dev.millrace.compile.Compilation;
import dev.millrace.compile.Connections;
import dev.millrace.kind.NodeKind;
import dev.millrace.kind.NodeKinds;
import dev.millrace.kind.Ports;
import dev.millrace.kind.SettingSpec;
import dev.millrace.kind.SettingType;
import dev.millrace.pipeline.Edge;
import dev.millrace.pipeline.EditRefused;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PipelineEdit;
import dev.millrace.pipeline.PortRef;
import dev.millrace.pipeline.Position;
import dev.millrace.pipeline.Settings;
import dev.millrace.schema.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns commands of the canvas into edits of the pipeline they were given on. Pure. */
final class DrawingEdits {
    private static final int MOST = 1_000;

    private final NodeKinds kinds;

    DrawingEdits(NodeKinds kinds) {
        this.kinds = kinds;
    }

    /** An edit and the nodes it adds. */
    record Planned(PipelineEdit edit, List<NodeId> added) {}

    Planned add(CanvasCommand.Add command, Compilation now) {
        NodeKind kind = kinds.find(command.kind()).orElseThrow(() -> new EditRefused("There is no node kind '" + command.kind() + "'"));
        Pipeline pipeline = now.pipeline();
        NodeId id = NodeId.free(kind.title(), pipeline.nodes().keySet());
        Optional<Edge> edge = Optional.ofNullable(command.onEdge()).flatMap(e -> edge(pipeline, e));
        Optional<PortRef> from = edge.map(Edge::from).or(() -> Optional.ofNullable(command.from()).map(DrawingEdits::port));
        Schema input = from.map(now.schemas()::get).orElse(null);
        var node = new Node(id, kind.id(), kind.version(), "", prefill(kind, input));
        List<PipelineEdit> edits = new ArrayList<>();
        edits.add(new PipelineEdit.AddNode(node, new Position(command.x(), command.y())));
        Ports ports = kinds.ports(node);
        if (edge.isPresent() && !ports.inputs().isEmpty() && !ports.outputs().isEmpty()) {
            edits.addAll(between(node, ports, edge.get()));
        } else if (edge.isEmpty() && from.isPresent() && !ports.inputs().isEmpty()) {
            edits.add(new PipelineEdit.Connect(new Edge(from.get(), new PortRef(id, ports.inputs().getFirst().name()))));
        }
        return new Planned(new PipelineEdit.Batch(edits), List.of(id));
    }

    /** What is known already is filled in: presets, and the event time of the input for a setting that asks for the time column. */
    private static Settings prefill(NodeKind kind, Schema input) {
        var settings = Settings.EMPTY;
        for (SettingSpec spec : kind.settings()) {
            if (spec.preset().isPresent()) {
                settings = settings.with(spec.name(), spec.preset().get());
            } else if (spec.name().equals("time") && spec.type() instanceof SettingType.ColumnName && input != null && input.eventTime().isPresent()) {
                settings = settings.with(spec.name(), input.eventTime().get());
            } else if (spec.name().equals("aggregates")) {
                settings = settings.with(spec.name(), List.of(Map.of("name", "n", "function", "count")));
            }
        }
        return settings;
    }

    Planned insert(CanvasCommand.Insert command, Pipeline pipeline) {
        Node node = pipeline.node(id(command.node())).orElseThrow(() -> new EditRefused("The node '" + command.node() + "' is no longer there"));
        Edge edge = edge(pipeline, command.onEdge()).orElseThrow(() -> new EditRefused("The edge is no longer there"));
        Ports ports = kinds.ports(node);
        if (ports.inputs().isEmpty() || ports.outputs().isEmpty()) {
            throw new EditRefused("Only a node with an input and an output can stand on an edge");
        }
        return new Planned(new PipelineEdit.Batch(between(node, ports, edge)), List.of());
    }

    private static List<PipelineEdit> between(Node node, Ports ports, Edge edge) {
        return List.of(new PipelineEdit.Disconnect(edge),
                new PipelineEdit.Connect(new Edge(edge.from(), new PortRef(node.id(), ports.inputs().getFirst().name()))),
                new PipelineEdit.Connect(new Edge(new PortRef(node.id(), ports.outputs().getFirst().name()), edge.to())));
    }

    Planned connect(CanvasCommand.Connect command, Pipeline pipeline) {
        PortRef from = port(command.from());
        PortRef to = port(command.to());
        Connections.refusal(pipeline, kinds, from, to).ifPresent(why -> {
            throw new EditRefused(why);
        });
        return new Planned(new PipelineEdit.Connect(new Edge(from, to)), List.of());
    }

    Planned remove(CanvasCommand.Remove command, Pipeline pipeline) {
        List<PipelineEdit> edits = new ArrayList<>();
        command.edges().stream().limit(MOST).forEach(e -> edge(pipeline, e).ifPresent(edge -> edits.add(new PipelineEdit.Disconnect(edge))));
        command.nodes().stream().limit(MOST).map(DrawingEdits::id).filter(pipeline.nodes()::containsKey)
                .forEach(id -> edits.add(new PipelineEdit.RemoveNode(id)));
        return new Planned(new PipelineEdit.Batch(edits), List.of());
    }

    Planned move(CanvasCommand.Move command, Pipeline pipeline) {
        List<PipelineEdit> edits = new ArrayList<>();
        for (Wire.Place place : command.places()) {
            var to = new Position(place.x(), place.y());
            if (pipeline.nodes().containsKey(id(place.id())) && !to.equals(pipeline.layout().get(id(place.id())))) {
                edits.add(new PipelineEdit.Move(id(place.id()), to));
            }
        }
        return new Planned(new PipelineEdit.Batch(edits), List.of());
    }

    Planned paste(CanvasCommand.Paste command, Pipeline pipeline) {
        Wire.Fragment fragment = command.fragment();
        if (fragment == null || fragment.nodes() == null || fragment.nodes().isEmpty() || fragment.nodes().size() > MOST) {
            throw new EditRefused("Between 1 and " + MOST + " nodes can be pasted at once");
        }
        int left = fragment.nodes().stream().mapToInt(Wire.FragmentNode::x).min().orElse(0);
        int top = fragment.nodes().stream().mapToInt(Wire.FragmentNode::y).min().orElse(0);
        Map<String, NodeId> ids = new HashMap<>();
        Set<NodeId> taken = new HashSet<>(pipeline.nodes().keySet());
        List<PipelineEdit> edits = new ArrayList<>();
        for (Wire.FragmentNode copied : fragment.nodes()) {
            NodeId id = NodeId.free(String.valueOf(copied.id()).replaceAll("-\\d+$", ""), taken);
            taken.add(id);
            ids.put(copied.id(), id);
            try {
                var settings = new Settings(copied.settings() == null ? Map.of() : copied.settings());
                edits.add(new PipelineEdit.AddNode(
                        new Node(id, String.valueOf(copied.kind()), Math.max(1, copied.version()), copied.label() == null ? "" : copied.label(), settings),
                        new Position(command.x() + copied.x() - left, command.y() + copied.y() - top)));
            } catch (IllegalArgumentException | ClassCastException e) {
                throw new EditRefused("What was copied is no part of a pipeline");
            }
        }
        for (Wire.FragmentEdge edge : fragment.edges() == null ? List.<Wire.FragmentEdge>of() : fragment.edges()) {
            if (ids.containsKey(edge.from().node()) && ids.containsKey(edge.to().node())) {
                edits.add(new PipelineEdit.Connect(new Edge(new PortRef(ids.get(edge.from().node()), edge.from().port()),
                        new PortRef(ids.get(edge.to().node()), edge.to().port()))));
            }
        }
        return new Planned(new PipelineEdit.Batch(edits), List.copyOf(ids.values()));
    }

    private static Optional<Edge> edge(Pipeline pipeline, String id) {
        return pipeline.edges().stream().filter(e -> e.id().equals(id)).findFirst();
    }

    private static PortRef port(Wire.End end) {
        return new PortRef(id(end.node()), end.port());
    }

    private static NodeId id(String text) {
        return NodeId.parse(text).orElseThrow(() -> new EditRefused("There is no node '" + text + "'"));
    }
}
