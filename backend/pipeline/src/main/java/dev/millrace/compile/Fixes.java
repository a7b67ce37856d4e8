package dev.millrace.compile;

import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.diagnostic.Location;
import dev.millrace.diagnostic.Severity;
import dev.millrace.kind.NodeKind;
import dev.millrace.kind.NodeKinds;
import dev.millrace.kind.Ports;
import dev.millrace.kind.SettingType;
import dev.millrace.kind.function.FunctionName;
import dev.millrace.pipeline.Edge;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PipelineEdit;
import dev.millrace.pipeline.PortRef;
import dev.millrace.pipeline.Places;
import dev.millrace.pipeline.Settings;
import dev.millrace.rel.ExpressionTyper;
import dev.millrace.rel.UserFunction;
import dev.millrace.schema.Column;
import dev.millrace.schema.Schema;
import dev.millrace.schema.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one click can do about a diagnostic. A fix is offered only where it is one edit that a person would make by hand, and where it is
 * clear which: a slip in a name, a time after which state is forgotten, a node that has to stand before another.
 *
 * <pre>
 *   UNKNOWN_COLUMN, BAD_EXPRESSION   the name that was meant
 *   UNBOUNDED_STATE                  a time to keep
 *   NO_EVENT_TIME                    an Event time before the node
 *   CHANGELOG_NOT_ACCEPTED           a sink that takes changes, or Changes to rows before the node
 *   UNBOUNDED_IN_BATCH               an end for the source
 *   UNKNOWN_SETTING                  without the setting
 *   IDLE_PARTITION                   a time after which an idle partition no longer holds windows back
 *   CAST_CAN_FAIL                    TRY_CAST
 *   UNREAD_COLUMN                    without it, or not required
 *   NEWER_VERSION                    the newest version of the fragment or function
 *   BAD_SETTING                      the function that was meant
 * </pre>
 */
public final class Fixes {
    private static final String UPSERT = "sink.kafka-upsert";
    private static final String EVENT_TIME = "operator.watermark";
    private static final String TO_APPEND = "operator.to-append";
    private static final String KEPT_FOR = "1 day";
    private static final long DEMO_ROWS = 10_000;
    private static final String IDLE_AFTER = "1 min";
    private static final Pattern CALL = Pattern.compile("([A-Za-z][A-Za-z0-9_]*)\\s*\\(.*", Pattern.DOTALL);
    private final NodeKinds kinds;
    private final List<String> functions;

    public Fixes(Compiler compiler) {
        this.kinds = compiler.kinds();
        this.functions = compiler.typer().functions().stream().map(ExpressionTyper.FunctionHelp::name).toList();
    }

    /** @return none where there is nothing that one click can do */
    public List<Fix> of(Diagnostic diagnostic, Compilation now) {
        Optional<Node> node = diagnostic.at().nodeOf().flatMap(now.pipeline()::node);
        if (node.isEmpty()) {
            return List.of();
        }
        return switch (diagnostic.code()) {
            case UNKNOWN_COLUMN -> slip(diagnostic, node.get(), now);
            case BAD_EXPRESSION -> slipInside(diagnostic, node.get(), now);
            case UNBOUNDED_STATE -> setting(diagnostic, node.get(), KEPT_FOR, "Keep for " + KEPT_FOR);
            case UNBOUNDED_IN_BATCH -> end(diagnostic, node.get());
            case IDLE_PARTITION -> setting(diagnostic, node.get(), IDLE_AFTER, "Idle after " + IDLE_AFTER);
            case UNKNOWN_SETTING -> diagnostic.at().settingOf().filter(s -> node.get().settings().get(s).isPresent()).map(s -> new Fix("Remove '" + s + "'",
                    new PipelineEdit.SetSetting(node.get().id(), s, Optional.empty()))).stream().toList();
            case NO_EVENT_TIME -> diagnostic.severity() == Severity.ERROR ? eventTime(diagnostic, node.get(), now) : List.of();
            case CHANGELOG_NOT_ACCEPTED -> diagnostic.severity() == Severity.ERROR ? changes(diagnostic, node.get(), now) : List.of();
            case CAST_CAN_FAIL -> tryCast(diagnostic, node.get());
            case UNREAD_COLUMN -> unread(diagnostic, node.get());
            case NEWER_VERSION -> diagnostic.at().settingOf().isPresent() ? newerFunction(diagnostic, node.get()) : kinds.find(node.get().kind()).map(kind -> new Fix("Use version " + kind.version(),
                    new PipelineEdit.SetKindVersion(node.get().id(), kind.version()))).stream().toList();
            case BAD_SETTING -> function(diagnostic, node.get());
            default -> List.of();
        };
    }

    private List<Fix> newerFunction(Diagnostic diagnostic, Node node) {
        return named(diagnostic, node).flatMap(kinds.functions()::newest)
                .map(newest -> setting(diagnostic, node, newest.reference(), "Use version " + newest.version())).orElse(List.of());
    }

    private List<Fix> function(Diagnostic diagnostic, Node node) {
        return named(diagnostic, node).filter(name -> kinds.functions().find(name).isEmpty())
                .flatMap(name -> Suggestion.closest(name.toString(), kinds.functions().all().stream().map(UserFunction::reference).toList()))
                .map(right -> setting(diagnostic, node, right, "Use '" + right + "'")).orElse(List.of());
    }

    /** The function that a node names, where the diagnostic is about that. */
    private Optional<FunctionName> named(Diagnostic diagnostic, Node node) {
        try {
            return kinds.find(node.kind()).flatMap(kind -> diagnostic.at().settingOf().filter(path -> kind.settings().stream()
                            .anyMatch(s -> s.name().equals(path) && s.type() instanceof SettingType.FunctionName)))
                    .flatMap(path -> SettingPath.read(node.settings(), path)).map(value -> FunctionName.parse(value.toString()));
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    /** What gives a source an end, by the setting that would. */
    private static List<Fix> end(Diagnostic diagnostic, Node node) {
        return switch (diagnostic.at().settingOf().orElse("")) {
            case "bounded" -> setting(diagnostic, node, true, "Stop at the end of the topic");
            case "watch" -> List.of(new Fix("Read the files that are there", new PipelineEdit.SetSetting(node.id(), "watch", Optional.empty())));
            case "limit" -> setting(diagnostic, node, DEMO_ROWS, "Stop after 10 000 rows");
            default -> List.of();
        };
    }

    private static List<Fix> tryCast(Diagnostic diagnostic, Node node) {
        return diagnostic.at() instanceof Location.OfSpan(NodeId id, String path, int from, int to) && SettingPath.read(node.settings(), path).orElse(null) instanceof String text
                && text.regionMatches(true, from, "CAST", 0, 4) ? setting(diagnostic, node, text.substring(0, from) + "TRY_" + text.substring(from), "Use TRY_CAST") : List.of();
    }

    private static List<Fix> unread(Diagnostic diagnostic, Node node) {
        String path = diagnostic.at().settingOf().orElse("");
        if (path.endsWith(".required")) {
            return setting(diagnostic, node, false, "Do not require it");
        }
        String entry = path.substring(0, Math.max(0, path.lastIndexOf('.')));
        return SettingPath.read(node.settings(), path).flatMap(name -> SettingPath.without(node.settings(), entry).map(settings -> {
            String list = SettingPath.name(path);
            return new Fix("Remove '" + name + "'", new PipelineEdit.SetSetting(node.id(), list, settings.get(list)));
        })).stream().toList();
    }

    private static List<Fix> slip(Diagnostic diagnostic, Node node, Compilation now) {
        return diagnostic.at().settingOf().flatMap(path -> SettingPath.read(node.settings(), path))
                .filter(String.class::isInstance).map(String.class::cast)
                .flatMap(wrong -> Suggestion.closest(wrong, names(node.id(), now)).filter(right -> !right.equals(wrong)))
                .map(right -> setting(diagnostic, node, right, "Use '" + right + "'")).orElse(List.of());
    }

    private List<Fix> slipInside(Diagnostic diagnostic, Node node, Compilation now) {
        if (!(diagnostic.at() instanceof Location.OfSpan(NodeId id, String path, int from, int to))
                || !(SettingPath.read(node.settings(), path).orElse(null) instanceof String text) || from >= to || to > text.length()) {
            return List.of();
        }
        String quoted = text.substring(from, to);
        Matcher call = CALL.matcher(quoted);
        if (call.matches()) {
            String name = call.group(1);
            return functions.stream().anyMatch(name::equalsIgnoreCase) ? List.of() : Suggestion.closest(name, functions)
                    .map(right -> setting(diagnostic, node, text.substring(0, from) + right + text.substring(from + name.length()), "Use " + right)).orElse(List.of());
        }
        String wrong = quoted.replace("`", "");
        List<String> names = names(id, now);
        return wrong.isBlank() || names.contains(wrong) ? List.of() : Suggestion.closest(wrong, names).map(right -> setting(diagnostic, node,
                text.substring(0, from) + (quoted.startsWith("`") || !right.matches("[A-Za-z_][A-Za-z0-9_]*") ? "`" + right.replace("`", "``") + "`" : right)
                        + text.substring(to), "Use '" + right + "'")).orElse(List.of());
    }

    private static List<String> names(NodeId node, Compilation now) {
        return now.inputSchemas(node).stream().flatMap(s -> s.names().stream()).distinct().toList();
    }

    private static List<Fix> setting(Diagnostic diagnostic, Node node, Object value, String label) {
        return diagnostic.at().settingOf().flatMap(path -> SettingPath.write(node.settings(), path, value).map(settings -> {
            String name = SettingPath.name(path);
            return new Fix(label, new PipelineEdit.SetSetting(node.id(), name, settings.get(name)));
        })).stream().toList();
    }

    /** The event time there is, or one made of the column that the node asks for; where it asks for none, of the first that can be one. */
    private List<Fix> eventTime(Diagnostic diagnostic, Node node, Compilation now) {
        Optional<Edge> edge = onlyEdge(diagnostic, node, now.pipeline());
        Optional<Schema> in = edge.map(Edge::from).map(now.schemas()::get);
        // What asks for a window is not helped by a time.
        boolean needsWindow = diagnostic.at().settingOf().filter("perWindow"::equals).isPresent();
        if (in.isEmpty() || in.get().isUpdating() || needsWindow) {
            return List.of();
        }
        Optional<String> asked = diagnostic.at().settingOf().flatMap(p -> SettingPath.read(node.settings(), p)).filter(String.class::isInstance).map(String.class::cast);
        List<String> times = in.get().columns().stream().filter(c -> c.type().canBeEventTime()).map(Column::name).toList();
        var fixes = new ArrayList<Fix>();
        if (asked.isPresent()) {
            in.get().eventTime().ifPresent(time -> fixes.addAll(setting(diagnostic, node, time, "Use '" + time + "'")));
        }
        asked.or(() -> times.stream().findFirst()).filter(times::contains)
                .flatMap(time -> before(edge.get(), EVENT_TIME, Settings.of("time", time, "delay", "10 s"), now.pipeline())
                        .map(edit -> new Fix("Insert Event time by '" + time + "' before it", edit))).ifPresent(fixes::add);
        return fixes;
    }

    private List<Fix> changes(Diagnostic diagnostic, Node node, Compilation now) {
        Optional<Edge> edge = onlyEdge(diagnostic, node, now.pipeline());
        Optional<Schema> in = edge.map(Edge::from).map(now.schemas()::get);
        if (in.isEmpty()) {
            return List.of();
        }
        var fixes = new ArrayList<Fix>();
        List<String> key = in.get().key();
        if (diagnostic.at().settingOf().filter("key"::equals).isPresent() && !key.isEmpty()) {
            return setting(diagnostic, node, key, "Use " + quoted(key) + " as key");
        }
        if (node.kind().equals("sink.kafka") && !key.isEmpty() && kinds.find(UPSERT).isPresent()) {
            fixes.add(new Fix("Write a compacted topic by " + quoted(key) + " instead", upsert(node, key, now.pipeline())));
        }
        before(edge.get(), TO_APPEND, Settings.EMPTY, now.pipeline()).ifPresent(edit -> fixes.add(new Fix("Insert Changes to rows before it", edit)));
        return fixes;
    }

    /** The same node as a sink that takes changes: its place, its edge and its topic stay. */
    private PipelineEdit upsert(Node node, List<String> key, Pipeline pipeline) {
        NodeKind kind = kinds.find(UPSERT).orElseThrow();
        Settings settings = Settings.of("key", key);
        for (String same : List.of("topic", "delivery", "cluster")) {
            settings = settings.with(same, node.settings().get(same).orElse(null));
        }
        var sink = new Node(node.id(), kind.id(), kind.version(), node.label(), settings, node.use(), node.parallelism());
        var edits = new ArrayList<PipelineEdit>();
        edits.add(new PipelineEdit.RemoveNode(node.id()));
        edits.add(new PipelineEdit.AddNode(sink, Places.of(pipeline).get(node.id())));
        pipeline.into(node.id()).forEach(e -> edits.add(new PipelineEdit.Connect(e)));
        return new PipelineEdit.Batch(edits);
    }

    /** A node of that kind between the two ends of an edge. */
    private Optional<PipelineEdit> before(Edge edge, String kindId, Settings settings, Pipeline pipeline) {
        return kinds.find(kindId).map(kind -> {
            NodeId id = NodeId.free(kind.title(), pipeline.nodes().keySet());
            var node = new Node(id, kind.id(), kind.version(), "", settings);
            Ports ports = kinds.ports(node);
            return Inserted.on(edge, node, ports, pipeline);
        });
    }

    /** Where several edges come in, a fix could not know which is meant, unless the diagnostic says. */
    private static Optional<Edge> onlyEdge(Diagnostic diagnostic, Node node, Pipeline pipeline) {
        if (diagnostic.at() instanceof Location.OfEdge(Edge edge)) {
            return Optional.of(edge);
        }
        List<Edge> edges = pipeline.into(node.id()).toList();
        return edges.size() == 1 ? Optional.of(edges.getFirst()) : Optional.empty();
    }

    private static String quoted(List<String> names) {
        return "'" + String.join("', '", names) + "'";
    }
}
