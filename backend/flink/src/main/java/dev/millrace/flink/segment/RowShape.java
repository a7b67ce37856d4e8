package dev.millrace.flink.segment;

import java.util.List;
import java.util.Optional;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.types.logical.RowType;

/**
 * What the planner must know of rows that one segment hands to the next.
 *
 * @param type columns in order, without time attributes
 * @param eventTime the column that the watermark of the stream speaks about
 * @param key columns by which rows are unique; needed where rows replace one another
 */
public record RowShape(RowType type, Optional<String> eventTime, List<String> key, ChangelogMode changes) {
    public RowShape {
        key = List.copyOf(key);
        if (eventTime.isPresent() && !type.getFieldNames().contains(eventTime.get())) {
            throw new IllegalArgumentException("No column '" + eventTime.get() + "' in " + type.getFieldNames());
        }
        if (!type.getFieldNames().containsAll(key)) {
            throw new IllegalArgumentException("A key column of " + key + " is missing in " + type.getFieldNames());
        }
    }

    /**
     * Columns that the planner may take as a primary key. A key with a column that can be NULL is none for it: it would take the
     * column for never NULL, and {@code k IS NULL} for false.
     */
    List<String> primaryKey() {
        return key.stream().anyMatch(k -> type.getTypeAt(type.getFieldIndex(k)).isNullable()) ? List.of() : key;
    }

    /** Rows that are only ever added. */
    public static RowShape appending(RowType type, Optional<String> eventTime) {
        return new RowShape(type, eventTime, List.of(), ChangelogMode.insertOnly());
    }

    /** Rows of a system that holds the latest by key, and says only the key when one is gone; the key columns are never NULL. */
    public static RowShape replacing(RowType type, Optional<String> eventTime, List<String> key) {
        return new RowShape(type, eventTime, key, ChangelogMode.upsert());
    }
}
