package dev.millrace.compile;

import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.diagnostic.Location;
import dev.millrace.kind.NodeKinds;
import dev.millrace.kind.SettingSpec;
import dev.millrace.kind.SettingType;
import dev.millrace.kind.fragment.Arguments;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Parameter;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.Settings;
import dev.millrace.rel.LiveParameter;
import dev.millrace.schema.Identifiers;
import dev.millrace.schema.Suggestion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Before all else, values take the place of parameters. In an expression a value is written as a literal, so that it can be nothing but a
 * value; a setting that is nothing but one parameter takes the value as it is.
 *
 * <pre>
 *   amount > ${param:limit}        amount > 100
 *   name = ${param:who}            name = 'O''Hara'
 *   ${param:limit}                 100
 *   orders-${param:region}         orders-emea
 *   amount > ${param:live}         amount > `param:live`       where that can be changed while the pipeline runs
 * </pre>
 */
final class Fill {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{param:([^}]*)\\}");
    private static final String MARK = "${param:";
    /** The node of an expression that stands in none. */
    private static final NodeId ALONE = new NodeId("expression");

    private final NodeKinds kinds;
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private final Map<String, Object> values;
    /** Whether live parameters are read anew for each row; where not, they are filled in as all others are. */
    private final boolean running;
    private final Diagnostics.Collector found = new Diagnostics.Collector();
    private final Map<Place, List<Replaced>> replaced = new HashMap<>();

    /** A setting of a node. */
    record Place(NodeId node, String path) {}

    /** Characters of a text as it was written, and those that took their place. */
    record Replaced(int from, int length, int newFrom, int newLength) {}

    /** A drawing without references to parameters. */
    record Filled(Pipeline pipeline, Map<Place, List<Replaced>> replaced, Diagnostics diagnostics) {

        /** The place in what was written, for one in what was made of it. */
        Diagnostic written(Diagnostic diagnostic) {
            if (!(diagnostic.at() instanceof Location.OfSpan(var node, String path, int from, int to))) {
                return diagnostic;
            }
            List<Replaced> here = replaced.get(new Place(node, path));
            return here == null ? diagnostic : new Diagnostic(diagnostic.code(), diagnostic.severity(),
                    new Location.OfSpan(node, path, written(here, from, false), written(here, to, true)), diagnostic.message(), diagnostic.hint());
        }

        /** Whether a reference at that setting could not be filled in, so that nothing more must be said of it. */
        boolean isUnfilled(Location at) {
            return at.settingOf().isPresent() && diagnostics.all().stream().anyMatch(d -> d.at().nodeOf().equals(at.nodeOf()) && d.at().settingOf().equals(at.settingOf()));
        }

        private static int written(List<Replaced> here, int position, boolean end) {
            int moved = 0;
            for (Replaced r : here) {
                if (position < r.newFrom() || end && position == r.newFrom()) {
                    break;
                }
                int newEnd = r.newFrom() + r.newLength();
                if (position < newEnd || end && position == newEnd) {
                    return end ? r.from() + r.length() : r.from();
                }
                moved = r.from() + r.length() - newEnd;
            }
            return position + moved;
        }
    }

    private Fill(NodeKinds kinds, List<Parameter> parameters, Map<String, Object> values, boolean running) {
        this.running = running;
        this.kinds = kinds;
        this.values = values;
        parameters.forEach(p -> this.parameters.put(p.name(), p));
    }

    /** With the values that the drawing itself gives its parameters. */
    static Filled own(NodeKinds kinds, Pipeline drawn) {
        return with(kinds, drawn, own(drawn));
    }

    /** The same, but expressions read live parameters anew for each row, as columns. */
    static Filled running(NodeKinds kinds, Pipeline drawn) {
        return with(kinds, drawn, own(drawn), true);
    }

    /** The live parameters of a drawing that have a value. */
    static List<LiveParameter> live(Pipeline drawn) {
        return drawn.parameters().stream().filter(p -> p.live() && p.value().isPresent()).map(Arguments::live).toList();
    }

    private static Map<String, Object> own(Pipeline drawn) {
        var values = new HashMap<String, Object>();
        drawn.parameters().forEach(p -> p.value().ifPresent(v -> values.put(p.name(), v)));
        return values;
    }

    /** With these values by name. */
    static Filled with(NodeKinds kinds, Pipeline drawn, Map<String, Object> values) {
        return with(kinds, drawn, values, false);
    }

    private static Filled with(NodeKinds kinds, Pipeline drawn, Map<String, Object> values, boolean running) {
        if (drawn.nodes().values().stream().noneMatch(n -> refers(n.settings().values()))) {
            return new Filled(drawn, Map.of(), Diagnostics.NONE);
        }
        var fill = new Fill(kinds, drawn.parameters(), values, running);
        List<Node> nodes = drawn.nodes().values().stream().map(fill::node).toList();
        return new Filled(drawn.withNodes(nodes), fill.replaced, fill.found.done());
    }

    /** One node, with the values that the drawing gives its parameters. */
    static Node node(NodeKinds kinds, Pipeline drawn, Node node) {
        return refers(node.settings().values()) ? own(kinds, drawn.withNodes(List.of(node))).pipeline().node(node.id()).orElseThrow() : node;
    }

    /** The text with NULL in the place of each parameter, and all else where it was, so that its names can be found. */
    static String inPlace(String text) {
        return REFERENCE.matcher(text).replaceAll(reference -> "NULL" + " ".repeat(reference.group().length() - "NULL".length()));
    }

    /** One expression, with the values that the drawing gives its parameters. */
    static String expression(NodeKinds kinds, Pipeline drawn, String text) {
        return text.contains(MARK) ? String.valueOf(new Fill(kinds, drawn.parameters(), own(drawn), false).text(ALONE, "", new SettingType.ExpressionText(false), text)) : text;
    }

    private static boolean refers(Object value) {
        return switch (value) {
            case String s -> s.contains(MARK);
            case List<?> list -> list.stream().anyMatch(Fill::refers);
            case Map<?, ?> map -> map.values().stream().anyMatch(Fill::refers);
            default -> false;
        };
    }

    private Node node(Node node) {
        if (!refers(node.settings().values())) {
            return node;
        }
        List<SettingSpec> specs = kinds.of(node).map(k -> k.settings()).orElse(List.of());
        return node.withSettings(new Settings(fields(node, "", specs, node.settings().values())));
    }

    private Map<String, Object> fields(Node node, String prefix, List<SettingSpec> specs, Map<?, ?> given) {
        var filled = new LinkedHashMap<String, Object>();
        given.forEach((name, value) -> filled.put((String) name,
                value(node, prefix + name, specs.stream().filter(s -> s.name().equals(name)).map(SettingSpec::type).findFirst().orElse(new SettingType.Text(true)), value)));
        return filled;
    }

    private Object value(Node node, String path, SettingType type, Object value) {
        return switch (value) {
            case String text when text.contains(MARK) -> text(node.id(), path, type, text);
            case List<?> list -> {
                SettingType element = type instanceof SettingType.ListOf(SettingType e) ? e : type;
                var filled = new ArrayList<Object>();
                list.forEach(entry -> filled.add(value(node, path + "[" + filled.size() + "]", element, entry)));
                yield filled;
            }
            case Map<?, ?> map -> fields(node, path + ".", type instanceof SettingType.Fields(List<SettingSpec> specs) ? specs : List.of(), map);
            default -> value;
        };
    }

    private Object text(NodeId node, String path, SettingType type, String text) {
        boolean expression = type instanceof SettingType.ExpressionText || type instanceof SettingType.QueryText;
        Matcher whole = REFERENCE.matcher(text.strip());
        if (whole.matches()) {
            Parameter parameter = parameters.get(whole.group(1));
            boolean asItIs = !expression || parameter != null && (parameter.type() == Parameter.Type.EXPRESSION || parameter.type() == Parameter.Type.CONDITION);
            if (asItIs && !isLive(parameter)) {
                Object value = known(node, path, whole.group(1)) ? values.get(whole.group(1)) : text;
                if (expression) {
                    replaced.put(new Place(node, path), List.of(new Replaced(0, text.length(), 0, String.valueOf(value).length())));
                }
                return value;
            }
        }
        Function<Parameter, String> written = expression ? p -> isLive(p) ? column(type, p) : Arguments.literal(p, values.get(p.name())) : p -> plain(p);
        var parts = new ArrayList<Replaced>();
        var filled = new StringBuilder();
        int end = 0;
        Matcher reference = REFERENCE.matcher(text);
        while (reference.find()) {
            filled.append(text, end, reference.start());
            // What is not known is said; NULL in its place keeps the rest of an expression readable.
            String put = expression ? "NULL" : reference.group();
            if (known(node, path, reference.group(1))) {
                try {
                    put = written.apply(parameters.get(reference.group(1)));
                } catch (IllegalArgumentException e) {
                    found.error(Code.BAD_SETTING, new Location.OfSpan(node, path, reference.start(), reference.end()), e.getMessage(), "");
                }
            }
            parts.add(new Replaced(reference.start(), reference.end() - reference.start(), filled.length(), put.length()));
            filled.append(put);
            end = reference.end();
        }
        filled.append(text, end, text.length());
        if (expression) {
            replaced.put(new Place(node, path), parts);
        }
        return filled.toString();
    }

    private boolean isLive(Parameter parameter) {
        return running && parameter != null && parameter.live();
    }

    private static String column(SettingType type, Parameter live) {
        if (type instanceof SettingType.QueryText) {
            throw new IllegalArgumentException("A query cannot read the live parameter '" + live.name() + "': compute a column with it in a node before");
        }
        return Identifiers.quote(LiveParameter.columnOf(live.name()));
    }

    private String plain(Parameter p) {
        if (isLive(p)) {
            throw new IllegalArgumentException("This setting is read once, when the job starts, so '" + p.name() + "' cannot be changed here while it runs: use it in an expression, or do not make it live");
        }
        return Arguments.plain(values.get(p.name()));
    }

    private boolean known(NodeId node, String path, String name) {
        if (values.containsKey(name) && parameters.containsKey(name)) {
            return true;
        }
        found.error(Code.UNKNOWN_PARAMETER, new Location.OfSetting(node, path), parameters.containsKey(name) ? "The parameter '" + name + "' has no value"
                : "There is no parameter '" + name + "'", parameters.containsKey(name) ? "Give it a value under Parameters; it is used while this is drawn"
                : parameters.isEmpty() ? "Add it under Parameters, or write a value" : Suggestion.hint(name, parameters.keySet()));
        return false;
    }
}
