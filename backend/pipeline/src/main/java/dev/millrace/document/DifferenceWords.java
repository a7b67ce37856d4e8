package dev.millrace.document;

import dev.millrace.document.PipelineDifference.Change;
import dev.millrace.document.PipelineDifference.OfEdge;
import dev.millrace.document.PipelineDifference.OfLook;
import dev.millrace.document.PipelineDifference.OfNode;
import dev.millrace.document.PipelineDifference.OfParameter;
import dev.millrace.document.PipelineDifference.OfPipeline;
import dev.millrace.document.PipelineDifference.OfRun;
import dev.millrace.document.PipelineDifference.OfSetting;
import dev.millrace.document.PipelineDifference.Sign;
import dev.millrace.kind.NodeKind;
import dev.millrace.kind.NodeKinds;
import dev.millrace.kind.SettingSpec;
import dev.millrace.kind.fragment.Arguments;
import dev.millrace.pipeline.Edge;
import dev.millrace.pipeline.MarkId;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeGroup;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Note;
import dev.millrace.pipeline.Parameter;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PortRef;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Differences of two pipelines in sentences about the newer one, as people know its nodes and settings. */
public final class DifferenceWords {
    /** Longer values are cut in sentences. */
    public static final int LONGEST_VALUE = 80;

    private static final Map<String, String> KEYS = Map.of("parallelism", "Parallelism", "checkpointInterval", "Checkpoint interval", "mode", "Mode", "exactlyOnce", "Exactly once",
            "stateBackend", "State backend", "required", "Must be given", "value", "Value", "label", "Label");
    /** What it means that a word is not in the document. */
    private static final Map<String, String> ABSENT = Map.of("mode", "streaming", "exactlyOnce", "false", "stateBackend", "as the cluster's", "disabled", "no", "live", "false");

    private final NodeKinds kinds;
    private final Pipeline before;
    private final Pipeline after;

    public DifferenceWords(NodeKinds kinds, Pipeline before, Pipeline after) {
        this.kinds = kinds;
        this.before = before;
        this.after = after;
    }

    /** One sentence, without its full stop. */
    public String sentence(Change change) {
        return switch (change.place()) {
            case OfPipeline(String key) -> switch (key) {
                case "name" -> "It is called " + value(change.after()) + " now, no longer " + value(change.before());
                case "parameters" -> "Its parameters are in another order";
                default -> "Its " + key + " is " + value(change.after()) + " now, no longer " + value(change.before());
            };
            case OfRun(String key) -> valued(key(key) + " of the run settings", change, absent(key));
            case OfParameter(String parameter, String key) -> key.isEmpty() ? whole("parameter", title(parameter), change.sign())
                    : valued(key(key) + " of the parameter " + name(title(parameter)), change, absent(key));
            case OfNode(NodeId id, String key) -> node(id, key, change);
            case OfSetting(NodeId id, String setting) -> valued(name(label(newer(id), setting)) + " of " + name(title(id)), change, "not set");
            case OfEdge(Edge edge) -> change.sign() == Sign.ADDED ? end(edge.from(), "out") + " leads to " + end(edge.to(), "in") + " now"
                    : end(edge.from(), "out") + " no longer leads to " + end(edge.to(), "in") + " directly";
            case OfLook(String section, String id) -> look(section, id, change.sign());
        };
    }

    /** Whether the sentence does not hold the whole of both values, because one is long or has several lines. */
    public static boolean isCut(Change change) {
        return change.sign() == Sign.CHANGED && (cut(change.before()) || cut(change.after()));
    }

    private static boolean cut(Optional<Object> value) {
        return value.map(DifferenceWords::text).filter(t -> t.length() > LONGEST_VALUE || t.lines().count() > 1).isPresent();
    }

    /** A value as text: what stands in lists and maps one after another. */
    public static String text(Object value) {
        return switch (value) {
            case List<?> list -> list.stream().map(v -> v instanceof Map<?, ?> ? "(" + text(v) + ")" : text(v)).collect(Collectors.joining(", "));
            case Map<?, ?> map -> map.entrySet().stream().map(e -> e.getKey() + ": " + text(e.getValue())).collect(Collectors.joining(", "));
            default -> Arguments.plain(value);
        };
    }

    private String node(NodeId id, String key, Change change) {
        String name = name(title(id));
        return switch (key) {
            case "" -> whole("node", title(id), change.sign());
            case "kind" -> {
                Node was = before.nodes().get(id);
                Node is = after.nodes().get(id);
                yield was.kind().equals(is.kind()) ? name + " uses version " + is.kindVersion() + " of its kind, no longer " + was.kindVersion()
                        : name + " is a " + kind(is) + " now, no longer a " + kind(was);
            }
            case "label" -> name(title(before.nodes().get(id))) + " is called " + name + " now";
            case "disabled" -> name + " is " + switch (newer(id).use()) {
                case ENABLED -> "enabled";
                case BYPASSED -> "bypassed";
                case CUT -> "cut";
            } + " now";
            case "parallelism" -> valued(key(key) + " of " + name, change, "as the pipeline's");
            default -> valued(key(key) + " of " + name, change, absent(key));
        };
    }

    private String look(String section, String id, Sign sign) {
        if (section.equals("layout")) {
            return NodeId.parse(id).map(node -> name(title(node))).orElse(id) + " stands elsewhere";
        }
        Optional<MarkId> mark = MarkId.parse(id);
        if (section.equals("notes")) {
            Note was = mark.map(before.marks().notes()::get).orElse(null);
            Note is = mark.map(after.marks().notes()::get).orElse(null);
            return switch (sign) {
                case ADDED -> "It has a new note " + quoted(is.text());
                case REMOVED -> "The note " + quoted(was.text()) + " is gone";
                case CHANGED -> was.text().equals(is.text()) ? "The note " + quoted(is.text()) + " looks different" : "A note says " + quoted(is.text()) + " now, no longer " + quoted(was.text());
            };
        }
        return whole("group", mark.map(m -> Objects.requireNonNullElse(after.marks().groups().get(m), before.marks().groups().get(m))).map(NodeGroup::title)
                .filter(t -> !t.isBlank()).orElse(id), sign);
    }

    private static String whole(String what, String title, Sign sign) {
        return switch (sign) {
            case ADDED -> "It has a new " + what + " " + name(title);
            case REMOVED -> "The " + what + " " + name(title) + " is gone";
            case CHANGED -> "The " + what + " " + name(title) + " is different";
        };
    }

    private static String valued(String place, Change change, String absent) {
        return place + " is " + change.after().map(DifferenceWords::quoted).orElse(absent) + ", no longer " + change.before().map(DifferenceWords::quoted).orElse(absent);
    }

    private static String value(Optional<Object> value) {
        return value.map(DifferenceWords::quoted).orElse("empty");
    }

    /** A value in quotes and on one line, cut where it is long. */
    public static String quoted(Object value) {
        String text = text(value).replaceAll("\\s+", " ");
        return "“" + (text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE - 1) + "…") + "”";
    }

    private static String name(String text) {
        return "'" + text + "'";
    }

    private static String key(String key) {
        return name(KEYS.getOrDefault(key, key));
    }

    private static String absent(String key) {
        return ABSENT.getOrDefault(key, "not set");
    }

    /** The node as it is, or as it was where it is gone. */
    private Node newer(NodeId id) {
        return Objects.requireNonNullElse(after.nodes().get(id), before.nodes().get(id));
    }

    private String title(NodeId id) {
        return after.node(id).or(() -> before.node(id)).map(DifferenceWords::title).orElse(id.value());
    }

    private static String title(Node node) {
        return node.label().isBlank() ? node.id().value() : node.label();
    }

    private String title(String parameter) {
        return List.of(after, before).stream().flatMap(p -> p.parameters().stream()).filter(p -> p.name().equals(parameter)).findFirst().map(Parameter::title).orElse(parameter);
    }

    private String end(PortRef port, String usual) {
        return name(title(port.node())) + (port.port().equals(usual) ? "" : " (" + port.port() + ")");
    }

    private String label(Node node, String setting) {
        return kinds.of(node).stream().flatMap(k -> k.settings().stream()).filter(s -> s.name().equals(setting)).map(SettingSpec::label).findFirst().orElse(setting);
    }

    private String kind(Node node) {
        return kinds.of(node).map(NodeKind::title).orElse(node.kind());
    }
}
