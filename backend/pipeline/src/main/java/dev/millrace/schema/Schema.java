package dev.millrace.schema;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What flows over an edge: ordered columns with unique names, the event-time column (the one that carries the watermark) if
 * there is one, the key columns if rows are unique by them, and the changelog mode.
 */
public record Schema(List<Column> columns, Optional<String> eventTime, List<String> key, ChangelogMode changelog) {
    public Schema {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
        var seen = new HashSet<String>();
        for (Column column : columns) {
            if (!seen.add(column.name())) {
                throw new IllegalArgumentException("Two columns are called '" + column.name() + "'");
            }
        }
        if (eventTime.isPresent() && !seen.contains(eventTime.get())) {
            throw new IllegalArgumentException("No column '" + eventTime.get() + "' for event time");
        }
        if (!seen.containsAll(key)) {
            throw new IllegalArgumentException("A key column is missing: " + key);
        }
    }

    /** Append-only rows without event time or key. */
    public static Schema of(Column... columns) {
        return of(List.of(columns));
    }

    public static Schema of(List<Column> columns) {
        return new Schema(columns, Optional.empty(), List.of(), ChangelogMode.APPEND);
    }

    public Schema withEventTime(String column) {
        return new Schema(columns, Optional.of(column), key, changelog);
    }

    public Schema withoutEventTime() {
        return new Schema(columns, Optional.empty(), key, changelog);
    }

    /** The same columns, unique by these. */
    public Schema withKey(List<String> columns) {
        return new Schema(this.columns, eventTime, columns, changelog);
    }

    /** The same columns in rows that may be changed and taken back later. */
    public Schema updating() {
        return new Schema(columns, eventTime, key, ChangelogMode.RETRACT);
    }

    /** The same columns in rows that stay as they are. */
    public Schema appending() {
        return new Schema(columns, eventTime, key, ChangelogMode.APPEND);
    }

    /** Whether rows that were sent before may be changed or taken back. */
    public boolean isUpdating() {
        return changelog != ChangelogMode.APPEND;
    }

    public Optional<Column> column(String name) {
        return columns.stream().filter(c -> c.name().equals(name)).findFirst();
    }

    public List<String> names() {
        return columns.stream().map(Column::name).toList();
    }

    @Override public String toString() {
        return columns.stream().map(Column::toString).collect(Collectors.joining(", ", "(", ")"));
    }
}
