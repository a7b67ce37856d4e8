package dev.millrace.kind.source;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.kind.Group;
import dev.millrace.kind.Kind;
import dev.millrace.kind.OwnColumn;
import dev.millrace.kind.Read;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Setting;
import dev.millrace.kind.Source;
import dev.millrace.rel.Rel;
import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import dev.millrace.schema.Suggestion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Rows typed by hand, for trying and for small tables. They are read once, and the stream ends.
 *
 * <pre>
 *   [{"code": "ORD", "city": "Chicago"},
 *    {"code": "SFO", "city": "San Francisco"}]   ──▶ two rows
 * </pre>
 */
@Kind(id = "source.values", title = "Rows by hand", group = Group.SOURCES, icon = "values",
        summary = "Gives rows that are typed in as JSON, and ends")
public record ValuesSource(
        @Setting(label = "Columns", atLeastOne = true, help = "Name and type of each field") List<KafkaSource.DeclaredColumn> columns,
        @Setting(label = "Rows", multiline = true, help = "A JSON list of objects, such as [{\"id\": 1}, {\"id\": 2}]") String rows,
        @Setting(label = "Event time", help = "The column that says when the event happened; windows need it") Optional<OwnColumn> eventTime)
        implements Source {

    static final ValuesSource EXAMPLE = new ValuesSource(
            List.of(new KafkaSource.DeclaredColumn("code", LogicalType.STRING, false), new KafkaSource.DeclaredColumn("city", LogicalType.STRING, false)),
            "[{\"code\": \"ORD\", \"city\": \"Chicago\"}, {\"code\": \"SFO\", \"city\": \"San Francisco\"}]", Optional.empty());
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST = 1_000;

    @Override public Optional<Schema> infer(Scope at) {
        Schema schema = new Declared(at).columns(columns).schema(eventTime);
        if (at.isGiven("rows")) {
            at.reads(new Read.InRows("rows", schema));
            check(objects(at), schema, at);
        }
        return Optional.of(schema);
    }

    private List<JsonNode> objects(Scope at) {
        JsonNode read;
        try {
            read = JSON.readTree(rows);
        } catch (JacksonException e) {
            String place = e.getLocation() == null || e.getLocation().getLineNr() < 1 ? ""
                    : " at line " + e.getLocation().getLineNr() + ", character " + e.getLocation().getColumnNr();
            at.error(Code.BAD_SETTING, "rows", "The rows are no valid JSON" + place, "Write a list of objects, such as [{\"id\": 1}, {\"id\": 2}]");
            return List.of();
        }
        if (!read.isArray() || read.isEmpty() || read.size() > MOST) {
            at.error(Code.BAD_SETTING, "rows", read.isArray() && read.size() > MOST ? "There are " + read.size() + " rows; at most " + MOST + " are allowed"
                    : "The rows are no list of at least one row", "Write a list of objects, such as [{\"id\": 1}, {\"id\": 2}]");
            return List.of();
        }
        var found = new ArrayList<JsonNode>();
        read.forEach(found::add);
        return found;
    }

    /** Says what would make a row a bad record, or a field do nothing; the first place of each. */
    private void check(List<JsonNode> objects, Schema schema, Scope at) {
        for (int i = 0; i < objects.size(); i++) {
            JsonNode row = objects.get(i);
            String which = "Row " + (i + 1);
            if (!row.isObject()) {
                at.error(Code.BAD_SETTING, "rows", which + " is no object", "Write it like {\"" + (columns.isEmpty() ? "id" : columns.getFirst().name()) + "\": 1}");
                return;
            }
            for (String name : row.propertyNames()) {
                if (schema.column(name).isEmpty()) {
                    at.error(Code.UNKNOWN_COLUMN, "rows", which + " has '" + name + "', which is not among the columns", Suggestion.hint(name, schema.names()));
                    return;
                }
            }
            for (Column column : schema.columns()) {
                boolean needed = !column.nullable() || schema.eventTime().equals(Optional.of(column.name()));
                if (needed && (row.get(column.name()) == null || row.get(column.name()).isNull())) {
                    at.error(Code.BAD_SETTING, "rows", which + " has no '" + column.name() + "', which is " + (column.nullable() ? "the event time" : "required"),
                            "Add it to the row");
                    return;
                }
            }
        }
    }

    @Override public Rel.Scan lower(Scope at) {
        return new Rel.ValuesScan(objects(at).stream().map(JsonNode::toString).toList(), infer(at).orElseThrow(), Duration.ZERO);
    }

    @Override public String glimpse() {
        return columns.stream().map(KafkaSource.DeclaredColumn::name).reduce((a, b) -> a + ", " + b).orElse("no columns");
    }
}
