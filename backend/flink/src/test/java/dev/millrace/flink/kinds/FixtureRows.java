package dev.millrace.flink.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Rows that a fixture expects, held against those that came. */
final class FixtureRows {
    private static final ObjectMapper JSON = new ObjectMapper();

    private FixtureRows() {}

    /** Rows in any order; "*" stands for any value, and numbers are equal by value. */
    static void compare(String topic, List<String> expected, List<String> rows) {
        var left = new ArrayList<>(rows);
        for (String row : expected) {
            Map<String, String> wanted = fields(row);
            boolean found = left.stream().filter(r -> fits(wanted, fields(r))).findFirst().map(left::remove).orElse(false);
            assertThat(found).as("%s: no row fits %s; there are%n%s", topic, row, String.join("\n", rows)).isTrue();
        }
        assertThat(left).as(topic + ": rows that nobody expects").isEmpty();
    }

    private static boolean fits(Map<String, String> wanted, Map<String, String> row) {
        return wanted.keySet().equals(row.keySet())
                && wanted.entrySet().stream().allMatch(e -> e.getValue().equals("\"*\"") || e.getValue().equals(row.get(e.getKey())));
    }

    /** A row's columns with their values as text, numbers in their shortest form. */
    static Map<String, String> fields(String row) {
        var fields = new TreeMap<String, String>();
        JSON.readTree(row).properties().forEach(f -> fields.put(f.getKey(), text(f.getValue())));
        return fields;
    }

    private static String text(JsonNode value) {
        if (value.isObject()) {
            var inner = new TreeMap<String, String>();
            value.properties().forEach(f -> inner.put(f.getKey(), text(f.getValue())));
            return inner.toString();
        }
        return value.isNumber() ? new BigDecimal(value.toString()).stripTrailingZeros().toPlainString() : value.toString();
    }
}
