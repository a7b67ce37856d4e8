package dev.millrace.kind.source;

import dev.millrace.kind.Group;
import dev.millrace.kind.Kind;
import dev.millrace.kind.OwnColumn;
import dev.millrace.kind.Read;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Setting;
import dev.millrace.kind.Source;
import dev.millrace.rel.Rel;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

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

    @Override public Optional<Schema> infer(Scope at) {
        Schema schema = new Declared(at).columns(columns).schema(eventTime);
        if (at.isGiven("rows")) {
            at.reads(new Read.InRows("rows", schema));
        }
        RowsByHand.check(rows, schema, at);
        return Optional.of(schema);
    }

    @Override public Rel.Scan lower(Scope at) {
        return new Rel.ValuesScan(RowsByHand.read(rows, at), infer(at).orElseThrow(), Duration.ZERO);
    }

    @Override public String glimpse() {
        return columns.stream().map(KafkaSource.DeclaredColumn::name).reduce((a, b) -> a + ", " + b).orElse("no columns");
    }
}
