package dev.millrace.flink.plan;

import dev.millrace.rel.Rel;
import dev.millrace.rel.Window;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes a window as SQL.
 *
 * <pre>
 *   SELECT `window_start` AS …, `k0` AS `country`, COUNT(*) AS `n`
 *   FROM (WITH `used` AS (SELECT `ts` AS `t`, `country` AS `k0` FROM in0)
 *         SELECT * FROM TABLE(TUMBLE(TABLE `used`, DESCRIPTOR(`t`), INTERVAL …)))
 *   GROUP BY `window_start`, `window_end`, `window_time`, `k0`
 * </pre>
 *
 * The input is first cut down to what is used and renamed, so that an input which has a column window_start of its own
 * (a window after a window) does not clash with the one that the window adds. A window takes only a table with a name.
 */
final class WindowSql {
    private static final List<String> OF_WINDOW = List.of("window_start", "window_end", "window_time");

    private WindowSql() {}

    /** @param from the input, as it stands behind FROM */
    static String query(Rel.WindowAggregate w, String from) {
        return write(w, from, "TABLE(" + window(w.window(), w.keys().size()) + ")");
    }

    /** For the planner of jobs that end, which has no sessions: a row that comes more than the gap after the one before begins a new one. */
    static String inBatch(Rel.WindowAggregate w, String from) {
        return w.window() instanceof Window.Session session ? write(w, from, sessions(session, w)) : query(w, from);
    }

    /**
     * <pre>
     *   t      09:00  09:05        10:00          gap 10 min
     *   begins     1      0            1
     *   session    1      1            2          begins added up
     * </pre>
     */
    private static String sessions(Window.Session session, Rel.WindowAggregate w) {
        String keys = IntStream.range(0, w.keys().size()).mapToObj(i -> "`k" + i + "`").collect(Collectors.joining(", "));
        String of = keys.isEmpty() ? "" : "PARTITION BY " + keys + " ";
        String ofSession = "(PARTITION BY " + (keys.isEmpty() ? "" : keys + ", ") + "`session`)";
        // A session has a row, so its bounds are never NULL; only the planner cannot know.
        String plain = "COALESCE(CAST(%s AS TIMESTAMP(3)), TIMESTAMP '1970-01-01 00:00:00.000')";
        String end = String.format(plain, Sql.moved("MAX(`t`) OVER " + ofSession, '+', session.gap()));
        return "(SELECT *, " + String.format(plain, "MIN(`t`) OVER " + ofSession) + " AS `window_start`, " + end + " AS `window_end`, "
                + Sql.cast(Sql.moved(end, '-', Duration.ofMillis(1)), w.schema().column("window_time").orElseThrow().type()) + " AS `window_time`"
                + " FROM (SELECT *, SUM(`begins`) OVER (" + of + "ORDER BY `t`) AS `session`"
                + " FROM (SELECT *, CASE WHEN `t` <= " + Sql.moved("LAG(`t`) OVER (" + of + "ORDER BY `t`)", '+', session.gap()) + " THEN 0 ELSE 1 END AS `begins`"
                + " FROM `used`)))";
    }

    private static String write(Rel.WindowAggregate w, String from, String windows) {
        Schema in = w.in().schema();
        List<String> used = new ArrayList<>();
        used.add(Sql.name(w.time()) + " AS `t`");
        Map<String, String> output = new LinkedHashMap<>();
        for (int i = 0; i < w.keys().size(); i++) {
            used.add(Sql.name(w.keys().get(i)) + " AS `k" + i + "`");
            output.put(w.keys().get(i), "`k" + i + "`");
        }
        for (int i = 0; i < w.aggregates().size(); i++) {
            Rel.AggregateCall call = w.aggregates().get(i);
            LogicalType result = w.schema().column(call.name()).orElseThrow().type();
            String argument = "`a" + i + "`";
            if (call.column().isPresent()) {
                used.add(argument(call, in.column(call.column().get()).orElseThrow().type(), result) + " AS " + argument);
            }
            String filter = "`f" + i + "`";
            call.where().ifPresent(where -> used.add("(" + where.sql() + ") IS TRUE AS " + filter));
            output.put(call.name(), call(call, argument) + (call.where().isPresent() ? " FILTER (WHERE " + filter + ")" : ""));
        }
        List<String> columns = w.schema().names().stream().map(name -> {
            String value = output.get(name);
            return (value == null && OF_WINDOW.contains(name) ? Sql.name(name) : value) + " AS " + Sql.name(name);
        }).toList();
        List<String> group = new ArrayList<>(OF_WINDOW.stream().map(Sql::name).toList());
        w.keys().forEach(key -> group.add(output.get(key)));
        return "SELECT " + String.join(", ", columns)
                + " FROM (WITH `used` AS (SELECT " + String.join(", ", used) + " FROM " + from + ")"
                + " SELECT * FROM " + windows + ")"
                + " GROUP BY " + String.join(", ", group);
    }

    /**
     * Rows with the bounds of the millisecond that their event time lies in. A window that was cut in another node is known no more, but
     * its rows have its last millisecond as their event time: so this closes when that did.
     *
     * @param columns what to select of the rows, as it stands behind SELECT @param time what their event time is called there, quoted
     */
    static String ofMillisecond(String columns, String from, String time) {
        return "(WITH `used` AS (SELECT " + columns + " FROM " + from + ") SELECT * FROM TABLE(TUMBLE(TABLE `used`, DESCRIPTOR(" + time + "), "
                + Sql.interval(Duration.ofMillis(1)) + ")))";
    }

    private static String window(Window window, int keys) {
        String time = "DESCRIPTOR(`t`), ";
        return switch (window) {
            case Window.Tumbling t -> "TUMBLE(TABLE `used`, " + time + Sql.interval(t.size()) + offset(t.offset()) + ")";
            case Window.Hopping h -> "HOP(TABLE `used`, " + time + Sql.interval(h.slide()) + ", " + Sql.interval(h.size()) + offset(h.offset()) + ")";
            case Window.Cumulating c -> "CUMULATE(TABLE `used`, " + time + Sql.interval(c.step()) + ", " + Sql.interval(c.size()) + offset(c.offset()) + ")";
            // Sessions must be told whose they are; the other windows are the same for all.
            case Window.Session s -> "SESSION(TABLE `used`" + (keys == 0 ? "" : IntStream.range(0, keys).mapToObj(i -> "`k" + i + "`")
                    .collect(Collectors.joining(", ", " PARTITION BY (", ")"))) + ", " + time + Sql.interval(s.gap()) + ")";
        };
    }

    private static String offset(Duration offset) {
        return offset.isZero() ? "" : ", " + Sql.interval(offset);
    }

    /** Sums and averages are computed in the type of their result: AVG of whole numbers would cut off, SUM of INT overflow. */
    static String argument(Rel.AggregateCall call, LogicalType type, LogicalType result) {
        String column = Sql.name(call.column().orElseThrow());
        boolean widen = switch (call.function()) {
            case SUM, AVG -> !type.equals(result) && !(type instanceof LogicalType.Decimal);
            case COUNT, COUNT_DISTINCT, MIN, MAX, FIRST, LAST, LIST, ARRAY, PERCENTILE -> false;
        };
        return widen ? Sql.cast(column, result) : column;
    }

    static String call(Rel.AggregateCall call, String column) {
        String argument = (call.distinct() ? "DISTINCT " : "") + column;
        return switch (call.function()) {
            case COUNT -> call.column().isEmpty() ? "COUNT(*)" : "COUNT(" + argument + ")";
            case COUNT_DISTINCT -> "COUNT(DISTINCT " + column + ")";
            case SUM -> "SUM(" + argument + ")";
            case MIN -> "MIN(" + argument + ")";
            case MAX -> "MAX(" + argument + ")";
            case AVG -> "AVG(" + argument + ")";
            case FIRST -> "FIRST_VALUE(" + argument + ")";
            case LAST -> "LAST_VALUE(" + argument + ")";
            case LIST -> "LISTAGG(" + argument + ", ', ')";
            case ARRAY -> "ARRAY_AGG(" + argument + ")";
            case PERCENTILE -> "PERCENTILE(" + argument + ", " + call.share().orElseThrow().toPlainString() + ")";
        };
    }
}
