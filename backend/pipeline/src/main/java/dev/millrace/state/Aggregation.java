package dev.millrace.state;

import dev.millrace.rel.Rel;
import dev.millrace.rel.StatefulRel.GroupAggregate;
import dev.millrace.rel.Window;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What computes aggregates by key: a group, or a window.
 *
 * @param calls what is kept for it: its aggregates, and for a hopping window how many rows there are, since Flink closes one without a word where it counts none
 * @param out columns of the results
 * @param shares whether aggregates that are the same but for their names have one value for all of them
 */
record Aggregation(Rel in, List<Rel.AggregateCall> calls, Schema out, boolean shares) {
    /** What the count that Flink adds is called; no column can be called so. */
    static final String ROWS = "#rows";

    Aggregation {
        calls = List.copyOf(calls);
    }

    static Aggregation of(GroupAggregate group) {
        return new Aggregation(group.in(), group.aggregates(), group.schema(), true);
    }

    static Aggregation of(Rel.WindowAggregate window) {
        boolean counts = !(window.window() instanceof Window.Hopping) || window.aggregates().stream().anyMatch(Aggregation::isCountOfRows);
        var calls = new ArrayList<>(window.aggregates());
        if (!counts) {
            calls.add(new Rel.AggregateCall(ROWS, Rel.AggregateCall.Function.COUNT, Optional.empty()));
        }
        return new Aggregation(window.in(), calls, window.schema(), false);
    }

    /**
     * Whether each call has values of its own, as many as its function says. What may remember single values has not; nor has a count or a mean of a column that is
     * never NULL, since Flink takes it for a count of rows and shares that. Of two counts of rows one would have to close windows.
     */
    boolean isByName() {
        return !in.schema().isUpdating() && !calls.isEmpty() && calls.stream().allMatch(call -> !call.distinct() && switch (call.function()) {
            case COUNT, AVG -> call.column().flatMap(in.schema()::column).filter(column -> !column.nullable()).isEmpty();
            case SUM, MIN, MAX -> true;
            case COUNT_DISTINCT, FIRST, LAST, LIST, ARRAY, PERCENTILE -> false;
        }) && (shares || calls.stream().filter(Aggregation::isCountOfRows).count() <= 1);
    }

    private static boolean isCountOfRows(Rel.AggregateCall call) {
        return call.function() == Rel.AggregateCall.Function.COUNT && call.column().isEmpty() && call.where().isEmpty();
    }

    /** All in a computation. */
    static Stream<Aggregation> in(Rel rel) {
        return rel.tree().flatMap(each -> switch (each) {
            case GroupAggregate group -> Stream.of(of(group));
            case Rel.WindowAggregate window -> Stream.of(of(window));
            default -> Stream.empty();
        });
    }

    LogicalType result(Rel.AggregateCall call) {
        return out.column(call.name()).map(column -> column.type()).orElse(LogicalType.BIGINT);
    }
}
