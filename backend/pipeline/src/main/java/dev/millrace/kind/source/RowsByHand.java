package dev.millrace.kind.source;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.kind.Scope;
import dev.millrace.schema.Column;
import dev.millrace.schema.Schema;
import dev.millrace.schema.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Rows that a person types as a JSON list of objects, under a setting called rows. */
final class RowsByHand {
    private static final String SETTING = "rows";
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST = 1_000;

    private RowsByHand() {}

    /** Each row as a JSON object; what is wrong with the text as a whole is said. */
    static List<String> read(String rows, Scope at) {
        return objects(rows, at).stream().map(JsonNode::toString).toList();
    }

    /** Says what would make a row a bad record, or a field do nothing; the first place of each. */
    static void check(String rows, Schema schema, Scope at) {
        if (!at.isGiven(SETTING)) {
            return;
        }
        List<JsonNode> objects = objects(rows, at);
        for (int i = 0; i < objects.size(); i++) {
            JsonNode row = objects.get(i);
            String which = "Row " + (i + 1);
            if (!row.isObject()) {
                at.error(Code.BAD_SETTING, SETTING, which + " is no object",
                        "Write it like {\"" + (schema.columns().isEmpty() ? "id" : schema.columns().getFirst().name()) + "\": 1}");
                return;
            }
            for (String name : row.propertyNames()) {
                if (schema.column(name).isEmpty()) {
                    at.error(Code.UNKNOWN_COLUMN, SETTING, which + " has '" + name + "', which is not among the columns", Suggestion.hint(name, schema.names()));
                    return;
                }
            }
            for (Column column : schema.columns()) {
                boolean needed = !column.nullable() || schema.eventTime().equals(Optional.of(column.name()));
                if (needed && (row.get(column.name()) == null || row.get(column.name()).isNull())) {
                    at.error(Code.BAD_SETTING, SETTING, which + " has no '" + column.name() + "', which is "
                            + (column.nullable() ? "the event time" : "required"), "Add it to the row");
                    return;
                }
            }
        }
    }

    private static List<JsonNode> objects(String rows, Scope at) {
        JsonNode read;
        try {
            read = JSON.readTree(rows);
        } catch (JacksonException e) {
            String place = e.getLocation() == null || e.getLocation().getLineNr() < 1 ? ""
                    : " at line " + e.getLocation().getLineNr() + ", character " + e.getLocation().getColumnNr();
            at.error(Code.BAD_SETTING, SETTING, "The rows are no valid JSON" + place, "Write a list of objects, such as [{\"id\": 1}, {\"id\": 2}]");
            return List.of();
        }
        if (!read.isArray() || read.isEmpty() || read.size() > MOST) {
            at.error(Code.BAD_SETTING, SETTING, read.isArray() && read.size() > MOST ? "There are " + read.size() + " rows; at most " + MOST + " are allowed"
                    : "The rows are no list of at least one row", "Write a list of objects, such as [{\"id\": 1}, {\"id\": 2}]");
            return List.of();
        }
        var found = new ArrayList<JsonNode>();
        read.forEach(found::add);
        return found;
    }
}
