package dev.millrace.state;

import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import java.util.Set;

/**
 * One value that a node keeps.
 *
 * @param name what people call it; says nothing of where it is kept
 * @param form what Flink compares before it takes state: type and whether it may be NULL
 * @param origins where its values come from, down to the columns that sources read; several where the rows are those of a union
 */
record Held(String name, String form, Set<String> origins) {
    Held {
        origins = Set.copyOf(origins);
    }

    static Held of(Column column, Set<String> origins) {
        return new Held(column.name(), form(column.type(), column.nullable()), origins);
    }

    static String form(LogicalType type, boolean nullable) {
        return type + (nullable ? "" : " NOT NULL");
    }

    /** Whether values of both come from the same place, however they are called. */
    boolean isOf(Held other) {
        return origins.stream().anyMatch(other.origins::contains);
    }

    @Override public String toString() {
        return name.isEmpty() ? form : name + " " + form;
    }
}
