package dev.millrace.rel;

import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import java.util.Objects;

/**
 * A parameter whose value can be changed while the pipeline runs. Expressions read it as a column of its own, which the drawing does not show.
 *
 * @param name as in <code>${param:name}</code>
 * @param type of the column
 * @param start the value that it starts with, as a plain value of a document
 * @param literal the same as a literal of SQL, of this type
 */
public record LiveParameter(String name, LogicalType type, Object start, String literal) {
    private static final String PREFIX = "param:";

    public LiveParameter {
        Objects.requireNonNull(name);
        Objects.requireNonNull(type);
        Objects.requireNonNull(start);
        Objects.requireNonNull(literal);
    }

    /** The column in which expressions find its value; never NULL. */
    public Column column() {
        return new Column(columnOf(name), type, false);
    }

    public static String columnOf(String name) {
        return PREFIX + name;
    }
}
