package dev.millrace.kind.join;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.kind.ColumnRef;
import dev.millrace.kind.Condition;
import dev.millrace.kind.DatabaseTable;
import dev.millrace.kind.Group;
import dev.millrace.kind.Kind;
import dev.millrace.kind.Port;
import dev.millrace.kind.PositiveDuration;
import dev.millrace.kind.Read;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Setting;
import dev.millrace.kind.SplitOperator;
import dev.millrace.rel.Lookup;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Rel.Join.Type;
import dev.millrace.rel.Scalar;
import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * Adds to each row what a table of a database says for its key at that moment.
 *
 * <pre>
 *   rows (customer 7) ──▶ [ SELECT … WHERE id = 7 ] ──▶ out      (customer 7, name Ada)
 *                           │   ▲            └────────▶ failed   rows for which the database did not answer, with the reason
 *                           ▼   │
 *                          customers
 * </pre>
 *
 * Several rows are asked for at once and leave in their order. What was found, or that nothing was, is remembered for a while:
 * so long a change in the table is not seen. A change in the table never changes a row that was sent.
 */
@Kind(id = "join.lookup", title = "Lookup join", group = Group.JOINS, icon = "join",
        summary = "Adds to each row the values that a table of a database has for its key")
public record LookupJoin(
        @Setting(label = "Database", help = DatabaseTable.DATABASE_HELP) String database,
        @Setting(label = "Table", help = DatabaseTable.TABLE_HELP) String table,
        @Setting(label = "Rows", preset = "inner", help = "Inner: only rows for which the table has some. Left: all rows") Rows rows,
        @Setting(label = "Keys", atLeastOne = true, help = "Columns that must be equal; the table should have an index on them. NULL is equal to nothing")
        List<Key> keys,
        @Setting(label = "Columns to add", atLeastOne = true, help = "Columns of the table by their names there; other columns are not asked for")
        List<Added> columns,
        @Setting(label = "And where", help = "A further condition over the row and the added columns") Optional<Condition> condition,
        @Setting(label = "Prefix", preset = "right_", help = "Goes before added columns whose name the row has too, in the condition and the output")
        String prefix,
        @Setting(label = "Remember", preset = "10000", min = 0, max = 10_000_000, help = "How many answers each copy of the node keeps; 0: none") long cacheRows,
        @Setting(label = "Remember for", preset = "10 min", help = "After this long the table is asked again") PositiveDuration cacheFor,
        @Setting(label = "Remember what is missing", preset = "true", help = "Also that the table has nothing for a key") boolean cacheMissing,
        @Setting(label = "Requests at once", preset = "8", min = 1, max = 100, help = "Connections to the database that each copy of the node holds") long requests,
        @Setting(label = "Give up a request after", preset = "5 s") PositiveDuration timeout,
        @Setting(label = "Tries", preset = "3", min = 1, max = 20, help = "Requests for one row when the database cannot be reached or does not answer in time")
        long tries,
        @Setting(label = "When all fail", preset = "aside", help = "Aside: the row leaves by a second output with the reason. Stop: the job fails and begins again")
        Failure failure) implements SplitOperator {

    static final LookupJoin EXAMPLE = new LookupJoin("warehouse", "customers", Rows.LEFT, List.of(Key.EXAMPLE),
            List.of(Added.EXAMPLE), Optional.empty(), "right_", 10_000, PositiveDuration.of("10 min"), true, 8,
            PositiveDuration.of("5 s"), 3, Failure.ASIDE);
    static final String FAILED = "failed";
    private static final Port FOUND = Port.output("out", "Rows");

    public enum Rows { INNER, LEFT }

    public enum Failure { ASIDE, STOP }

    public record Key(@Setting(label = "Column") ColumnRef column, @Setting(label = "Column of the table") String tableColumn) {
        static final Key EXAMPLE = new Key(new ColumnRef("id"), "id");

        @Override public String toString() {
            return column.name().equals(tableColumn) ? tableColumn : column + " = " + tableColumn;
        }
    }

    public record Added(@Setting(label = "Name") String name, @Setting(label = "Type") LogicalType type) {
        static final Added EXAMPLE = new Added("name", LogicalType.STRING);
    }

    @Override public List<Port> outputs() {
        return failure == Failure.STOP ? List.of(FOUND) : List.of(FOUND, new Port(FAILED, "Failed", false, Port.Role.REJECTED));
    }

    @Override public SequencedMap<String, Schema> infer(Schema in, Scope at) {
        DatabaseTable.check(database, table, at);
        at.needsAppend(in, "A table is asked once for each row, so an earlier answer could not be taken back",
                "Put this before what changes rows, or use a Regular join with the table as a changelog");
        checkKeys(in, at);
        var schemas = new LinkedHashMap<String, Schema>();
        var sides = new Sides(in, found(at), prefix);
        if (sides.areApart(at)) {
            sides.condition(condition, at);
            schemas.put("out", output(sides));
        }
        if (failure == Failure.ASIDE) {
            if (in.column(Lookup.REASON).isPresent()) {
                at.error(Code.DUPLICATE_COLUMN, "failure", "The input has a column '" + Lookup.REASON + "' already, which failed rows need for theirs",
                        "Rename it in a Map before this, or choose stop");
            } else {
                schemas.put(FAILED, Lookup.failed(in));
            }
        }
        return schemas;
    }

    private void checkKeys(Schema in, Scope at) {
        var seen = new HashSet<String>();
        for (int i = 0; i < keys.size(); i++) {
            String path = "keys[" + i + "]";
            String name = keys.get(i).tableColumn();
            DatabaseTable.checkColumn(path + ".tableColumn", name, at);
            if (!name.isEmpty() && !seen.add(name)) {
                at.error(Code.DUPLICATE_COLUMN, path + ".tableColumn", "'" + name + "' is a key twice", "Remove one");
            }
            at.column(path + ".column", keys.get(i).column().name(), in).filter(c -> hasParts(c.type()))
                    .ifPresent(c -> at.error(Code.TYPE_MISMATCH, path + ".column", "'" + c.name() + "' is " + c.type() + ", which cannot be a key",
                            "Choose columns that hold one value"));
        }
    }

    private static boolean hasParts(LogicalType type) {
        return type instanceof LogicalType.Array || type instanceof LogicalType.Map || type instanceof LogicalType.Row;
    }

    /** The table as far as it is asked for. Any value may be missing there. */
    private Schema found(Scope at) {
        var found = new ArrayList<Column>();
        var seen = new HashSet<String>();
        for (int i = 0; i < columns.size(); i++) {
            String name = columns.get(i).name();
            String path = "columns[" + i + "].name";
            at.reads(new Read.OfField(path, name));
            DatabaseTable.checkColumn(path, name, at);
            if (!name.isEmpty() && !seen.add(name)) {
                at.error(Code.DUPLICATE_COLUMN, path, "'" + name + "' is added twice", "Remove one");
            } else if (!name.isEmpty()) {
                found.add(Column.of(name, columns.get(i).type()));
            }
        }
        return Schema.of(found);
    }

    private Schema output(Sides sides) {
        return new Schema(sides.output(type(), sides.right().columns()), sides.left().eventTime(), List.of(), sides.left().changelog());
    }

    private Type type() {
        return Type.valueOf(rows.name());
    }

    @Override public SequencedMap<String, Rel> lower(Rel in, Scope at) {
        var sides = new Sides(in.schema(), found(at), prefix);
        Optional<Scalar> holds = sides.condition(condition, at);
        Map<String, String> by = new LinkedHashMap<>();
        keys.forEach(k -> by.put(k.tableColumn(), k.column().name()));
        Map<String, String> names = new LinkedHashMap<>();
        sides.right().names().forEach(n -> names.put(sides.nameOf(n), n));
        // Of an inner join the condition is a filter behind it; of a left one it decides whether a row has a partner at all.
        boolean inside = rows == Rows.LEFT;
        var lookup = new Lookup(in, database, DatabaseTable.parts(table), rows == Rows.LEFT, by, names, inside ? holds : Optional.empty(),
                new Lookup.Remembering(cacheRows, cacheFor.value(), cacheMissing),
                new Lookup.Asking((int) requests, timeout.value(), (int) tries, failure == Failure.STOP), output(sides));
        var outputs = new LinkedHashMap<String, Rel>();
        outputs.put("out", holds.isPresent() && !inside ? new Rel.Filter(lookup, holds.get()) : lookup);
        if (failure == Failure.ASIDE) {
            outputs.put(FAILED, new Lookup.Failed(lookup));
        }
        return outputs;
    }

    @Override public String glimpse() {
        return (rows == Rows.INNER ? "" : rows.name().toLowerCase(Locale.ROOT) + " ") + table.strip() + " by "
                + keys.stream().map(Key::toString).collect(Collectors.joining(", "));
    }
}
