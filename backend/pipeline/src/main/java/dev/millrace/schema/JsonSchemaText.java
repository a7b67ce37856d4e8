package dev.millrace.schema;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JSON Schema of an object, as people have it as text, read as far as columns need it: drafts 7 and 2020-12, references inside the file,
 * null beside a type, objects put together by allOf, the formats date-time, date, int32, int64, float and decimal.
 *
 * <p>What no column type says is kept as JSON text: STRING takes every value as it is written.
 */
public final class JsonSchemaText {
    /** References may multiply what a short file says; nobody draws with more. */
    private static final int MOST_TYPES = 5_000;
    /** As TypeParser allows. */
    private static final int DEEPEST = 16;
    private static final int LONGEST = 1_000_000;
    private static final int MOST_DIGITS = 38;
    private static final int DIGITS_BEHIND_POINT = 10;
    private static final JsonMapper JSON = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private final JsonNode root;
    private final List<String> open = new ArrayList<>();
    private int read;

    private JsonSchemaText(JsonNode root) {
        this.root = root;
    }

    /**
     * A property of the object.
     *
     * @param nullable it may be absent or null
     * @param note what to know of its type; may be empty
     */
    public record Field(String name, LogicalType type, boolean nullable, String note) {}

    /** @param nullable null is among its values */
    private record Typed(LogicalType type, boolean nullable, String note) {
        static Typed of(LogicalType type) {
            return new Typed(type, false, "");
        }

        static Typed asText(String note) {
            return new Typed(LogicalType.STRING, false, note);
        }
    }

    /** Whether a text says of itself that it is a JSON Schema, or has the looks of one. */
    public static boolean isOne(JsonNode read) {
        return read.isObject() && (read.has("$schema") || read.path("properties").isObject() || read.path("$ref").isString() || read.path("allOf").isArray());
    }

    /** @throws IllegalArgumentException with a sentence for people, where it is no schema of an object */
    public static List<Field> fields(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("The JSON Schema is longer than a million characters");
        }
        JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("The JSON Schema is no valid JSON" + (e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr()));
        }
        var reader = new JsonSchemaText(root);
        var properties = new LinkedHashMap<String, JsonNode>();
        var required = new TreeSet<String>();
        reader.properties(root, properties, required, 0);
        if (properties.isEmpty()) {
            throw new IllegalArgumentException("The JSON Schema describes no object with properties");
        }
        return reader.fields(properties, required, 0);
    }

    private List<Field> fields(Map<String, JsonNode> properties, Set<String> required, int depth) {
        var fields = new ArrayList<Field>();
        properties.forEach((name, schema) -> {
            Typed typed = type(schema, depth);
            fields.add(new Field(name, typed.type(), typed.nullable() || !required.contains(name), typed.note()));
        });
        return fields;
    }

    /** Gathers what an object has, by itself, by reference and by allOf. */
    private void properties(JsonNode schema, Map<String, JsonNode> into, Set<String> required, int depth) {
        count(depth);
        for (JsonNode part : schema.path("allOf")) {
            properties(part, into, required, depth + 1);
        }
        if (schema.path("$ref").isString()) {
            properties(target(schema.path("$ref").stringValue()), into, required, depth + 1);
        }
        schema.path("properties").properties().forEach(p -> into.put(p.getKey(), p.getValue()));
        schema.path("required").forEach(name -> required.add(name.asString("")));
    }

    private void count(int depth) {
        if (++read > MOST_TYPES) {
            throw new IllegalArgumentException("The JSON Schema describes more than " + MOST_TYPES + " values once its references are followed");
        }
        if (depth > 4 * DEEPEST) {
            throw new IllegalArgumentException("The JSON Schema is nested too deep, or refers to itself");
        }
    }

    /** @throws IllegalArgumentException where it leads outside, or nowhere */
    private JsonNode target(String reference) {
        if (!reference.startsWith("#")) {
            throw new IllegalArgumentException("The JSON Schema refers to '" + shortened(reference) + "', which is outside of it; only references that begin with # are followed");
        }
        JsonNode at = root;
        String path = reference.substring(1);
        if (!path.isEmpty() && !path.startsWith("/")) {
            throw new IllegalArgumentException("The JSON Schema refers to the anchor '" + shortened(reference) + "'; write the reference as a path, such as #/$defs/address");
        }
        for (String step : path.isEmpty() ? new String[0] : path.substring(1).split("/", -1)) {
            String name = step.replace("%25", "%").replace("%24", "$").replace("~1", "/").replace("~0", "~");
            at = at.isArray() && name.matches("\\d{1,6}") ? at.path(Integer.parseInt(name)) : at.path(name);
        }
        if (at.isMissingNode()) {
            throw new IllegalArgumentException("The JSON Schema refers to '" + shortened(reference) + "', which is not in it");
        }
        return at;
    }

    private Typed type(JsonNode schema, int depth) {
        count(depth);
        if (depth > DEEPEST) {
            return Typed.asText("Nested too deep for a type; kept as JSON text");
        }
        if (schema.path("$ref").isString()) {
            String reference = schema.path("$ref").stringValue();
            if (open.contains(reference)) {
                return Typed.asText("Holds itself; kept as JSON text");
            }
            open.add(reference);
            Typed typed = type(target(reference), depth);
            open.removeLast();
            return typed;
        }
        for (String choice : List.of("oneOf", "anyOf")) {
            if (schema.path(choice).isArray()) {
                return oneOf(schema.path(choice).valueStream().map(s -> isNull(s) ? null : type(s, depth + 1)).toList());
            }
        }
        JsonNode type = schema.path("type");
        if (type.isArray()) {
            return oneOf(type.valueStream().map(t -> t.asString("").equals("null") ? null : named(t.asString(""), schema, depth)).toList());
        }
        return type.isString() ? named(type.stringValue(), schema, depth) : untyped(schema, depth);
    }

    private static boolean isNull(JsonNode schema) {
        return schema.path("type").asString("").equals("null") || schema.has("const") && schema.path("const").isNull();
    }

    /** @param choices null for null */
    private static Typed oneOf(List<Typed> choices) {
        boolean nullable = choices.stream().anyMatch(c -> c == null || c.nullable());
        List<Typed> others = choices.stream().filter(c -> c != null).toList();
        List<LogicalType> types = others.stream().map(Typed::type).distinct().toList();
        if (types.size() == 1) {
            return new Typed(types.getFirst(), nullable, others.getFirst().note());
        }
        if (!types.isEmpty() && types.stream().allMatch(t -> t.equals(LogicalType.INT) || t.equals(LogicalType.BIGINT) || t.equals(LogicalType.DOUBLE))) {
            return new Typed(types.contains(LogicalType.DOUBLE) ? LogicalType.DOUBLE : LogicalType.BIGINT, nullable, "");
        }
        return new Typed(LogicalType.STRING, nullable, types.isEmpty() ? "Always null" : "One of several types; kept as text");
    }

    private Typed named(String type, JsonNode schema, int depth) {
        return switch (type) {
            case "boolean" -> Typed.of(LogicalType.BOOLEAN);
            case "integer" -> Typed.of(whole(schema));
            case "number" -> Typed.of(number(schema));
            case "string" -> Typed.of(text(schema));
            case "array" -> schema.path("items").isObject() ? element(type(schema.path("items"), depth + 1))
                    : new Typed(new LogicalType.Array(LogicalType.STRING), false, "Elements are kept as text");
            case "object" -> object(schema, depth);
            case "null" -> new Typed(LogicalType.STRING, true, "Always null");
            default -> Typed.asText("Type '" + shortened(type) + "' is none of JSON Schema; kept as text");
        };
    }

    private static Typed element(Typed element) {
        return new Typed(new LogicalType.Array(element.type()), false, element.note());
    }

    private static LogicalType whole(JsonNode schema) {
        boolean fits = schema.path("minimum").isIntegralNumber() && schema.path("minimum").canConvertToInt()
                && schema.path("maximum").isIntegralNumber() && schema.path("maximum").canConvertToInt();
        return schema.path("format").asString("").equals("int32") || fits ? LogicalType.INT : LogicalType.BIGINT;
    }

    private static LogicalType number(JsonNode schema) {
        return switch (schema.path("format").asString("")) {
            case "float" -> LogicalType.FLOAT;
            case "decimal" -> decimal(schema);
            default -> schema.path("multipleOf").isNumber() && schema.path("multipleOf").decimalValue().stripTrailingZeros().scale() > 0 ? decimal(schema)
                    : LogicalType.DOUBLE;
        };
    }

    /** So many digits behind the point as the step has: multipleOf 0.01 has two. */
    private static LogicalType decimal(JsonNode schema) {
        BigDecimal step = schema.path("multipleOf").isNumber() ? schema.path("multipleOf").decimalValue().stripTrailingZeros() : BigDecimal.ZERO;
        return new LogicalType.Decimal(MOST_DIGITS, step.signum() > 0 ? Math.clamp(step.scale(), 0, MOST_DIGITS) : DIGITS_BEHIND_POINT);
    }

    private static LogicalType text(JsonNode schema) {
        if (schema.path("contentEncoding").asString("").equals("base64") || schema.path("format").asString("").equals("byte")) {
            return LogicalType.BYTES;
        }
        return switch (schema.path("format").asString("")) {
            case "date-time" -> LogicalType.TIMESTAMP_LTZ;
            case "date" -> LogicalType.DATE;
            case "decimal" -> decimal(schema);
            default -> LogicalType.STRING;
        };
    }

    private Typed object(JsonNode schema, int depth) {
        var properties = new LinkedHashMap<String, JsonNode>();
        var required = new TreeSet<String>();
        properties(schema, properties, required, depth);
        if (!properties.isEmpty()) {
            // A row in a row has no way to say that a field is never NULL that all formats keep.
            return Typed.of(new LogicalType.Row(fields(properties, required, depth + 1).stream().map(f -> Column.of(f.name(), f.type())).toList()));
        }
        if (schema.path("additionalProperties").isObject()) {
            Typed value = type(schema.path("additionalProperties"), depth + 1);
            return new Typed(new LogicalType.Map(LogicalType.STRING, value.type()), false, value.note());
        }
        return Typed.asText("An object of any shape; kept as JSON text");
    }

    /** Without a type, what else is said of the value tells it. */
    private Typed untyped(JsonNode schema, int depth) {
        if (schema.path("properties").isObject() || schema.path("allOf").isArray()) {
            return object(schema, depth);
        }
        if (schema.path("items").isObject()) {
            return named("array", schema, depth);
        }
        JsonNode values = schema.has("const") ? JSON.createArrayNode().add(schema.path("const")) : schema.path("enum");
        if (values.isArray() && !values.isEmpty()) {
            return oneOf(values.valueStream().map(v -> v.isNull() ? null : Typed.of(v.isBoolean() ? LogicalType.BOOLEAN : v.isIntegralNumber() ? LogicalType.BIGINT
                    : v.isNumber() ? LogicalType.DOUBLE : LogicalType.STRING)).toList());
        }
        return Typed.asText("Of any type; kept as text");
    }

    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
