package dev.millrace.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An Avro schema of a record, as people have it as text (AVSC), read as far as columns need it. */
public final class AvroText {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final int LONGEST_NAME = 200;
    /** Names may multiply what a short schema says; nobody draws with more. */
    private static final int MOST_TYPES = 5_000;

    private final Map<String, JsonNode> named = new HashMap<>();
    private final Set<String> open = new HashSet<>();
    private int read;

    private AvroText() {}

    /**
     * A field of the record.
     *
     * @param type empty: no column can hold it
     * @param needed it has no default, so whoever writes must give it
     */
    public record Field(String name, Optional<LogicalType> type, boolean nullable, boolean needed) {}

    /** @throws IllegalArgumentException with a sentence for people, where it is no schema of a record */
    public static List<Field> fields(String avsc) {
        JsonNode root;
        try {
            root = JSON.readTree(avsc);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("The Avro schema is no JSON");
        }
        if (!root.isObject() || !root.path("type").asString("").equals("record")) {
            throw new IllegalArgumentException("The Avro schema is none of a record");
        }
        var reader = new AvroText();
        reader.remember(root);
        return reader.fieldsOf(root);
    }

    /** Whether Avro can have a field of that name. */
    public static boolean isName(String name) {
        return name.length() <= LONGEST_NAME && NAME.matcher(name).matches();
    }

    /** Whether each value of one type is one of the other, for Avro: a smaller number is a larger one, and times differ in digits only. */
    public static boolean fits(LogicalType value, LogicalType in) {
        return value.equals(in) || switch (in) {
            case LogicalType.BigInt b -> value instanceof LogicalType.Int;
            case LogicalType.Float f -> value instanceof LogicalType.Int;
            case LogicalType.Double d -> value instanceof LogicalType.Int || value instanceof LogicalType.Float;
            case LogicalType.Date d -> value instanceof LogicalType.Int;
            case LogicalType.Time t -> value instanceof LogicalType.Time;
            case LogicalType.Timestamp t -> isTime(value);
            case LogicalType.Instant t -> isTime(value);
            case LogicalType.Decimal d -> value instanceof LogicalType.Decimal || value instanceof LogicalType.Int || value instanceof LogicalType.BigInt;
            case LogicalType.Array(LogicalType element) -> value instanceof LogicalType.Array(LogicalType from) && fits(from, element);
            case LogicalType.Map(LogicalType key, LogicalType to) -> value instanceof LogicalType.Map(LogicalType k, LogicalType from) && k.equals(key)
                    && fits(from, to);
            case LogicalType.Row r -> value instanceof LogicalType.Row(List<Column> from) && r.columns().stream()
                    .allMatch(c -> from.stream().noneMatch(f -> f.name().equals(c.name())) || from.stream().anyMatch(f -> f.name().equals(c.name())
                            && fits(f.type(), c.type())));
            default -> false;
        };
    }

    private static boolean isTime(LogicalType type) {
        return type instanceof LogicalType.Timestamp || type instanceof LogicalType.Instant || type instanceof LogicalType.BigInt;
    }

    private void remember(JsonNode type) {
        String name = type.path("name").asString("");
        String space = type.path("namespace").asString("");
        named.put(name, type);
        named.put(space.isEmpty() ? name : space + "." + name, type);
    }

    private List<Field> fieldsOf(JsonNode record) {
        var fields = new ArrayList<Field>();
        var names = new HashSet<String>();
        for (JsonNode field : record.path("fields")) {
            String name = field.path("name").asString("");
            if (!isName(name) || !names.add(name)) {
                throw new IllegalArgumentException("The Avro schema has a field without a name, or with one that Avro does not allow or has already");
            }
            JsonNode type = field.path("type");
            fields.add(new Field(name, type(type), isNullable(type), !field.has("default")));
        }
        return fields;
    }

    private static boolean isNullable(JsonNode type) {
        return type.isArray() && type.valueStream().anyMatch(t -> t.asString("").equals("null"));
    }

    private Optional<LogicalType> type(JsonNode type) {
        if (++read > MOST_TYPES) {
            throw new IllegalArgumentException("The Avro schema describes more than " + MOST_TYPES + " values once its names are followed");
        }
        if (type.isArray()) {
            List<JsonNode> others = type.valueStream().filter(t -> !t.asString("").equals("null")).toList();
            return others.size() == 1 ? type(others.getFirst()) : Optional.empty();
        }
        if (type.isString()) {
            JsonNode known = named.get(type.asString());
            return known != null ? type(known) : plain(type.asString());
        }
        if (!type.path("type").isObject() && !type.path("type").isArray() && !type.path("type").isString()) {
            return Optional.empty();
        }
        String name = type.path("type").asString("");
        return switch (name) {
            case "record" -> record(type);
            case "enum" -> {
                remember(type);
                yield Optional.of(LogicalType.STRING);
            }
            case "array" -> type(type.path("items")).map(LogicalType.Array::new);
            case "map" -> type(type.path("values")).map(v -> new LogicalType.Map(LogicalType.STRING, v));
            default -> {
                if (name.equals("fixed")) {
                    remember(type);
                }
                yield name.isEmpty() ? type(type.path("type")) : logical(type.path("logicalType").asString(""), type).or(() -> plain(name));
            }
        };
    }

    /** One that holds itself is none that a column can hold. */
    private Optional<LogicalType> record(JsonNode record) {
        String name = record.path("name").asString("");
        if (!open.add(name)) {
            return Optional.empty();
        }
        remember(record);
        var columns = new ArrayList<Column>();
        boolean all = true;
        for (Field field : fieldsOf(record)) {
            all &= field.type().isPresent();
            field.type().ifPresent(t -> columns.add(new Column(field.name(), t, true)));
        }
        open.remove(name);
        return all && !columns.isEmpty() ? Optional.of(new LogicalType.Row(columns)) : Optional.empty();
    }

    private static Optional<LogicalType> logical(String logical, JsonNode type) {
        return switch (logical) {
            case "date" -> Optional.of(LogicalType.DATE);
            case "time-millis", "time-micros" -> Optional.of(new LogicalType.Time(3));
            case "timestamp-millis", "local-timestamp-millis" -> Optional.of(LogicalType.TIMESTAMP);
            case "timestamp-micros", "local-timestamp-micros" -> Optional.of(new LogicalType.Timestamp(6));
            case "timestamp-nanos", "local-timestamp-nanos" -> Optional.of(new LogicalType.Timestamp(9));
            case "decimal" -> {
                int precision = type.path("precision").asInt(0);
                int scale = type.path("scale").asInt(0);
                yield precision >= 1 && precision <= 38 && scale >= 0 && scale <= precision ? Optional.of(new LogicalType.Decimal(precision, scale))
                        : Optional.empty();
            }
            default -> Optional.empty();
        };
    }

    private static Optional<LogicalType> plain(String name) {
        return Optional.ofNullable(switch (name) {
            case "boolean" -> LogicalType.BOOLEAN;
            case "int" -> LogicalType.INT;
            case "long" -> LogicalType.BIGINT;
            case "float" -> LogicalType.FLOAT;
            case "double" -> LogicalType.DOUBLE;
            case "string" -> LogicalType.STRING;
            case "bytes", "fixed" -> LogicalType.BYTES;
            default -> null;
        });
    }
}
