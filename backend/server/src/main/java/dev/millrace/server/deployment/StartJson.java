package dev.millrace.server.deployment;

import dev.millrace.pipeline.NodeId;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A {@link Start} as JSON, over REST and in the database: {@code "FRESH"} and {@code "LATEST_STATE"} are words, all others say what
 * belongs to them.
 *
 * <pre>
 *   {"begin": "FRESH", "read": "LATEST", "sources": {"orders": {"from": "TIMESTAMP", "at": "2026-11-24T08:30:00Z"}}}
 *   {"begin": "SAVEPOINT", "savepoint": "0b9f…"}
 * </pre>
 */
public final class StartJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String SOURCES = "AS_SET, EARLIEST, LATEST, COMMITTED, {\"from\": \"TIMESTAMP\", \"at\": \"2026-11-24T08:30:00Z\"} "
            + "or {\"from\": \"COMMITTED\", \"group\": \"name\"}";

    private StartJson() {}

    /** The JSON does not say how to begin; the message says what it can be. */
    public static final class Unreadable extends RuntimeException {
        Unreadable(String message) {
            super(message);
        }
    }

    /** @throws Unreadable */
    public static Start read(JsonNode json) {
        String begin = json.isString() ? json.stringValue() : json.path("begin").asString("");
        return switch (begin) {
            case "FRESH" -> json.isString() ? Start.FRESH : fresh(json);
            case "LATEST_STATE" -> Start.LATEST_STATE;
            case "SAVEPOINT" -> new Start.FromSavepoint(SavepointId.parse(json.path("savepoint").asString(""))
                    .orElseThrow(() -> new Unreadable("'savepoint' is missing: the id of an entry of the pipeline's list of savepoints")));
            case "STATE_OF" -> new Start.StateOf(DeploymentId.parse(json.path("deployment").asString(""))
                    .orElseThrow(() -> new Unreadable("'deployment' is missing: the id of a deployment of the pipeline")));
            default -> throw new Unreadable("'start' is \"FRESH\", \"LATEST_STATE\" or an object whose 'begin' is FRESH, LATEST_STATE, "
                    + "SAVEPOINT or STATE_OF, not " + (begin.isEmpty() ? "this" : "'" + begin + "'"));
        };
    }

    private static Start fresh(JsonNode json) {
        Map<NodeId, SourceStart> sources = new TreeMap<>();
        json.path("sources").properties().forEach(entry -> sources.put(NodeId.parse(entry.getKey())
                .orElseThrow(() -> new Unreadable("'" + entry.getKey() + "' is no node's id")), source(entry.getValue())));
        return new Start.Fresh(json.has("read") ? source(json.get("read")) : new SourceStart.AsSet(), sources);
    }

    private static SourceStart source(JsonNode json) {
        String from = json.isString() ? json.stringValue() : json.path("from").asString("");
        return switch (from) {
            case "AS_SET" -> new SourceStart.AsSet();
            case "EARLIEST" -> new SourceStart.Earliest();
            case "LATEST" -> new SourceStart.Latest();
            case "TIMESTAMP" -> new SourceStart.Timestamp(instant(json.path("at").asString("")));
            case "COMMITTED" -> new SourceStart.Committed(Optional.ofNullable(json.path("group").asString(null)).filter(g -> !g.isBlank()));
            default -> throw new Unreadable("Where a source begins is " + SOURCES);
        };
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new Unreadable("'" + text + "' is no time like 2026-11-24T08:30:00Z");
        }
    }

    static Start parse(String stored) {
        return read(JSON.readTree(stored));
    }

    static String write(Start start) {
        return JSON.writeValueAsString(json(start));
    }

    /** What {@link #read} reads. */
    public static JsonNode json(Start start) {
        return switch (start) {
            case Start.Fresh fresh when fresh.equals(Start.FRESH) -> JSON.getNodeFactory().stringNode("FRESH");
            case Start.Fresh(SourceStart all, Map<NodeId, SourceStart> sources) -> {
                ObjectNode json = begin("FRESH").set("read", json(all));
                ObjectNode named = JSON.createObjectNode();
                new TreeMap<>(sources).forEach((node, source) -> named.set(node.value(), json(source)));
                yield json.set("sources", named);
            }
            case Start.LatestState latest -> JSON.getNodeFactory().stringNode("LATEST_STATE");
            case Start.FromSavepoint(SavepointId savepoint) -> begin("SAVEPOINT").put("savepoint", savepoint.toString());
            case Start.StateOf(DeploymentId deployment) -> begin("STATE_OF").put("deployment", deployment.toString());
        };
    }

    private static JsonNode json(SourceStart source) {
        ObjectNode json = JSON.createObjectNode();
        switch (source) {
            case SourceStart.AsSet s -> json.put("from", "AS_SET");
            case SourceStart.Earliest s -> json.put("from", "EARLIEST");
            case SourceStart.Latest s -> json.put("from", "LATEST");
            case SourceStart.Timestamp(Instant at) -> json.put("from", "TIMESTAMP").put("at", at.toString());
            case SourceStart.Committed(Optional<String> group) -> {
                json.put("from", "COMMITTED");
                group.ifPresent(g -> json.put("group", g));
            }
        }
        return json;
    }

    private static ObjectNode begin(String word) {
        return JSON.createObjectNode().put("begin", word);
    }
}
