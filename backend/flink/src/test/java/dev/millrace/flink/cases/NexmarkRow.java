package dev.millrace.flink.cases;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A row of an answer as text by column, so that numbers are equal by value and times however they are written. */
record NexmarkRow(Map<String, String> fields) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,30}(\\.\\d{1,10})?");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\d[ T]\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?Z?");

    static NexmarkRow of(Object... namesAndValues) {
        var fields = new LinkedHashMap<String, String>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            fields.put((String) namesAndValues[i], text(value instanceof LocalDateTime time ? time.format(NexmarkEvents.TIME) : Objects.toString(value, null)));
        }
        return new NexmarkRow(fields);
    }

    static NexmarkRow parse(String json) {
        var fields = new LinkedHashMap<String, String>();
        for (Map.Entry<String, JsonNode> field : JSON.readTree(json).properties()) {
            JsonNode value = field.getValue();
            fields.put(field.getKey(), text(value.isNull() ? null : value.isNumber() ? value.decimalValue().toPlainString()
                    : value.isString() ? value.asString() : value.toString()));
        }
        return new NexmarkRow(fields);
    }

    private static String text(String value) {
        if (value == null) {
            return "NULL";
        }
        if (NUMBER.matcher(value).matches()) {
            return new BigDecimal(value).stripTrailingZeros().toPlainString();
        }
        if (TIME.matcher(value).matches()) {
            return LocalDateTime.parse(value.replace(' ', 'T').replace("Z", "")).format(NexmarkEvents.TIME);
        }
        return value;
    }

    NexmarkRow only(List<String> columns) {
        var some = new LinkedHashMap<String, String>();
        columns.forEach(c -> some.put(c, fields.getOrDefault(c, "there is no column " + c)));
        return new NexmarkRow(some);
    }

    NexmarkRow renamed(String from, String to) {
        var renamed = new LinkedHashMap<String, String>();
        fields.forEach((name, value) -> renamed.put(name.equals(from) ? to : name, value));
        return new NexmarkRow(renamed);
    }

    /** In one order whatever the order of columns. */
    String line() {
        return fields.entrySet().stream().sorted(Map.Entry.comparingByKey()).map(Object::toString).collect(Collectors.joining(", "));
    }
}
