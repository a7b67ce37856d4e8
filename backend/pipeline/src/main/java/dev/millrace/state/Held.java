package dev.millrace.state;

import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import java.util.Optional;
import java.util.Set;

/**
 * One value that a node keeps.
 *
 * @param name of the column that it comes from, as people call it; says nothing of where it is kept
 * @param form what Flink compares before it takes state: type and whether it may be NULL
 * @param origins where its values come from, down to the columns that sources read; several where the rows are those of a union
 * @param aggregate what computes it, where something does
 */
record Held(String name, String form, Set<String> origins, Optional<Aggregate> aggregate) {
    Held {
        origins = Set.copyOf(origins);
    }

    /**
     * @param name of the result
     * @param function with all that says how it counts, but without types
     * @param argument type of the column that it reads; empty where it reads none
     */
    record Aggregate(String name, String function, Optional<LogicalType> argument, LogicalType result) {}

    static Held of(Column column, Set<String> origins) {
        return new Held(column.name(), form(column.type(), column.nullable()), origins, Optional.empty());
    }

    static String form(LogicalType type, boolean nullable) {
        return type + (nullable ? "" : " NOT NULL");
    }

    /** Whether values of both come from the same place, however they are called. */
    boolean isOf(Held other) {
        return origins.stream().anyMatch(other.origins::contains);
    }

    /** What people call the result. */
    String called() {
        return aggregate.map(Aggregate::name).orElse(name);
    }

    /** Whether this aggregate can go on with what that one kept: it counts in the same way, over values that are all values of its own type. */
    boolean goesOnWith(Held other) {
        if (aggregate.isEmpty() || other.aggregate.isEmpty()) {
            return false;
        }
        Aggregate is = aggregate.get();
        Aggregate was = other.aggregate.get();
        return is.function().equals(was.function()) && holds(was.result(), is.result())
                && (is.argument().isEmpty() ? was.argument().isEmpty() : was.argument().filter(type -> holds(type, is.argument().get())).isPresent());
    }

    /** Whether each value of the first type is one of the second. */
    private static boolean holds(LogicalType narrow, LogicalType wide) {
        return narrow.equals(wide) || narrow instanceof LogicalType.Int && wide instanceof LogicalType.BigInt
                || narrow instanceof LogicalType.Float && wide instanceof LogicalType.Double
                || narrow instanceof LogicalType.Decimal n && wide instanceof LogicalType.Decimal w && n.scale() == w.scale() && n.precision() <= w.precision();
    }

    @Override public String toString() {
        return name.isEmpty() ? form : name + " " + form;
    }
}
