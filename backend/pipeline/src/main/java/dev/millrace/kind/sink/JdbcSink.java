package dev.millrace.kind.sink;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.kind.ColumnRef;
import dev.millrace.kind.DatabaseTable;
import dev.millrace.kind.Group;
import dev.millrace.kind.Kind;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Setting;
import dev.millrace.kind.Sink;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Write;
import dev.millrace.schema.Column;
import dev.millrace.schema.Schema;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Writes rows into a table of PostgreSQL. The address and the password of the database are not in the pipeline: they are set up
 * under a name where Millrace is started.
 *
 * <pre>
 *   rows ──▶ insert                every row becomes one of the table; after a failure some come twice
 *        ──▶ upsert by key         a row replaces the one with its key; one that is taken back is deleted
 * </pre>
 */
@Kind(id = "sink.jdbc", title = "Database sink", group = Group.SINKS, icon = "database",
        summary = "Inserts rows into a PostgreSQL table, or replaces them by key")
public record JdbcSink(
        @Setting(label = "Database", help = DatabaseTable.DATABASE_HELP) String database,
        @Setting(label = "Table", help = DatabaseTable.TABLE_HELP) String table,
        @Setting(label = "Mode", preset = "insert") Mode mode,
        @Setting(label = "Key columns", help = "For upsert: a row replaces the one that had the same key; the table needs a unique index on them")
        List<ColumnRef> key,
        @Setting(label = "Create the table", preset = "false", help = "Makes it from the columns of the input where there is none") boolean create)
        implements Sink {

    static final JdbcSink EXAMPLE = new JdbcSink("warehouse", "orders", Mode.UPSERT, List.of(new ColumnRef("id")), true);

    /** What becomes of a row whose key is there already. */
    public enum Mode { INSERT, UPSERT }

    @Override public void check(Schema in, Scope at) {
        DatabaseTable.check(database, table, at);
        if (mode == Mode.INSERT) {
            at.needsAppend(in, "An inserted row cannot be taken back", "Use upsert with the key by which the rows are unique");
            if (!key.isEmpty()) {
                at.warning(Code.BAD_SETTING, "key", "Without upsert the key does nothing", "Choose upsert, or empty the key");
            }
        } else {
            checkKey(in, at);
        }
    }

    private void checkKey(Schema in, Scope at) {
        var names = new HashSet<String>();
        boolean known = at.isGiven("key");
        if (key.isEmpty()) {
            at.error(Code.MISSING_SETTING, "key", "Key columns are not set", "Choose the columns by which a row replaces another");
            return;
        }
        for (int i = 0; i < key.size(); i++) {
            String path = "key[" + i + "]";
            Optional<Column> column = at.column(path, key.get(i).name(), in);
            known &= column.isPresent();
            if (column.isPresent() && !names.add(key.get(i).name())) {
                at.error(Code.DUPLICATE_COLUMN, path, "'" + key.get(i).name() + "' is in the key twice", "Remove one");
            }
        }
        if (in.isUpdating() && known && !(names.containsAll(in.key()) && !in.key().isEmpty())) {
            at.error(Code.CHANGELOG_NOT_ACCEPTED, "key", in.key().isEmpty()
                    ? "The input changes rows it has sent before, and it is not known by which columns they are unique"
                    : "The rows of the input are unique by " + quoted(in.key()) + "; under another key, taking back one row would take away another",
                    in.key().isEmpty() ? "Keep the key columns unchanged on the way, or put a Group before this" : "Use " + quoted(in.key()) + " as key");
        }
    }

    private static String quoted(List<String> names) {
        return names.stream().map(n -> "'" + n + "'").collect(Collectors.joining(", "));
    }

    @Override public Optional<Twice> twice() {
        return mode == Mode.UPSERT ? Optional.empty() : Optional.of(new Twice("inserts rows, and after a failure some again",
                "Choose upsert with the key by which the rows are unique: then writing one again changes nothing; or switch exactly-once off"));
    }

    @Override public Write lower(Rel in, Scope at) {
        return new Write.JdbcWrite(in, database, DatabaseTable.parts(table), mode == Mode.UPSERT ? key.stream().map(ColumnRef::name).toList() : List.of(), create);
    }

    @Override public String glimpse() {
        return table.strip() + (mode == Mode.INSERT ? "" : " by " + key.stream().map(ColumnRef::name).collect(Collectors.joining(", ")));
    }
}
