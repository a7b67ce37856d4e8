package dev.millrace.schema;

import java.util.Objects;

/** A named, typed column. {@code nullable} says whether a row may lack a value. */
public record Column(String name, LogicalType type, boolean nullable) {
    public Column {
        Objects.requireNonNull(name);
        Objects.requireNonNull(type);
    }

    public static Column of(String name, LogicalType type) {
        return new Column(name, type, true);
    }

    public Column named(String newName) {
        return new Column(newName, type, nullable);
    }

    @Override public String toString() {
        return name + " " + type + (nullable ? "" : " NOT NULL");
    }
}
