package dev.millrace.template;

import dev.millrace.compile.SettingPath;
import dev.millrace.kind.NodeKind;
import dev.millrace.kind.NodeKinds;
import dev.millrace.kind.SettingSpec;
import dev.millrace.kind.SettingType;
import dev.millrace.kind.fragment.Arguments;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Parameter;
import dev.millrace.pipeline.Parameter.Type;
import dev.millrace.pipeline.Pipeline;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what a template may leave open, and opens it: the value becomes a parameter, and <code>${param:name}</code> takes its place.
 *
 * <pre>
 *   price > 100000            price > ${param:price}
 *   topic: high-bids          topic: ${param:topic}
 * </pre>
 */
public final class Openings {
    /** Quoted names and texts, comments, and numbers that are no part of a name. */
    private static final Pattern PART = Pattern.compile("`[^`]*`|(?<text>'(?:[^']|'')*')|--[^\n]*|/\\*.*?\\*/|\\$\\{[^}]*\\}|(?<number>(?<![\\w.])\\d+(?:\\.\\d+)?(?![\\w.]))", Pattern.DOTALL);
    /** A text behind one of these is part of a literal of another type; a number behind a parenthesis of a type is part of the type. */
    private static final Pattern TYPED = Pattern.compile("(?i)(?:\\b(?:INTERVAL|DATE|TIMESTAMP|TIME)\\s*|\\b(?:DECIMAL|NUMERIC|CHAR|VARCHAR|BINARY|VARBINARY|TIMESTAMP|TIMESTAMP_LTZ|TIME)\\s*\\(\\s*(?:\\d+\\s*,\\s*)?)$");
    private static final Pattern COMPARED = Pattern.compile("`?([A-Za-z_][A-Za-z0-9_]*)`?\\s*(?:<=|>=|<>|!=|=|<|>|(?i:LIKE)|[-+*/])\\s*$");
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{param:([^}]*)\\}");
    private static final int LONGEST_NAME = 40;

    private final NodeKinds kinds;
    private final Set<String> names = new HashSet<>();
    private final List<Opening> found = new ArrayList<>();

    private Openings(NodeKinds kinds) {
        this.kinds = kinds;
    }

    /** All that can be left open, by node from left to right as they are drawn, in the order of the forms. */
    public static List<Opening> of(Pipeline drawing, NodeKinds kinds) {
        var openings = new Openings(kinds);
        drawing.parameters().forEach(p -> openings.names.add(p.name()));
        drawing.nodes().values().stream().filter(n -> n.use() != Node.Use.CUT)
                .sorted(Comparator.<Node>comparingInt(n -> drawing.layout().containsKey(n.id()) ? drawing.layout().get(n.id()).x() : 0).thenComparing(Node::id))
                .forEach(openings::node);
        return List.copyOf(openings.found);
    }

    private void node(Node node) {
        Optional<NodeKind> kind = kinds.of(node);
        Map<String, Object> values = kinds.canonicalSettings(node);
        kind.map(NodeKind::settings).orElse(List.of()).forEach(spec -> {
            Object value = values.get(spec.name());
            if (value != null && !String.valueOf(value).isBlank() && !String.valueOf(value).contains("${")) {
                setting(new Place(node, spec.name(), spec.label()), spec, value);
            }
        });
    }

    /** A value of a node by its path, such as aggregates[0].column, and what the way to it is called in forms. */
    private record Place(Node node, String path, String label) {
        Place entry(int index) {
            return new Place(node, path + "[" + index + "]", label + " " + (index + 1));
        }

        Place field(SettingSpec field) {
            return new Place(node, path + "." + field.name(), label + ", " + field.label());
        }
    }

    /** Each value of a list is one of its own. What a source declares as its columns is no value: it is what its records are. */
    private void entries(Place node, SettingType element, List<?> values) {
        for (int i = 0; i < values.size(); i++) {
            Place entry = node.entry(i);
            Object value = values.get(i);
            if (element instanceof SettingType.Fields(List<SettingSpec> fields) && value instanceof Map<?, ?> map
                    && fields.stream().noneMatch(f -> f.type() instanceof SettingType.TypeName)) {
                // What an entry is called stands elsewhere too: in expressions behind it, or at the end of an edge.
                fields.stream().filter(f -> !(f.type() instanceof SettingType.Text && f.name().equals("name"))).filter(f -> map.get(f.name()) != null && !String.valueOf(map.get(f.name())).isBlank() && !String.valueOf(map.get(f.name())).contains("${"))
                        .forEach(f -> setting(entry.field(f), f, map.get(f.name())));
            } else if (element instanceof SettingType.ColumnName && value instanceof String text && !text.contains("${")) {
                add(entry, -1, -1, text, new Parameter(name(node.node(), node.path()), entry.label(), "", Type.COLUMN, false, Optional.empty(), Optional.empty(),
                        Optional.empty(), List.of()), text);
            }
        }
    }

    private void setting(Place node, SettingSpec spec, Object value) {
        if (value instanceof List<?> values && spec.type() instanceof SettingType.ListOf(SettingType element)) {
            entries(node, element, values);
        }
        if (value instanceof List || value instanceof Map) {
            return;
        }
        String written = Arguments.plain(value);
        switch (spec.type()) {
            case SettingType.Text t -> whole(node, spec, written, Type.TEXT, List.of());
            case SettingType.WholeNumber n -> bounded(node, spec, written, Type.WHOLE_NUMBER, bound(n.min(), Long.MIN_VALUE), bound(n.max(), Long.MAX_VALUE));
            case SettingType.DecimalNumber n -> bounded(node, spec, written, Type.NUMBER, n.min(), n.max());
            case SettingType.YesNo y -> whole(node, spec, written, Type.YES_NO, List.of());
            case SettingType.DurationText d -> whole(node, spec, written, Type.DURATION, List.of());
            case SettingType.InstantText i -> whole(node, spec, written, Type.INSTANT, List.of());
            case SettingType.Choice c -> whole(node, spec, written, Type.CHOICE, c.options().stream().map(SettingType.Choice.Option::value).toList());
            case SettingType.ColumnName c -> whole(node, spec, written, Type.COLUMN, List.of());
            case SettingType.TopicName t -> whole(node, spec, written, Type.TOPIC, List.of());
            case SettingType.ExpressionText e -> {
                literals(node, spec, written);
                whole(node, spec, written, e.condition() ? Type.CONDITION : Type.EXPRESSION, List.of());
            }
            case SettingType.QueryText q -> literals(node, spec, written);
            case SettingType.ClusterName c -> { }
            case SettingType.FunctionName f -> { }
            case SettingType.TypeName t -> { }
            case SettingType.ListOf l -> { }
            case SettingType.Fields f -> { }
        }
    }

    private static Optional<BigDecimal> bound(long bound, long none) {
        return bound == none ? Optional.empty() : Optional.of(BigDecimal.valueOf(bound));
    }

    private void whole(Place node, SettingSpec spec, String written, Type type, List<String> options) {
        add(node, -1, -1, written, new Parameter(name(node.node(), spec.name()), spec.label(), spec.help(), type, false, Optional.empty(), Optional.empty(), Optional.empty(), options), written);
    }

    private void bounded(Place node, SettingSpec spec, String written, Type type, Optional<BigDecimal> min, Optional<BigDecimal> max) {
        add(node, -1, -1, written, new Parameter(name(node.node(), spec.name()), spec.label(), spec.help(), type, false, Optional.empty(), min, max, List.of()), written);
    }

    private void literals(Place node, SettingSpec spec, String written) {
        Matcher part = PART.matcher(written);
        while (part.find()) {
            String number = part.group("number");
            String text = part.group("text");
            String before = written.substring(0, part.start());
            if (number == null && text == null || TYPED.matcher(before).find()) {
                continue;
            }
            Matcher compared = COMPARED.matcher(before);
            String column = compared.find() ? compared.group(1) : spec.name();
            Type type = text != null ? Type.TEXT : number.contains(".") ? Type.NUMBER : Type.WHOLE_NUMBER;
            String value = text == null ? number : text.substring(1, text.length() - 1).replace("''", "'");
            add(node, part.start(), part.end(), written,
                    new Parameter(name(node.node(), column), inWords(column), "", type, false, Optional.empty(), Optional.empty(), Optional.empty(), List.of()), value);
        }
    }

    /** A value that its own setting would not take is wrong in the drawing, and nothing to hand on. */
    private void add(Place node, int from, int to, String written, Parameter parameter, String value) {
        try {
            found.add(new Opening(node.node().id(), node.path(), from, to, node.label(), written, parameter.withValue(Arguments.read(parameter, value))));
        } catch (IllegalArgumentException wrong) {
            names.remove(parameter.name());
        }
    }

    /** The wish where it is free, else with the node before it. */
    private String name(Node node, String wish) {
        String stem = cut(wish.replaceAll("[^A-Za-z0-9_-]", "-").replaceAll("^[^A-Za-z]+", ""));
        if (!Parameter.isName(stem)) {
            stem = "value";
        }
        String name = stem;
        if (!names.add(name)) {
            String longer = cut((Character.isLetter(node.id().value().charAt(0)) ? "" : "n-") + node.id() + "-" + stem);
            name = longer;
            for (int i = 2; !names.add(name); i++) {
                name = longer.substring(0, Math.min(longer.length(), LONGEST_NAME - 4)) + "-" + i;
            }
        }
        return name;
    }

    private static String cut(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
    }

    private static String inWords(String name) {
        String spaced = name.replaceAll("([a-z0-9])([A-Z])", "$1 $2").replace('_', ' ').strip();
        return spaced.isEmpty() ? name : Character.toUpperCase(spaced.charAt(0)) + spaced.substring(1).toLowerCase(java.util.Locale.ROOT);
    }

    /**
     * The drawing with these values left open.
     *
     * @throws IllegalArgumentException in the user's words: where two of them meet at one place, or share a name and not what it takes
     */
    public static Pipeline open(Pipeline drawing, List<Opening.Chosen> chosen) {
        var parameters = new LinkedHashMap<String, Parameter>();
        drawing.parameters().forEach(p -> parameters.put(p.name(), p));
        for (Opening.Chosen c : chosen) {
            Parameter before = parameters.putIfAbsent(c.parameter().name(), c.parameter());
            if (before != null && (before.type() != c.parameter().type() || !before.value().equals(c.parameter().value()))) {
                throw new IllegalArgumentException("Two values are called '" + c.parameter().name() + "', and they differ. Give one of them another name");
            }
        }
        if (parameters.size() > Pipeline.MOST_PARAMETERS) {
            throw new IllegalArgumentException("At most " + Pipeline.MOST_PARAMETERS + " parameters are allowed, not " + parameters.size());
        }
        Pipeline opened = drawing.withParameters(List.copyOf(parameters.values()));
        var places = new LinkedHashMap<String, List<Opening.Chosen>>();
        chosen.forEach(c -> places.computeIfAbsent(c.at().node() + " " + c.at().setting(), p -> new ArrayList<>()).add(c));
        for (List<Opening.Chosen> here : places.values()) {
            NodeId id = here.getFirst().at().node();
            String setting = here.getFirst().at().setting();
            Node node = opened.node(id).orElseThrow(() -> new IllegalArgumentException("The node '" + id + "' is no longer there"));
            String text = written(here);
            opened = opened.withNode(node.withSettings(SettingPath.write(node.settings(), setting, text).or(() -> Optional.of(node.settings().with(setting, text))).orElseThrow()));
        }
        return opened;
    }

    private static String written(List<Opening.Chosen> here) {
        if (here.stream().anyMatch(c -> !c.at().isLiteral())) {
            if (here.size() > 1) {
                throw new IllegalArgumentException("'" + here.getFirst().at().label() + "' of '" + here.getFirst().at().node() + "' is left open as a whole and in parts. Choose one of them");
            }
            return reference(here.getFirst());
        }
        var text = new StringBuilder(here.getFirst().at().written());
        here.stream().sorted(Comparator.comparingInt((Opening.Chosen c) -> c.at().from()).reversed()).forEach(c -> text.replace(c.at().from(), c.at().to(), reference(c)));
        return text.toString();
    }

    private static String reference(Opening.Chosen c) {
        return "${param:" + c.parameter().name() + "}";
    }

    /**
     * What an earlier version of the template left open and this drawing still has at the same place, with the parameter that it was then
     * and the value that is drawn now.
     */
    public static List<Opening.Chosen> again(List<Opening> openings, Pipeline earlier) {
        var parameters = new LinkedHashMap<String, Parameter>();
        earlier.parameters().forEach(p -> parameters.put(p.name(), p));
        var again = new ArrayList<Opening.Chosen>();
        for (Opening opening : openings) {
            earlier.node(opening.node()).map(Node::settings).flatMap(s -> SettingPath.read(s, opening.setting())).map(String::valueOf)
                    .flatMap(then -> openedThen(opening, then)).map(parameters::get).filter(p -> p != null && p.type() == opening.suggested().type())
                    .ifPresent(p -> again.add(new Opening.Chosen(opening, opening.suggested().value().map(p::withValue).orElse(p))));
        }
        return again;
    }

    /** The parameter that stood there: what is around all references must be as it was. */
    private static Optional<String> openedThen(Opening opening, String then) {
        var shape = new StringBuilder();
        var referred = new ArrayList<String>();
        int end = 0;
        Matcher reference = REFERENCE.matcher(then);
        while (reference.find()) {
            shape.append(Pattern.quote(then.substring(end, reference.start()))).append("(.+?)");
            referred.add(reference.group(1));
            end = reference.end();
        }
        Matcher drawn = Pattern.compile(shape.append(Pattern.quote(then.substring(end))).toString(), Pattern.DOTALL).matcher(opening.written());
        if (!drawn.matches()) {
            return Optional.empty();
        }
        int from = opening.isLiteral() ? opening.from() : 0;
        int to = opening.isLiteral() ? opening.to() : opening.written().length();
        for (int i = 0; i < referred.size(); i++) {
            if (drawn.start(i + 1) == from && drawn.end(i + 1) == to) {
                return Optional.of(referred.get(i));
            }
        }
        return Optional.empty();
    }
}
