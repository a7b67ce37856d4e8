package dev.millrace.kind.operator;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.kind.ColumnRef;
import dev.millrace.kind.Scope;
import dev.millrace.schema.Column;
import dev.millrace.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Columns by which rows belong together, and the event time by which they follow one another. */
final class Keys {
    private Keys() {}

    /** The key columns that there are, each once; the others are said. */
    static List<Column> check(List<ColumnRef> keys, Schema in, Scope at) {
        var found = new ArrayList<Column>();
        for (int i = 0; i < keys.size(); i++) {
            String path = "keys[" + i + "]";
            var column = at.column(path, keys.get(i).name(), in);
            if (column.isPresent() && found.contains(column.get())) {
                at.error(Code.DUPLICATE_COLUMN, path, "'" + column.get().name() + "' is in the key twice", "Remove one");
            } else {
                column.ifPresent(found::add);
            }
        }
        return found;
    }

    static List<String> names(List<ColumnRef> keys) {
        return keys.stream().map(ColumnRef::name).toList();
    }

    /** The event time of the input; without one it is not known which row comes before which. */
    static Optional<String> eventTime(Schema in, Scope at) {
        if (in.eventTime().isEmpty() && !in.isUpdating()) {
            at.error(Code.NO_EVENT_TIME, "The input has no event time, so it is not known which row comes before which",
                    "Set Event time in the source, and keep the column unchanged on the way");
        }
        return in.eventTime();
    }

    /** Whether a column of this name can be added; where not, it is said. */
    static boolean unused(String path, String name, List<Column> columns, Scope at) {
        return at.isNew(path, name, columns.stream().map(Column::name).collect(Collectors.toSet()), "Choose another name");
    }

    /** " by country, city", or nothing. */
    static String words(List<ColumnRef> keys) {
        return keys.isEmpty() ? "" : " by " + keys.stream().map(ColumnRef::name).collect(Collectors.joining(", "));
    }
}
