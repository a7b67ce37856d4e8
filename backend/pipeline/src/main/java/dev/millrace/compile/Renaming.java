package dev.millrace.compile;

import dev.millrace.kind.NodeKind;
import dev.millrace.kind.NodeKinds;
import dev.millrace.kind.Read;
import dev.millrace.pipeline.Edge;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PipelineEdit;
import dev.millrace.pipeline.PortRef;
import dev.millrace.pipeline.Room;
import dev.millrace.pipeline.Settings;
import dev.millrace.rel.ExpressionTyper;
import dev.millrace.schema.Schema;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Gives columns other names, with all that reads them. */
public final class Renaming {
    private static final String MAP = "operator.map";
    private final NodeKinds kinds;
    private final ExpressionTyper typer;

    public Renaming(Compiler compiler) {
        kinds = compiler.kinds();
        typer = compiler.typer();
    }

    /**
     * What follows from a change of one node's settings that gave its columns, or its ports, other names.
     *
     * @param after with the node as it is now
     * @param before the node as it was
     * @param keeping nodes, such as sinks, that shall get the old names
     * @return nothing to do where more than names changed
     */
    public FollowThrough after(Pipeline after, Node before, Set<NodeId> keeping) {
        return new Following(kinds, typer, after, before, keeping).all();
    }

    /** Of a change that renames nothing. */
    public FollowThrough nothing() {
        return FollowThrough.NONE;
    }

    /**
     * A column under another name from where it is made.
     *
     * @param made the node that gives the column its name; a new Map where no setting does
     * @param setting where in it; empty for a new Map
     * @param edit all of it, as one step of undo
     */
    public record Renamed(NodeId made, Optional<String> setting, FollowThrough follow, PipelineEdit edit) {}

    /**
     * Renames a column where it is made. Where its name is that of a field outside, or is written nowhere, a Map behind the output does it.
     *
     * @param output has the column
     * @param name not yet a column there
     */
    public Renamed rename(Compilation now, PortRef output, String column, String name, Set<NodeId> keeping) {
        return where(now, output, column).flatMap(home -> atHome(now, output, column, name, home, keeping))
                .orElseGet(() -> byMap(now.pipeline(), output, column, name, keeping));
    }

    private record Home(NodeId node, String path) {}

    private Optional<Renamed> atHome(Compilation now, PortRef output, String column, String name, Home home, Set<NodeId> keeping) {
        Node before = now.pipeline().node(home.node()).orElseThrow();
        String old = SettingPath.read(before.settings(), home.path()).map(String::valueOf).orElseThrow();
        // Of right_id, which is the id of the right, the person wants another name for that id.
        if (!old.equals(column) && name.equals(column)) {
            return Optional.empty();
        }
        Settings settings = SettingPath.write(before.settings(), home.path(), name).orElseThrow();
        String setting = SettingPath.name(home.path());
        var edit = new PipelineEdit.SetSetting(home.node(), setting, settings.get(setting));
        var following = new Following(kinds, typer, edit.apply(now.pipeline()), before, keeping);
        FollowThrough follow = following.all();
        boolean done = Optional.ofNullable(now.schemas().get(output)).flatMap(was -> following.schema(output).flatMap(is -> Renames.between(was, is)))
                .filter(Map.of(column, name)::equals).isPresent();
        return done ? Optional.of(new Renamed(home.node(), Optional.of(home.path()), follow, new PipelineEdit.Batch(List.of(edit, follow.edit())))) : Optional.empty();
    }

    /** The nearest setting upstream that, written otherwise, gives just this column another name. */
    private Optional<Home> where(Compilation now, PortRef output, String column) {
        Schema schema = now.schemas().get(output);
        if (schema == null || schema.column(column).isEmpty()) {
            return Optional.empty();
        }
        String fresh = fresh(now);
        for (NodeId id : upstream(now.pipeline(), output.node())) {
            Node node = now.pipeline().node(id).orElseThrow();
            Set<String> taken = named(node, now);
            for (Map.Entry<String, String> text : SettingPath.texts(node.settings()).entrySet()) {
                if (!text.getValue().isEmpty() && column.endsWith(text.getValue()) && !taken.contains(text.getKey())) {
                    var home = new Home(id, text.getKey());
                    if (atHome(now, output, column, fresh, home, Set.of()).isPresent()) {
                        return Optional.of(home);
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Settings that name what is made elsewhere, upstream or outside. */
    private Set<String> named(Node node, Compilation now) {
        List<Read> reads = new Look(kinds, typer).at(node, now.pipeline(), now.schemas()).reads();
        boolean ownRows = reads.stream().anyMatch(Read.InRows.class::isInstance);
        return reads.stream().filter(r -> !(ownRows && r instanceof Read.OfField))
                .filter(r -> !(r instanceof Read.Name(String path, String column, Schema in)) || in.column(column).isPresent()).map(Read::path).collect(Collectors.toSet());
    }

    private static String fresh(Compilation now) {
        Set<String> taken = now.schemas().values().stream().flatMap(s -> s.names().stream()).collect(Collectors.toSet());
        int number = 1;
        while (taken.contains("renamed_" + number)) {
            number++;
        }
        return "renamed_" + number;
    }

    private static List<NodeId> upstream(Pipeline pipeline, NodeId start) {
        var seen = new LinkedHashSet<NodeId>();
        var next = new ArrayDeque<>(List.of(start));
        while (!next.isEmpty()) {
            NodeId id = next.poll();
            if (seen.add(id)) {
                pipeline.into(id).map(e -> e.from().node()).filter(pipeline.nodes()::containsKey).forEach(next::add);
            }
        }
        return List.copyOf(seen);
    }

    /** A Map between the output and all that reads it. */
    private Renamed byMap(Pipeline pipeline, PortRef output, String column, String name, Set<NodeId> keeping) {
        NodeKind kind = kinds.find(MAP).orElseThrow();
        NodeId id = NodeId.free(kind.title(), pipeline.nodes().keySet());
        var plain = new Node(id, kind.id(), kind.version(), "", Settings.EMPTY);
        Node map = plain.withSettings(Settings.of("rename", List.of(Map.of("column", column, "name", name))));
        List<Edge> edges = pipeline.outOf(output).filter(e -> pipeline.nodes().containsKey(e.to().node())).toList();
        var edits = new ArrayList<PipelineEdit>();
        var in = new PortRef(id, kinds.ports(map).inputs().getFirst().name());
        var out = new PortRef(id, kinds.ports(map).outputs().getFirst().name());
        Room room = edges.isEmpty() ? Room.behind(output.node(), pipeline) : Room.before(edges.getFirst(), pipeline);
        edits.add(new PipelineEdit.AddNode(map, room.place()));
        edits.addAll(room.moves());
        edges.forEach(e -> edits.add(new PipelineEdit.Disconnect(e)));
        edits.add(new PipelineEdit.Connect(new Edge(output, in)));
        edges.forEach(e -> edits.add(new PipelineEdit.Connect(new Edge(out, e.to()))));
        var inserted = new PipelineEdit.Batch(edits);
        FollowThrough follow = after(inserted.apply(pipeline), plain, keeping);
        return new Renamed(id, Optional.empty(), follow, new PipelineEdit.Batch(List.of(inserted, follow.edit())));
    }
}
