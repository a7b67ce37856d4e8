package dev.millrace.compile;

import dev.millrace.compile.FollowThrough.Left;
import dev.millrace.compile.FollowThrough.Outside;
import dev.millrace.compile.FollowThrough.Place;
import dev.millrace.compile.Look.Seen;
import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.diagnostic.Severity;
import dev.millrace.kind.NodeKind;
import dev.millrace.kind.NodeKinds;
import dev.millrace.kind.Port;
import dev.millrace.kind.Read;
import dev.millrace.kind.Sink;
import dev.millrace.pipeline.Edge;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PipelineEdit;
import dev.millrace.pipeline.PortRef;
import dev.millrace.pipeline.Settings;
import dev.millrace.rel.ExpressionTyper;
import dev.millrace.schema.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds what follows from columns that have other names: every node behind is looked at twice, as it was and as it would be.
 *
 * <pre>
 *   source         filter            union                    sink
 *   delay          delay > 60        takes equal columns
 *   wait           wait > 60         a Map gives it back      what it writes is named wait
 *                                    its old name
 * </pre>
 *
 * A node tells itself where it names columns, and its schema tells under which names it passes them on. So no node kind has to be known
 * here, and a node that gives a column a name of its own ends the matter by itself. What would be wrong afterwards keeps the old names,
 * by a Map in front of it.
 */
final class Following {
    private static final String MAP = "operator.map";
    private static final int MOST_ROUNDS = 8;
    private final NodeKinds kinds;
    private final Look look;
    private final Rewriting rewriting;
    private final NodeId seed;
    private final Set<NodeId> keeping;
    private final Pipeline before;
    private Pipeline now;
    private final Map<PortRef, Schema> was = new HashMap<>();
    private final Map<PortRef, Schema> is = new HashMap<>();
    private final List<Place> places = new ArrayList<>();
    private final List<Left> left = new ArrayList<>();
    private final List<Outside> outside = new ArrayList<>();
    private final List<PipelineEdit> edits = new ArrayList<>();
    private Map<String, String> renamed = Map.of();

    /** @param keeping nodes that get the old names whether they need them or not */
    Following(NodeKinds kinds, ExpressionTyper typer, Pipeline after, Node seedBefore, Set<NodeId> keeping) {
        this.kinds = kinds;
        this.look = new Look(kinds, typer);
        this.rewriting = new Rewriting(typer);
        this.seed = seedBefore.id();
        this.keeping = keeping;
        this.now = after;
        this.before = after.withNode(seedBefore);
    }

    /** Schema of an output once all is done; empty where it cannot be known. */
    Optional<Schema> schema(PortRef output) {
        return Optional.ofNullable(is.get(output));
    }

    FollowThrough all() {
        moveEdges();
        for (NodeId id : Order.of(before).sorted()) {
            Seen old = look.at(before.node(id).orElseThrow(), before, was);
            old.outputs().forEach((port, schema) -> was.put(new PortRef(id, port), schema));
            boolean touched = id.equals(seed) || now.into(id).anyMatch(e -> isChanged(e.from()));
            if (!touched) {
                old.outputs().forEach((port, schema) -> is.put(new PortRef(id, port), schema));
            } else if (id.equals(seed)) {
                made(old);
            } else {
                behind(id, old);
            }
        }
        return new FollowThrough(renamed, places, left, outside, new PipelineEdit.Batch(edits));
    }

    /** Where the node's ports have other names, edges still end at the old ones. */
    private void moveEdges() {
        Node old = before.node(seed).orElseThrow();
        Node current = now.node(seed).orElseThrow();
        for (boolean input : List.of(true, false)) {
            List<Port> ports = input ? kinds.ports(old).inputs() : kinds.ports(old).outputs();
            List<Port> others = input ? kinds.ports(current).inputs() : kinds.ports(current).outputs();
            if (ports.size() != others.size()) {
                continue;
            }
            Set<String> kept = others.stream().map(Port::name).collect(Collectors.toSet());
            IntStream.range(0, ports.size()).filter(i -> !kept.contains(ports.get(i).name())).forEach(i -> {
                var from = new PortRef(seed, ports.get(i).name());
                var to = new PortRef(seed, others.get(i).name());
                (input ? now.into(from) : now.outOf(from)).filter(e -> now.nodes().containsKey(e.from().node()) && now.nodes().containsKey(e.to().node())).toList().forEach(edge -> {
                    var moved = input ? new Edge(edge.from(), to) : new Edge(to, edge.to());
                    make(new PipelineEdit.Batch(List.of(new PipelineEdit.Disconnect(edge), new PipelineEdit.Connect(moved))));
                    places.add(new Place.Moved(seed, edge, moved));
                });
            });
        }
    }

    private boolean isChanged(PortRef output) {
        return is.containsKey(output) && !is.get(output).equals(wasAt(output));
    }

    /** What an output was, also where it is called otherwise now or a new Map stands there. */
    private Schema wasAt(PortRef output) {
        if (was.containsKey(output) || !output.node().equals(seed)) {
            return was.get(output);
        }
        return outputOf(before, now, output.port()).map(port -> was.get(new PortRef(seed, port))).orElse(null);
    }

    private Optional<String> outputOf(Pipeline one, Pipeline other, String port) {
        List<Port> ports = kinds.ports(one.node(seed).orElseThrow()).outputs();
        List<Port> others = kinds.ports(other.node(seed).orElseThrow()).outputs();
        int index = others.stream().map(Port::name).toList().indexOf(port);
        return ports.size() == others.size() && index >= 0 ? Optional.of(ports.get(index).name()) : Optional.empty();
    }

    /** At the node where it was renamed, other settings of its own may name the column; and if nothing but names changed, all behind follows. */
    private void made(Seen old) {
        Seen seen = rewritten(seed, old, Renames::meant);
        var all = new LinkedHashMap<String, String>();
        boolean onlyNames = true;
        for (Map.Entry<String, Schema> output : old.outputs().entrySet()) {
            String port = outputOf(now, before, output.getKey()).orElse(output.getKey());
            Schema current = seen.outputs().get(port);
            Optional<Map<String, String>> renames = current == null ? Optional.empty() : Renames.meant(output.getValue(), current);
            onlyNames &= renames.isPresent();
            renames.ifPresent(all::putAll);
            if (current != null) {
                is.put(new PortRef(seed, port), onlyNames ? current : output.getValue());
            }
        }
        if (onlyNames) {
            renamed = all;
        } else {
            // Columns came, went or changed their type: what is behind is left to what the compiler says.
            old.outputs().forEach((port, schema) -> is.put(new PortRef(seed, outputOf(now, before, port).orElse(port)), schema));
            places.removeIf(p -> p instanceof Place.Rewritten);
            edits.removeIf(e -> e instanceof PipelineEdit.SetSetting);
            left.clear();
        }
    }

    private void behind(NodeId id, Seen old) {
        int placesBefore = places.size();
        int editsBefore = edits.size();
        int leftBefore = left.size();
        Pipeline untouched = now;
        boolean follows = false;
        // What a fragment asks for is drawn elsewhere and keeps its name.
        if (!keeping.contains(id) && kinds.fragment(now.node(id).orElseThrow()).isEmpty()) {
            Seen seen = rewritten(id, old, Renames::between);
            follows = isAsGood(old, seen);
            if (follows) {
                seen.outputs().forEach((port, schema) -> is.put(new PortRef(id, port), schema));
            }
        }
        if (!follows) {
            places.subList(placesBefore, places.size()).clear();
            edits.subList(editsBefore, edits.size()).clear();
            now = untouched;
            keepNames(id);
            if (left.size() > leftBefore) {
                left.subList(leftBefore, left.size()).clear();
            }
            old.outputs().forEach((port, schema) -> is.put(new PortRef(id, port), schema));
        } else if (kinds.resolve(now.node(id).orElseThrow(), new Diagnostics.Collector()).filter(r -> r.shape() instanceof Sink sink && sink.isRead()).isPresent()) {
            var names = new LinkedHashMap<String, String>();
            now.into(id).forEach(e -> names.putAll(renames(e)));
            outside.add(new Outside(id, names));
        }
    }

    /** No error where there was none, and the same columns but for their names. */
    private static boolean isAsGood(Seen old, Seen seen) {
        Set<String> wrong = old.said().all().stream().filter(Following::isError).map(Following::place).collect(Collectors.toSet());
        return seen.said().all().stream().filter(Following::isError).map(Following::place).allMatch(wrong::contains)
                && old.outputs().entrySet().stream().allMatch(o -> seen.outputs().containsKey(o.getKey()) && Renames.between(o.getValue(), seen.outputs().get(o.getKey())).isPresent());
    }

    private static boolean isError(Diagnostic diagnostic) {
        return diagnostic.severity() == Severity.ERROR;
    }

    private static String place(Diagnostic diagnostic) {
        return diagnostic.code() + " " + diagnostic.at().settingOf().orElse("");
    }

    /** A Map on each edge whose columns have other names gives them back. */
    private void keepNames(NodeId id) {
        for (Edge edge : now.into(id).filter(e -> isChanged(e.from())).toList()) {
            Map<String, String> names = renames(edge);
            NodeKind kind = kinds.find(MAP).orElseThrow();
            var settings = Settings.of("rename", names.entrySet().stream().map(n -> Map.of("column", n.getValue(), "name", n.getKey())).toList());
            var map = new Node(NodeId.free(kind.title(), now.nodes().keySet()), kind.id(), kind.version(), "", settings);
            make(Inserted.on(edge, map, kinds.ports(map), now));
            places.add(new Place.Inserted(map.id(), id, names.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey))));
        }
    }

    private Map<String, String> renames(Edge edge) {
        return Optional.ofNullable(wasAt(edge.from())).flatMap(w -> Renames.between(w, is.get(edge.from()))).orElse(Map.of());
    }

    /** The node with its settings under the new names, round by round: what a join's condition may name is known once its keys are right. */
    private Seen rewritten(NodeId id, Seen old, BiFunction<Schema, Schema, Optional<Map<String, String>>> between) {
        Node original = before.node(id).orElseThrow();
        Settings given = now.node(id).orElseThrow().settings();
        var done = new LinkedHashMap<String, Place.Rewritten>();
        var unread = new LinkedHashMap<String, Left>();
        Seen seen = look.at(now.node(id).orElseThrow(), now, is);
        for (int round = 0; round < MOST_ROUNDS; round++) {
            Settings settings = now.node(id).orElseThrow().settings();
            Settings next = settings;
            unread.clear();
            for (Read read : old.reads()) {
                Optional<String> text = text(original.settings(), read.path());
                // What the person changed by hand is as it is meant.
                if (text.isEmpty() || !text.equals(text(given, read.path()))) {
                    continue;
                }
                Optional<Read> counterpart = seen.reads().stream().filter(r -> r.path().equals(read.path()) && r.getClass() == read.getClass()).findFirst();
                if (counterpart.isEmpty() || Renames.isSame(read, counterpart.get())) {
                    continue;
                }
                Optional<String> anew = rewriting.of(text.get(), read, counterpart.get(), between);
                if (anew.isEmpty()) {
                    unread.put(read.path(), new Left(id, read.path(), text.get()));
                } else if (!anew.equals(text(next, read.path()))) {
                    next = SettingPath.write(next, read.path(), anew.get()).orElse(next);
                    done.put(read.path(), new Place.Rewritten(id, read.path(), text.get(), anew.get()));
                }
            }
            if (next.equals(settings)) {
                break;
            }
            for (String name : next.values().keySet()) {
                if (!next.get(name).equals(settings.get(name))) {
                    make(new PipelineEdit.SetSetting(id, name, next.get(name)));
                }
            }
            seen = look.at(now.node(id).orElseThrow(), now, is);
        }
        places.addAll(done.values());
        left.addAll(unread.values());
        return seen;
    }

    private static Optional<String> text(Settings settings, String path) {
        return SettingPath.read(settings, path).filter(String.class::isInstance).map(String.class::cast);
    }

    private void make(PipelineEdit edit) {
        now = edit.apply(now);
        edits.add(edit);
    }
}
