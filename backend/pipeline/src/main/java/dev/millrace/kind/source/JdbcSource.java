package dev.millrace.kind.source;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.kind.DatabaseTable;
import dev.millrace.kind.Delay;
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
import java.util.List;
import java.util.Optional;

/**
 * Reads a table of PostgreSQL once, from its beginning to its end, and ends.
 *
 * <pre>
 *   with a key    1 … 1000 ──▶ 1001 … 2000 ──▶ …    page by page in the order of the key
 *                               ▲
 *                               after a failure it goes on here, without a row twice
 *   without       all rows in any order; after a failure from the beginning
 * </pre>
 *
 * Pages are read one after the other: a row that is changed, added or removed meanwhile is read as it is when its page comes.
 */
@Kind(id = "source.jdbc", title = "Database source", group = Group.SOURCES, icon = "database",
        summary = "Reads the rows of a PostgreSQL table once")
public record JdbcSource(
        @Setting(label = "Database", help = DatabaseTable.DATABASE_HELP) String database,
        @Setting(label = "Table", help = DatabaseTable.TABLE_HELP) String table,
        @Setting(label = "Columns", atLeastOne = true, help = "Name and type of each column to read; others are not asked for")
        List<KafkaSource.DeclaredColumn> columns,
        @Setting(label = "Key columns", help = "Its primary key. Rows are read in this order, and after a failure reading goes on behind the last; "
                + "empty: it begins anew, and rows come twice") List<OwnColumn> key,
        @Setting(label = "Split by", help = "A numeric column by whose ranges several copies read parts of the table at once; empty: one reads all")
        Optional<OwnColumn> splitBy,
        @Setting(label = "Parts", preset = "8", min = 2, max = 1000, help = "How many ranges, where it is split") long parts,
        @Setting(label = "Event time", help = "The column that says when the event happened; windows need it") Optional<OwnColumn> eventTime,
        @Setting(label = "Out of order by up to", preset = "0 s",
                help = "How long to wait for events that come late: the watermark stays this far behind the newest event time")
        Delay watermarkDelay) implements Source {

    static final JdbcSource EXAMPLE = new JdbcSource("warehouse", "orders",
            List.of(new KafkaSource.DeclaredColumn("id", LogicalType.BIGINT, true), new KafkaSource.DeclaredColumn("amount", LogicalType.DOUBLE, false)),
            List.of(new OwnColumn("id")), Optional.empty(), 8, Optional.empty(), Delay.of("0 s"));

    @Override public Optional<Schema> infer(Scope at) {
        DatabaseTable.check(database, table, at);
        for (int i = 0; i < columns.size(); i++) {
            DatabaseTable.checkColumn("columns[" + i + "].name", columns.get(i).name(), at);
        }
        var declared = new Declared(at).columns(columns);
        Schema schema = declared.schema(eventTime);
        declared.key(key, schema);
        splitBy.ifPresent(by -> at.reads(new Read.Name("splitBy", by.name(), schema)));
        splitBy.ifPresent(by -> schema.column(by.name()).ifPresentOrElse(c -> {
            if (!isNumber(c.type())) {
                at.error(Code.TYPE_MISMATCH, "splitBy", "'" + c.name() + "' is " + c.type() + ", and only numbers can be split into ranges",
                        "Choose a numeric column, or empty it");
            }
        }, () -> declared.unknown("splitBy", by.name(), schema)));
        if (key.isEmpty()) {
            at.info(Code.BAD_SETTING, "key", "Without a key the table is read again from its beginning after a failure, and rows come twice",
                    "Choose the columns of its primary key");
        }
        return Optional.of(schema);
    }

    private static boolean isNumber(LogicalType type) {
        return type.equals(LogicalType.INT) || type.equals(LogicalType.BIGINT) || type.equals(LogicalType.FLOAT) || type.equals(LogicalType.DOUBLE)
                || type instanceof LogicalType.Decimal;
    }

    @Override public Rel.Scan lower(Scope at) {
        return new Rel.TableScan(database, DatabaseTable.parts(table), infer(at).orElseThrow(), watermarkDelay.value(),
                key.stream().map(OwnColumn::name).toList(), splitBy.map(OwnColumn::name), (int) parts);
    }

    @Override public String glimpse() {
        return table.strip();
    }
}
