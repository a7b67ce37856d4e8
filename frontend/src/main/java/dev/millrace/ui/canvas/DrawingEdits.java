package dev.millrace.ui.canvas;

import dev.millrace.compile.Bypass;
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
import dev.millrace.pipeline.Room;
import dev.millrace.schema.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Turns commands of the canvas into edits of the pipeline they were given on. Pure. */
final class DrawingEdits {
    private final NodeKinds kinds;

    DrawingEdits(NodeKinds kinds) {
        this.kinds = kinds;
    }

    /** An edit, the nodes it adds, and the notes and groups by their ids on the canvas. */
    record Planned(PipelineEdit edit, List<NodeId> added, List<String> marks) {
        Planned(PipelineEdit edit, List<NodeId> added) {
            this(edit, added, List.of());
        }
    }

    Planned add(CanvasCommand.Add command, Compilation now) {
        NodeKind kind = kind(command.kind());
        Pipeline pipeline = now.pipeline();
        NodeId id = NodeId.free(kind.title(), pipeline.nodes().keySet());
        Optional<Edge> edge = Optional.ofNullable(command.onEdge()).flatMap(e -> edge(pipeline, e));
        Optional<PortRef> from = edge.map(Edge::from).or(() -> Optional.ofNullable(command.from()).map(DrawingEdits::port));
        Optional<PortRef> to = Optional.ofNullable(command.to()).map(DrawingEdits::port);
        var node = new Node(id, kind.id(), kind.version(), "", prefill(kind, from.map(now.schemas()::get).orElse(null)));
        Ports ports = kinds.ports(node);
        var at = new Position(command.x(), command.y());
        List<PipelineEdit> edits = new ArrayList<>();
        if (edge.isPresent() && canStandBetween(ports)) {
            var room = Room.on(edge.get(), pipeline, at);
            edits.add(new PipelineEdit.AddNode(node, room.place()));
            edits.addAll(room.moves());
            edits.addAll(between(node, ports, edge.get()));
            return new Planned(new PipelineEdit.Batch(edits), List.of(id));
        }
        edits.add(new PipelineEdit.AddNode(node, at));
        if (edge.isEmpty() && from.isPresent() && !ports.inputs().isEmpty()) {
            edits.add(new PipelineEdit.Connect(new Edge(from.get(), new PortRef(id, ports.inputs().getFirst().name()))));
        } else if (edge.isEmpty() && to.isPresent() && !ports.outputs().isEmpty()) {
            edits.add(new PipelineEdit.Connect(new Edge(new PortRef(id, ports.outputs().getFirst().name()), to.get())));
        }
        return new Planned(new PipelineEdit.Batch(edits), List.of(id));
    }

    private NodeKind kind(String id) {
        return kinds.find(id).orElseThrow(() -> new EditRefused("There is no node kind '" + id + "'"));
    }

    private static boolean canStandBetween(Ports ports) {
        return !ports.inputs().isEmpty() && !ports.outputs().isEmpty();
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
        if (!canStandBetween(ports)) {
            throw new EditRefused("Only a node with an input and an output can stand on an edge");
        }
        if (pipeline.into(node.id()).findAny().isPresent() || pipeline.outOf(node.id()).findAny().isPresent()) {
            throw new EditRefused("Only a node without edges can be put into one");
        }
        var room = Room.on(edge, pipeline, new Position(command.x(), command.y()));
        List<PipelineEdit> edits = new ArrayList<>();
        edits.add(new PipelineEdit.Move(node.id(), room.place()));
        edits.addAll(room.moves());
        edits.addAll(between(node, ports, edge));
        return new Planned(new PipelineEdit.Batch(edits), List.of());
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

    Planned reconnect(CanvasCommand.Reconnect command, Pipeline pipeline) {
        Edge edge = edge(pipeline, command.edge()).orElseThrow(() -> new EditRefused("The edge is no longer there"));
        PortRef from = port(command.from());
        PortRef to = port(command.to());
        if (edge.equals(new Edge(from, to))) {
            return new Planned(new PipelineEdit.Batch(List.of()), List.of());
        }
        Connections.refusal(pipeline.withoutEdge(edge), kinds, from, to).ifPresent(why -> {
            throw new EditRefused(why);
        });
        return new Planned(new PipelineEdit.Batch(List.of(new PipelineEdit.Disconnect(edge), new PipelineEdit.Connect(new Edge(from, to)))), List.of());
    }

    Planned remove(CanvasCommand.Remove command, Pipeline pipeline) {
        List<PipelineEdit> edits = new ArrayList<>();
        command.edges().forEach(e -> edge(pipeline, e).ifPresent(edge -> edits.add(new PipelineEdit.Disconnect(edge))));
        Set<NodeId> grouped = MarkCommands.remove(command.marks(), pipeline, edits);
        Stream.concat(command.nodes().stream().map(DrawingEdits::id), grouped.stream()).distinct().filter(pipeline.nodes()::containsKey)
                .forEach(id -> edits.add(new PipelineEdit.RemoveNode(id)));
        return new Planned(new PipelineEdit.Batch(edits), List.of());
    }

    Planned use(CanvasCommand.SetUse command, Pipeline pipeline) {
        Node.Use use = use(command.use());
        List<PipelineEdit> edits = new ArrayList<>();
        for (String text : command.nodes()) {
            Node node = pipeline.node(id(text)).orElseThrow(() -> new EditRefused("The node '" + text + "' is no longer there"));
            if (use == Node.Use.BYPASSED) {
                Bypass.refusal(kinds, node).ifPresent(why -> {
                    throw new EditRefused(why);
                });
            }
            if (node.use() != use) {
                edits.add(new PipelineEdit.SetUse(node.id(), use));
            }
        }
        return new Planned(new PipelineEdit.Batch(edits), List.of());
    }

    /** What is left out is so because of others; of itself it is enabled. */
    private static Node.Use use(Wire.Use use) {
        return switch (use) {
            case ENABLED, LEFT_OUT -> Node.Use.ENABLED;
            case BYPASSED -> Node.Use.BYPASSED;
            case CUT -> Node.Use.CUT;
        };
    }

    Planned move(CanvasCommand.Move command, Pipeline pipeline) {
        List<PipelineEdit> edits = new ArrayList<>();
        for (Wire.Place place : command.places()) {
            var to = new Position(place.x(), place.y());
            if (WireMarks.isNote(place.id())) {
                Optional.ofNullable(pipeline.marks().notes().get(WireMarks.noteId(place.id()))).filter(note -> !note.at().equals(to))
                        .ifPresent(note -> edits.add(new PipelineEdit.PlaceNote(note.id(), to, note.width(), note.height())));
                continue;
            }
            if (pipeline.nodes().containsKey(id(place.id())) && !to.equals(pipeline.layout().get(id(place.id())))) {
                edits.add(new PipelineEdit.Move(id(place.id()), to));
            }
        }
        return new Planned(new PipelineEdit.Batch(edits), List.of());
    }

    /** Gives copied nodes ids of their own. Only edges whose ports exist are pasted. */
    Planned paste(CanvasCommand.Paste command, Pipeline pipeline) {
        Wire.Fragment fragment = command.fragment();
        if (fragment.nodes().isEmpty() && fragment.notes().isEmpty()) {
            throw new EditRefused("There is nothing to paste");
        }
        int left = IntStream.concat(fragment.nodes().stream().mapToInt(Wire.FragmentNode::x), fragment.notes().stream().mapToInt(Wire.Note::x)).min().orElseThrow();
        int top = IntStream.concat(fragment.nodes().stream().mapToInt(Wire.FragmentNode::y), fragment.notes().stream().mapToInt(Wire.Note::y)).min().orElseThrow();
        Map<String, Node> pasted = new LinkedHashMap<>();
        Set<NodeId> taken = new HashSet<>(pipeline.nodes().keySet());
        List<PipelineEdit> edits = new ArrayList<>();
        for (Wire.FragmentNode copied : fragment.nodes()) {
            NodeId id = NodeId.free(copied.id().replaceAll("-\\d+$", ""), taken);
            taken.add(id);
            var node = new Node(id, kind(copied.kind()).id(), copied.version(), copied.label(), settings(copied), use(copied.use()),
                    copied.parallelism() == 0 ? OptionalInt.empty() : OptionalInt.of(copied.parallelism()));
            pasted.put(copied.id(), node);
            edits.add(new PipelineEdit.AddNode(node, new Position(command.x() + copied.x() - left, command.y() + copied.y() - top)));
        }
        for (Wire.FragmentEdge edge : fragment.edges()) {
            Node source = pasted.get(edge.from().node());
            Node target = pasted.get(edge.to().node());
            if (source != null && target != null && kinds.ports(source).output(edge.from().port()).isPresent()
                    && kinds.ports(target).input(edge.to().port()).isPresent()) {
                edits.add(new PipelineEdit.Connect(new Edge(new PortRef(source.id(), edge.from().port()), new PortRef(target.id(), edge.to().port()))));
            }
        }
        var ids = new LinkedHashMap<String, NodeId>();
        pasted.forEach((copied, node) -> ids.put(copied, node.id()));
        List<String> marks = MarkCommands.paste(fragment, command.x() - left, command.y() - top, ids, pipeline.marks(), edits);
        return new Planned(new PipelineEdit.Batch(edits), List.copyOf(ids.values()), marks);
    }

    private static Settings settings(Wire.FragmentNode copied) {
        try {
            return new Settings(copied.settings());
        } catch (IllegalArgumentException | ClassCastException e) {
            throw new EditRefused("The settings of '" + copied.id() + "' cannot be read");
        }
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
