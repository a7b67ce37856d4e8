package dev.millrace.kind.source;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.kind.OwnColumn;
import dev.millrace.kind.Read;
import dev.millrace.kind.Scope;
import dev.millrace.schema.ChangelogMode;
import dev.millrace.schema.Column;
import dev.millrace.schema.Schema;
import dev.millrace.schema.Suggestion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The schema of a source whose columns a person declares. */
final class Declared {
    private final Scope at;
    private final List<Column> columns = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    Declared(Scope at) {
        this.at = at;
    }

    Declared columns(List<KafkaSource.DeclaredColumn> declared) {
        for (int i = 0; i < declared.size(); i++) {
            KafkaSource.DeclaredColumn column = declared.get(i);
            if (!column.name().isEmpty()) {
                at.reads(new Read.OfField("columns[" + i + "].name", column.name()));
                column("columns[" + i + "].name", new Column(column.name(), column.type(), !column.required()));
            }
        }
        return this;
    }

    Declared column(String path, Column column) {
        if (names.add(column.name())) {
            columns.add(column);
        } else {
            at.error(Code.DUPLICATE_COLUMN, path, "Two columns are called '" + column.name() + "'", "Remove one or give it another name");
        }
        return this;
    }

    /** Rows that replace one another by a key, which is never NULL. */
    Schema table(List<OwnColumn> key, Optional<OwnColumn> eventTime) {
        Schema declared = schema(eventTime);
        List<String> keys = key(key, declared);
        List<Column> read = declared.columns().stream().map(c -> keys.contains(c.name()) ? new Column(c.name(), c.type(), false) : c).toList();
        return new Schema(read, declared.eventTime(), keys, ChangelogMode.RETRACT);
    }

    /** The names of a key that are columns; what is wrong with the others is said. */
    List<String> key(List<OwnColumn> key, Schema schema) {
        var keys = new ArrayList<String>();
        for (int i = 0; i < key.size(); i++) {
            String name = key.get(i).name();
            at.reads(new Read.Name("key[" + i + "]", name, schema));
            if (schema.column(name).isEmpty()) {
                unknown("key[" + i + "]", name, schema);
            } else if (keys.contains(name)) {
                at.error(Code.DUPLICATE_COLUMN, "key[" + i + "]", "'" + name + "' is in the key twice", "Remove one");
            } else {
                keys.add(name);
            }
        }
        return keys;
    }

    /** Says that a setting names no column; where the columns themselves are wrong, that is said already. */
    void unknown(String path, String name, Schema schema) {
        if (at.isGiven("columns")) {
            at.error(Code.UNKNOWN_COLUMN, path, "'" + name + "' is not among the columns", Suggestion.hint(name, schema.names()));
        }
    }

    Schema schema(Optional<OwnColumn> eventTime) {
        Schema schema = Schema.of(columns);
        if (eventTime.isEmpty()) {
            return schema;
        }
        at.reads(new Read.Name("eventTime", eventTime.get().name(), schema));
        var time = schema.column(eventTime.get().name());
        if (time.isEmpty()) {
            unknown("eventTime", eventTime.get().name(), schema);
        }
        if (time.isPresent() && !time.get().type().canBeEventTime()) {
            at.error(Code.TYPE_MISMATCH, "eventTime", "'" + time.get().name() + "' is " + time.get().type() + ", event time is a timestamp",
                    "Declare it as TIMESTAMP(3): text like 2026-11-24 08:30:00 and whole numbers of milliseconds since 1970 are both read");
            return schema;
        }
        return time.isPresent() ? schema.withEventTime(eventTime.get().name()) : schema;
    }
}
