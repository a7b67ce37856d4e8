package dev.millrace.server.dashboards;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON objects as columns: the values of nested objects with dots in their names; lists and nulls are left out. */
final class RowText {
    static final int LONGEST_VALUE = 200;
    private static final int MOST_COLUMNS = 100;
    private static final int DEEPEST = 4;
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(50).maxNumberLength(100).maxNameLength(1_000).build()).build()).build();

    private RowText() {}

    /** Empty where it is no JSON object. */
    static Optional<Map<String, Object>> columns(byte[] json) {
        try {
            return columns(JSON.readTree(json));
        } catch (JacksonException unreadable) {
            return Optional.empty();
        }
    }

    static Optional<Map<String, Object>> columns(String json) {
        try {
            return columns(JSON.readTree(json));
        } catch (JacksonException unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<Map<String, Object>> columns(JsonNode root) {
        if (root == null || !root.isObject()) {
            return Optional.empty();
        }
        var columns = new LinkedHashMap<String, Object>();
        add(columns, "", root, 0);
        return Optional.of(columns);
    }

    private static void add(Map<String, Object> columns, String before, JsonNode object, int depth) {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (columns.size() >= MOST_COLUMNS) {
                return;
            }
            String name = before + field.getKey();
            JsonNode value = field.getValue();
            if (value.isObject()) {
                if (depth < DEEPEST) {
                    add(columns, name + ".", value, depth + 1);
                }
            } else if (value.isNumber()) {
                columns.put(name, value.doubleValue());
            } else if (value.isBoolean()) {
                columns.put(name, value.booleanValue());
            } else if (value.isString()) {
                columns.put(name, shortened(value.stringValue()));
            }
        }
    }

    static String shortened(String text) {
        return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE - 1) + "…";
    }
}
