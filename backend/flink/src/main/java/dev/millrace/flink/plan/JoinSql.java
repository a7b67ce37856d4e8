package dev.millrace.flink.plan;

import dev.millrace.rel.Rel;
import dev.millrace.rel.Rel.Join.Meeting;
import dev.millrace.rel.Rel.Join.Type;
import dev.millrace.schema.Column;
import dev.millrace.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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

    /**
     * A join as of a time, for a planner that knows no versions: each version of the right holds until the next of its key.
     *
     * @param with the right input as a table or subquery
     */
    static String ofPeriods(Rel.Join join, String from, String with) {
        return new JoinSql(join).periods((Meeting.AsOf) join.meeting(), from, with);
    }

    private String periods(Meeting.AsOf asOf, String from, String with) {
        String until = Sql.name(rightTime + " until");
        String key = join.keys().stream().map(k -> Sql.name(join.names().get(k.right()))).collect(Collectors.joining(", "));
        String versions = "(SELECT *, LEAD(" + Sql.name(rightTime) + ") OVER (PARTITION BY " + key + " ORDER BY " + Sql.name(rightTime) + ") AS " + until
                + " FROM " + side(right, with, join.names()::get, rightTime) + ")";
        return select(Map.of(asOf.leftTime(), leftTime)) + " FROM " + side(left, from, UnaryOperator.identity(), leftTime) + words() + versions
                + " ON " + on(List.of(Sql.name(rightTime) + " <= " + Sql.name(leftTime),
                        "(" + until + " IS NULL OR " + Sql.name(leftTime) + " < " + until + ")"));
    }

    private String write(String from, String with) {
        return switch (join.meeting()) {
            case Meeting.Near near -> near(near, from, with);
            case Meeting.SameWindow same -> sameWindow(same, from, with);
            case Meeting.AsOf asOf -> asOf(asOf, from, with);
            case Meeting.Whenever whenever -> joined(select(Map.of()), plain(left, from, UnaryOperator.identity()), plain(right, with, join.names()::get),
                    on(List.of()));
        };
    }

    /** Flink knows no semi or anti interval join; a row without a partner is one that an outer join pairs with nothing. */
    private String near(Meeting.Near near, String from, String with) {
        boolean anti = join.type() == Type.ANTI;
        return select(Map.of(near.leftTime(), leftTime)) + " FROM " + side(left, from, UnaryOperator.identity(), leftTime)
                + (anti ? " LEFT JOIN " : words()) + side(right, with, join.names()::get, rightTime)
                + " ON " + on(List.of(Sql.name(rightTime) + " BETWEEN " + Sql.moved(Sql.name(leftTime), '-', near.before()) + " AND "
                        + Sql.moved(Sql.name(leftTime), '+', near.after())))
                + (anti ? " WHERE " + Sql.name(rightTime) + " IS NULL" : "");
    }

    /** Rows of one window: they lie in one slice of a millisecond that ends with the window, and slices are what Flink can join. */
    private String sameWindow(Meeting.SameWindow same, String from, String with) {
        var values = new LinkedHashMap<String, String>();
        boolean ofRight = join.type() == Type.RIGHT;
        for (String column : List.of(same.start(), same.end(), same.leftTime())) {
            String one = Sql.name(column);
            String other = Sql.name(join.names().get(column.equals(same.leftTime()) ? same.rightTime() : column));
            values.put(column, ofRight ? other : join.type() == Type.FULL ? "COALESCE(" + one + ", " + other + ")" : one);
        }
        if (join.type() != Type.FULL) {
            values.put(same.leftTime(), Sql.name((ofRight ? rightTime : leftTime) + " of slice"));
        }
        String columns = "SELECT " + join.schema().names().stream()
                .map(name -> values.getOrDefault(name, Sql.name(name)) + " AS " + Sql.name(name)).collect(Collectors.joining(", "));
        String one = slices(side(left, from, UnaryOperator.identity(), leftTime), leftTime, left.names());
        String other = slices(side(right, with, join.names()::get, rightTime), rightTime,
                right.names().stream().map(join.names()::get).filter(n -> n != null).toList());
        List<String> times = new ArrayList<>();
        for (String bound : List.of(" from", " to")) {
            times.add(Sql.name(leftTime + bound) + " = " + Sql.name(rightTime + bound));
        }
        for (String column : List.of(same.start(), same.end())) {
            times.add(Sql.name(column) + " = " + Sql.name(join.names().get(column)));
        }
        return joined(columns, one, other, on(times));
    }

    private String joined(String select, String one, String other, String on) {
        return switch (join.type()) {
            case SEMI -> select + " FROM " + one + " WHERE EXISTS (SELECT 1 FROM " + other + " WHERE " + on + ")";
            case ANTI -> select + " FROM " + one + " WHERE NOT EXISTS (SELECT 1 FROM " + other + " WHERE " + on + ")";
            default -> select + " FROM " + one + words() + other + " ON " + on;
        };
    }

    /** A side with the bounds of the millisecond that its event time lies in; its columns pass under numbers, as slices bring names. */
    private static String slices(String side, String time, List<String> columns) {
        List<String> in = new ArrayList<>();
        List<String> out = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            in.add(Sql.name(columns.get(i)) + " AS `c" + i + "`");
            out.add("`c" + i + "` AS " + Sql.name(columns.get(i)));
        }
        in.add(Sql.name(time) + " AS `t`");
        out.add("`window_start` AS " + Sql.name(time + " from"));
        out.add("`window_end` AS " + Sql.name(time + " to"));
        out.add("`window_time` AS " + Sql.name(time + " of slice"));
        return "(SELECT " + String.join(", ", out) + " FROM " + WindowSql.ofMillisecond(String.join(", ", in), side, "`t`") + ")";
    }

    /** The right is read as a table with versions, which must stand there by its own name and not as a subquery. */
    private String asOf(Meeting.AsOf asOf, String from, String with) {
        Map<String, String> values = new LinkedHashMap<>();
        join.names().forEach((column, name) -> values.put(name, "`r`." + Sql.name(column)));
        values.put(asOf.leftTime(), "`l`." + Sql.name(leftTime));
        return "SELECT " + join.schema().names().stream()
                .map(name -> values.getOrDefault(name, "`l`." + Sql.name(name)) + " AS " + Sql.name(name)).collect(Collectors.joining(", "))
                + " FROM " + side(left, from, UnaryOperator.identity(), leftTime) + " AS `l`" + words() + with
                + " FOR SYSTEM_TIME AS OF `l`." + Sql.name(leftTime) + " AS `r` ON "
                + join.keys().stream().map(k -> "`l`." + Sql.name(k.left()) + " = `r`." + Sql.name(k.right())).collect(Collectors.joining(" AND "));
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

    /** One input under the names of the output, event time as a plain value. */
    private static String plain(Schema schema, String table, UnaryOperator<String> names) {
        return side(schema.withoutEventTime(), "(SELECT " + schema.columns().stream()
                .map(c -> (isTime(schema, c) ? Sql.cast(Sql.name(c.name()), c.type()) : Sql.name(c.name())) + " AS " + Sql.name(c.name()))
                .collect(Collectors.joining(", ")) + " FROM " + table + ")", names, "");
    }

    private static boolean isTime(Schema schema, Column column) {
        return schema.eventTime().filter(column.name()::equals).isPresent();
    }

    /** One input under the names of the output; event time as a plain value, and once more as event time under a name of its own. */
    private static String side(Schema schema, String table, UnaryOperator<String> names, String time) {
        List<String> columns = new ArrayList<>();
        schema.eventTime().ifPresent(column -> columns.add(Sql.name(column) + " AS " + Sql.name(time)));
        for (Column column : schema.columns()) {
            String called = names.apply(column.name());
            if (called == null) {
                continue;
            }
            String value = isTime(schema, column) ? Sql.cast(Sql.name(column.name()), column.type()) : Sql.name(column.name());
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

    private static boolean begins(Set<String> names, String with) {
        return names.stream().anyMatch(n -> n.startsWith(with));
    }

    /** A name with which no other begins, so that words can be put behind it. */
    private static String free(String name, Set<String> taken) {
        String free = name;
        while (begins(taken, free)) {
            free += "_";
        }
        return free;
    }
}
