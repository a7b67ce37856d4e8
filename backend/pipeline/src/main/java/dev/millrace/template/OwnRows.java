package dev.millrace.template;

import dev.millrace.kind.ClusterName;
import dev.millrace.kind.NodeKind;
import dev.millrace.kind.NodeKinds;
import dev.millrace.kind.SettingSpec;
import dev.millrace.kind.Source;
import dev.millrace.kind.TopicName;
import dev.millrace.pipeline.Edge;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Parameter;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PipelineEdit;
import dev.millrace.pipeline.Places;
import dev.millrace.pipeline.PortRef;
import dev.millrace.pipeline.Position;
import dev.millrace.pipeline.Room;
import dev.millrace.pipeline.Settings;
import dev.millrace.rel.Topic;
import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A topic of one's own in place of the rows that a source of a template gives. The source reads the topic by its own names, with the types
 * that the template expects; where a name differs, a Map behind it gives the columns the names that the rest of the template knows.
 *
 * <pre>
 *   card payments ──▶ …          becomes          my-payments (card_no, at, …) ──▶ columns (card_no → card, at → ts) ──▶ …
 * </pre>
 *
 * @param source the node whose rows are replaced
 * @param cluster that has the topic; empty: the default one. Without a topic, the one that is set there stays
 * @param topic records are read from it; empty: the one that is set there stays
 * @param registry whose schemas tell what is in its records, which are of Avro then; empty: they are of JSON, or of what the template reads
 * @param columns one for each column that the source gives
 */
public record OwnRows(NodeId source, Optional<ClusterName> cluster, Optional<TopicName> topic, Optional<String> registry, List<Taken> columns) {
    private static final String KAFKA = "source.kafka";
    private static final String DEMO = "source.demo";
    private static final String MAP = "operator.map";
    private static final String AVRO = "avro";
    private static final Pattern PARAMETER = Pattern.compile("\\$\\{param:([^}]*)\\}");

    public OwnRows {
        columns = List.copyOf(columns);
    }

    /**
     * @param column as the template calls it
     * @param mine as the topic calls it; empty: there is none, and it is NULL in every row
     * @param type with which it is read: that of the template, or one that does as well
     */
    public record Taken(String column, Optional<String> mine, LogicalType type) {}

    /** Sources that can read a topic of one's own: demo streams, and topics that the template asks for. In the order of their names. */
    public static List<Node> sources(Pipeline template) {
        return template.nodes().values().stream().filter(n -> n.use() != Node.Use.CUT && (n.kind().equals(DEMO) || asksForTopic(n, template).isPresent())).sorted(
                java.util.Comparator.comparing(Node::id)).toList();
    }

    /** The parameter that a source's topic is. */
    public static Optional<Parameter> asksForTopic(Node node, Pipeline template) {
        return !node.kind().equals(KAFKA) ? Optional.empty() : node.settings().get("topic").map(String::valueOf).map(PARAMETER::matcher).filter(Matcher::matches)
                .flatMap(m -> template.parameters().stream().filter(p -> p.name().equals(m.group(1)) && p.type() == Parameter.Type.TOPIC).findFirst());
    }

    /** The cluster whose topic a source reads that is asked for; the default one where it says none, or a parameter does. */
    public static String cluster(Node node) {
        return node.settings().get("cluster").map(String::valueOf).filter(ClusterName::isName).orElse(Topic.DEFAULT_CLUSTER);
    }

    /** What a source of the template gives. */
    public static PortRef rows(NodeId source) {
        return new PortRef(source, Source.OUT);
    }

    /**
     * The edit that does it.
     *
     * @param wanted what the source gives now
     * @throws IllegalArgumentException in the user's words
     */
    public PipelineEdit edit(Pipeline drawing, Schema wanted, NodeKinds kinds) {
        Node node = drawing.node(source).filter(n -> sources(drawing).contains(n) || asksForTopic(n, drawing).isPresent())
                .orElseThrow(() -> new IllegalArgumentException("'" + source + "' is no source whose rows can be replaced. There is: "
                        + sources(drawing).stream().map(n -> n.id().value()).collect(Collectors.joining(", "))));
        if (topic.isEmpty() && asksForTopic(node, drawing).isEmpty()) {
            throw new IllegalArgumentException("'" + called(node) + "': choose a topic");
        }
        Map<String, Taken> taken = check(node, wanted);
        Node reading = reading(node, wanted, taken, kinds);
        boolean asIs = taken.values().stream().allMatch(t -> t.mine().filter(t.column()::equals).isPresent());
        var edits = new ArrayList<PipelineEdit>();
        Position at = Places.of(drawing).get(source);
        List<Edge> rows = drawing.outOf(source).filter(e -> e.from().equals(rows(source))).toList();
        if (!asIs && !rows.isEmpty()) {
            // Room for one more column of nodes.
            Places.of(drawing).forEach((id, place) -> {
                if (place.x() > at.x() && drawing.nodes().containsKey(id)) {
                    edits.add(new PipelineEdit.Move(id, new Position(place.x() + Room.NODE_WIDTH + Room.GAP, place.y())));
                }
            });
        }
        edits.add(new PipelineEdit.RemoveNode(source));
        edits.add(new PipelineEdit.AddNode(reading, at));
        drawing.marks().groupOf(source).ifPresent(group -> edits.add(new PipelineEdit.PutGroup(group)));
        drawing.outOf(source).filter(e -> asIs || !e.from().equals(rows(source))).forEach(e -> edits.add(new PipelineEdit.Connect(e)));
        if (!asIs) {
            Node names = names(drawing, taken, kinds);
            edits.add(new PipelineEdit.AddNode(names, new Position(at.x() + Room.NODE_WIDTH + Room.GAP, at.y())));
            edits.add(new PipelineEdit.Connect(new Edge(rows(source), new PortRef(names.id(), "in"))));
            rows.forEach(e -> edits.add(new PipelineEdit.Connect(new Edge(new PortRef(names.id(), "out"), e.to()))));
        }
        return new PipelineEdit.Batch(edits);
    }

    private Map<String, Taken> check(Node node, Schema wanted) {
        var taken = new LinkedHashMap<String, Taken>();
        Set<String> used = new HashSet<>();
        String where = "'" + called(node) + "': ";
        for (Taken t : columns) {
            if (wanted.column(t.column()).isEmpty()) {
                throw new IllegalArgumentException(where + "there is no column '" + t.column() + "'. There is: " + String.join(", ", wanted.names()));
            }
            if (taken.put(t.column(), t) != null) {
                throw new IllegalArgumentException(where + "'" + t.column() + "' is given twice");
            }
            t.mine().filter(m -> m.isBlank() || m.length() > 200 || m.chars().anyMatch(Character::isISOControl)).ifPresent(m -> {
                throw new IllegalArgumentException(where + "the name of the column for '" + t.column() + "' is empty, or cannot be a name");
            });
            t.mine().filter(m -> !used.add(m)).ifPresent(m -> {
                throw new IllegalArgumentException(where + "your column '" + m + "' is chosen twice. Choose another one for '" + t.column() + "', or none");
            });
        }
        for (Column column : wanted.columns()) {
            if (!taken.containsKey(column.name())) {
                throw new IllegalArgumentException(where + "choose which of your columns is '" + column.name() + "', or none");
            }
        }
        if (used.isEmpty()) {
            throw new IllegalArgumentException(where + "none of your columns is used. Choose at least one");
        }
        wanted.eventTime().filter(time -> taken.get(time).mine().isEmpty()).ifPresent(time -> {
            throw new IllegalArgumentException(where + "'" + time + "' is the event time, so one of your columns has to be it");
        });
        wanted.eventTime().map(taken::get).filter(time -> !isTime(time.type())).ifPresent(time -> {
            throw new IllegalArgumentException(where + "'" + time.column() + "' is the event time, and " + time.type() + " is no time");
        });
        return taken;
    }

    private static String called(Node node) {
        return node.label().isBlank() ? node.id().value() : node.label();
    }

    private static boolean isTime(LogicalType type) {
        return type instanceof LogicalType.Timestamp || type instanceof LogicalType.Instant;
    }

    /** The source of the topic: what the template says of time stays. */
    private Node reading(Node node, Schema wanted, Map<String, Taken> taken, NodeKinds kinds) {
        NodeKind kind = kinds.find(KAFKA).orElseThrow();
        Settings settings = Settings.EMPTY;
        for (SettingSpec spec : kind.settings()) {
            settings = settings.with(spec.name(), spec.preset().orElse(null));
        }
        if (node.kind().equals(KAFKA)) {
            settings = node.settings();
        } else {
            settings = settings.with("watermarkDelay", node.settings().get("watermarkDelay").or(() -> settingOf(kind, "watermarkDelay")).orElse(null));
        }
        settings = topic.isPresent() ? settings.with("topic", topic.get().value()).with("cluster", cluster.map(ClusterName::value).orElse(null)) : settings;
        if (registry.isPresent()) {
            settings = settings.with("format", AVRO).with("registry", registry.get()).with("avroSchema", null);
        } else if (settings.get("format").filter(AVRO::equals).isPresent()) {
            settings = settings.with("format", "json").with("registry", null).with("avroSchema", null);
        }
        var declared = new ArrayList<Object>();
        taken.values().forEach(t -> t.mine().ifPresent(mine -> {
            var entry = new LinkedHashMap<String, Object>();
            entry.put("name", mine);
            entry.put("type", t.type().toString());
            entry.put("required", !wanted.column(t.column()).orElseThrow().nullable());
            declared.add(entry);
        }));
        settings = settings.with("columns", declared);
        settings = settings.with("eventTime", wanted.eventTime().flatMap(time -> taken.get(time).mine()).orElse(null));
        return new Node(node.id(), kind.id(), kind.version(), node.label(), settings, node.use(), node.parallelism());
    }

    private static Optional<Object> settingOf(NodeKind kind, String name) {
        return kind.settings().stream().filter(s -> s.name().equals(name)).findFirst().flatMap(SettingSpec::preset).map(v -> (Object) v);
    }

    /** Gives the columns the names that the template knows, and those that the topic lacks no value. */
    private Node names(Pipeline drawing, Map<String, Taken> taken, NodeKinds kinds) {
        NodeKind kind = kinds.find(MAP).orElseThrow();
        var renamed = new ArrayList<Object>();
        var computed = new ArrayList<Object>();
        taken.values().forEach(t -> {
            if (t.mine().isEmpty()) {
                var entry = new LinkedHashMap<String, Object>();
                entry.put("name", t.column());
                entry.put("expression", "CAST(NULL AS " + t.type() + ")");
                computed.add(entry);
            } else if (!t.mine().get().equals(t.column())) {
                var entry = new LinkedHashMap<String, Object>();
                entry.put("column", t.mine().get());
                entry.put("name", t.column());
                renamed.add(entry);
            }
        });
        Settings settings = Settings.of("begin", "all-columns").with("rename", renamed).with("compute", computed);
        NodeId id = NodeId.free(source + "-columns", drawing.nodes().keySet());
        return new Node(id, kind.id(), kind.version(), "Columns of " + source, settings);
    }
}
