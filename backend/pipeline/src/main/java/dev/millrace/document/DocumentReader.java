package dev.millrace.document;

import dev.millrace.pipeline.Edge;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PortRef;
import dev.millrace.pipeline.Position;
import dev.millrace.pipeline.RunSettings;
import dev.millrace.pipeline.Settings;
import dev.millrace.schema.Durations;
import dev.millrace.schema.Suggestion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Turns the plain values of a document into a pipeline. Wrong structure is refused; wrong settings are the compiler's business. */
final class DocumentReader {
    private static final int LONGEST_KIND = 200;
    private static final int FARTHEST = 1_000_000;
    private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,5}");
    private static final Set<String> TOP = Set.of("millrace", "name", "description", "parameters", "run", "nodes", "edges", "layout", "notes", "groups");

    private DocumentReader() {}

    static Pipeline read(Object document) {
        Map<String, Object> top = map("The document", document);
        only("", top, TOP);
        Object version = top.get("millrace");
        if (version == null || !String.valueOf(version).equals("1")) {
            throw new DocumentRefused("The document must begin with 'millrace: 1'"
                    + (version == null ? "" : "; this says version " + version + ", which is not known here"));
        }
        String name = text("name", given(top, "name", "Pipeline"), Pipeline.LONGEST_NAME);
        if (name.isBlank()) {
            throw new DocumentRefused("name", "a pipeline needs a name");
        }
        var nodes = new TreeMap<NodeId, Node>();
        Map<String, Object> nodeMap = map("nodes", given(top, "nodes", Map.of()));
        if (nodeMap.size() > Pipeline.MOST_NODES) {
            throw new DocumentRefused("nodes", "at most " + Pipeline.MOST_NODES + " are allowed, not " + nodeMap.size());
        }
        nodeMap.forEach((id, value) -> {
            Node node = node(id, value);
            nodes.put(node.id(), node);
        });
        var edges = new TreeSet<Edge>();
        List<?> edgeList = list("edges", given(top, "edges", List.of()));
        if (edgeList.size() > Pipeline.MOST_EDGES) {
            throw new DocumentRefused("edges", "at most " + Pipeline.MOST_EDGES + " are allowed, not " + edgeList.size());
        }
        for (int i = 0; i < edgeList.size(); i++) {
            edges.add(edge("edges[" + i + "]", edgeList.get(i)));
        }
        var layout = new TreeMap<NodeId, Position>();
        map("layout", given(top, "layout", Map.of())).forEach((id, value) -> {
            NodeId node = id("layout", id);
            if (nodes.containsKey(node)) {
                Map<String, Object> place = map("layout." + id, value);
                only("layout." + id, place, Set.of("x", "y"));
                layout.put(node, new Position(coordinate("layout." + id + ".x", place.get("x")), coordinate("layout." + id + ".y", place.get("y"))));
            }
        });
        return new Pipeline(name, text("description", given(top, "description", ""), Pipeline.LONGEST_DESCRIPTION),
                ParametersDocument.read(map("parameters", given(top, "parameters", Map.of()))), nodes, edges,
                run(map("run", given(top, "run", Map.of()))), layout, MarksDocument.read(top, nodes.keySet()));
    }

    private static Node node(String id, Object value) {
        String at = "nodes." + id;
        NodeId nodeId = id("nodes", id);
        Map<String, Object> node = map(at, value);
        only(at, node, Set.of("kind", "label", "disabled", "parallelism", "settings"));
        String kind = text(at + ".kind", given(node, "kind", ""), LONGEST_KIND);
        if (kind.isBlank()) {
            throw new DocumentRefused(at + ".kind", "which kind of node is it?");
        }
        int version = 1;
        int pin = kind.lastIndexOf('@');
        if (pin > 0) {
            if (!VERSION.matcher(kind.substring(pin + 1)).matches()) {
                throw new DocumentRefused(at + ".kind", "'" + kind.substring(pin + 1) + "' is no version; write it like " + kind.substring(0, pin) + "@1");
            }
            version = Integer.parseInt(kind.substring(pin + 1));
            kind = kind.substring(0, pin);
        }
        String disabled = text(at + ".disabled", given(node, "disabled", Node.Use.ENABLED.word()), LONGEST_KIND);
        Node.Use use = Node.Use.parse(disabled).orElseThrow(() -> new DocumentRefused(at + ".disabled", "'" + shortened(disabled)
                + "' is not known here; write bypass (rows pass as they came) or cut (it is left out)"));
        Map<String, Object> settings = map(at + ".settings", given(node, "settings", Map.of()));
        OptionalInt copies = node.get("parallelism") == null ? OptionalInt.empty() : OptionalInt.of(number(at + ".parallelism", node.get("parallelism")));
        if (copies.isPresent() && (copies.getAsInt() < 1 || copies.getAsInt() > RunSettings.MAX_PARALLELISM)) {
            throw new DocumentRefused(at + ".parallelism", "a node has 1 to " + RunSettings.MAX_PARALLELISM + " copies, not " + copies.getAsInt());
        }
        try {
            return new Node(nodeId, kind, version, text(at + ".label", given(node, "label", ""), Node.LONGEST_LABEL), new Settings(settings), use, copies);
        } catch (IllegalArgumentException | ClassCastException e) {
            throw new DocumentRefused(at + ".settings", "only texts, numbers, true and false, lists and maps of them are allowed");
        }
    }

    private static Edge edge(String at, Object value) {
        Map<String, Object> edge = map(at, value);
        only(at, edge, Set.of("from", "to"));
        return new Edge(port(at + ".from", edge.get("from")), port(at + ".to", edge.get("to")));
    }

    private static PortRef port(String at, Object value) {
        return PortRef.parse(value instanceof String s ? s : "").filter(port -> port.node().isDrawn())
                .orElseThrow(() -> new DocumentRefused(at, "'" + value + "' names no port; write node.port, like orders.out"));
    }

    private static RunSettings run(Map<String, Object> run) {
        only("run", run, Set.of("mode", "parallelism", "checkpointInterval", "exactlyOnce", "stateBackend"));
        Object written = run.get("mode");
        var mode = written == null ? RunSettings.DEFAULT.mode() : RunSettings.Mode.parse(String.valueOf(written))
                .orElseThrow(() -> new DocumentRefused("run.mode", "'" + written + "' is no mode; write streaming or batch"));
        try {
            int parallelism = run.get("parallelism") != null ? number("run.parallelism", run.get("parallelism")) : RunSettings.DEFAULT.parallelism();
            var interval = run.get("checkpointInterval") != null ? Durations.parse(String.valueOf(run.get("checkpointInterval")))
                    : RunSettings.DEFAULT.checkpointInterval();
            Object once = run.get("exactlyOnce");
            if (once != null && !(once instanceof Boolean)) {
                throw new DocumentRefused("run.exactlyOnce", "'" + once + "' is neither true nor false");
            }
            return new RunSettings(mode, parallelism, interval, Boolean.TRUE.equals(once), stateBackend(run.get("stateBackend")));
        } catch (IllegalArgumentException e) {
            throw new DocumentRefused("run", e.getMessage());
        }
    }

    private static Optional<RunSettings.StateBackend> stateBackend(Object written) {
        return Optional.ofNullable(written).map(b -> RunSettings.StateBackend.parse(String.valueOf(b)).orElseThrow(() -> new DocumentRefused("run.stateBackend",
                "'" + shortened(b) + "' is not known here; write hashmap (state in memory), rocksdb (state on disk) or leave it out (as the cluster's settings say)")));
    }

    static int coordinate(String at, Object value) {
        int number = number(at, value);
        return Math.max(-FARTHEST, Math.min(FARTHEST, number));
    }

    static int number(String at, Object value) {
        if (value instanceof Number n && n.doubleValue() == Math.rint(n.doubleValue()) && Math.abs(n.doubleValue()) <= Integer.MAX_VALUE) {
            return n.intValue();
        }
        throw new DocumentRefused(at, "a whole number is needed, not '" + value + "'");
    }

    private static NodeId id(String at, String id) {
        return NodeId.parse(id).filter(NodeId::isDrawn).orElseThrow(() -> new DocumentRefused(at + "." + shortened(id),
                "'" + shortened(id) + "' cannot be a node's id; use lower-case letters, digits and single hyphens, at most 60 characters"));
    }

    /** A name without a value counts as absent. */
    static Object given(Map<String, Object> map, String name, Object preset) {
        Object value = map.get(name);
        return value == null ? preset : value;
    }

    static String text(String at, Object value, int longest) {
        if (!(value instanceof String || value instanceof Number || value instanceof Boolean)) {
            throw new DocumentRefused(at, "a text is needed");
        }
        String text = String.valueOf(value);
        if (text.length() > longest) {
            throw new DocumentRefused(at, "at most " + longest + " characters are allowed, not " + text.length());
        }
        return text;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(String at, Object value) {
        if (value instanceof Map<?, ?> map && map.keySet().stream().allMatch(String.class::isInstance)) {
            return (Map<String, Object>) map;
        }
        throw new DocumentRefused(at, "names with values are needed here" + (value == null ? "" : ", not '" + shortened(value) + "'"));
    }

    static List<?> list(String at, Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new DocumentRefused(at, "a list is needed here");
    }

    static void only(String at, Map<String, Object> map, Set<String> allowed) {
        for (String name : map.keySet()) {
            if (!allowed.contains(name)) {
                throw new DocumentRefused(at.isEmpty() ? shortened(name) : at + "." + shortened(name), "this name is not known here. "
                        + Suggestion.hint(name, allowed.stream().sorted().toList()));
            }
        }
    }

    static String shortened(Object value) {
        String text = String.valueOf(value);
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
