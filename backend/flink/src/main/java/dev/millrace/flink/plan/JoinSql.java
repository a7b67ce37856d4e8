package dev.millrace.flink.plan;

import dev.millrace.rel.Rel;
import dev.millrace.rel.Rel.Join.Meeting;
import dev.millrace.schema.Column;
import dev.millrace.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes a join. Each side first gets its names of the output, so that condition and output need no further names.
 *
 * <pre>
 *   SELECT … FROM (SELECT `id`, `ts` AS `left time`, CAST(`ts` …) AS `ts` FROM in0)
 *            JOIN (SELECT `id` AS `right_id`, … FROM in1) ON `id` = `right_id` AND …
 * </pre>
 *
 * <p>Times are handed to the condition as plain values. Flink reads a comparison of two event times as the bounds of an
 * interval join, or plans a join that keeps all rows for ever where it cannot; which join is run must not depend on what a
 * person compares.
 */
final class JoinSql {
    private final Rel.Join join;
    private final Schema left;
    private final Schema right;
    private final String leftTime;
    private final String rightTime;

    private JoinSql(Rel.Join join) {
        this.join = join;
        this.left = join.left().schema();
        this.right = join.right().schema();
        var taken = Stream.concat(left.names().stream(), join.names().values().stream()).collect(Collectors.toSet());
        this.leftTime = free("left time", taken);
        this.rightTime = free("right time", taken);
    }

    /** @param from the left input as a table or subquery */
    static String of(Rel.Join join, String from, String with) {
        return new JoinSql(join).write(from, with);
    }

    private String write(String from, String with) {
        return switch (join.meeting()) {
            case Meeting.Near near -> select(Map.of(near.leftTime(), leftTime)) + " FROM "
                    + side(left, from, UnaryOperator.identity(), Map.of(near.leftTime(), leftTime)) + words()
                    + side(right, with, join.names()::get, Map.of(near.rightTime(), rightTime)) + " ON " + on(List.of(
                            Sql.name(rightTime) + " BETWEEN " + Sql.moved(Sql.name(leftTime), '-', near.before()) + " AND "
                                    + Sql.moved(Sql.name(leftTime), '+', near.after())));
        };
    }

    /** @param times event times that the result keeps, and what they are called before */
    private String select(Map<String, String> times) {
        return "SELECT " + join.schema().names().stream()
                .map(name -> Sql.name(times.getOrDefault(name, name)) + " AS " + Sql.name(name)).collect(Collectors.joining(", "));
    }

    private String words() {
        return switch (join.type()) {
            case INNER -> " JOIN ";
            case LEFT -> " LEFT JOIN ";
            case RIGHT -> " RIGHT JOIN ";
            case FULL -> " FULL JOIN ";
            case SEMI, ANTI -> throw new IllegalStateException(join.type() + " is written with EXISTS");
        };
    }

    /** One input under the names of the output; event time as a plain value, and once more as event time where it is needed. */
    private static String side(Schema schema, String table, UnaryOperator<String> names, Map<String, String> times) {
        List<String> columns = new ArrayList<>();
        times.forEach((column, name) -> columns.add(Sql.name(column) + " AS " + Sql.name(name)));
        for (Column column : schema.columns()) {
            String called = names.apply(column.name());
            if (called == null) {
                continue;
            }
            boolean time = schema.eventTime().filter(column.name()::equals).isPresent();
            String value = time ? Sql.cast(Sql.name(column.name()), column.type()) : Sql.name(column.name());
            columns.add(value + " AS " + Sql.name(called));
        }
        return "(SELECT " + String.join(", ", columns) + " FROM " + table + ")";
    }

    private String on(List<String> times) {
        List<String> conditions = new ArrayList<>();
        join.keys().forEach(k -> conditions.add(Sql.name(k.left()) + " = " + Sql.name(join.names().get(k.right()))));
        conditions.addAll(times);
        join.condition().ifPresent(c -> conditions.add("(" + c.sql() + ")"));
        return String.join(" AND ", conditions);
    }

    private static String free(String name, Set<String> taken) {
        String free = name;
        while (taken.contains(free)) {
            free += "_";
        }
        return free;
    }
}
