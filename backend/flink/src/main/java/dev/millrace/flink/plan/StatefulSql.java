package dev.millrace.flink.plan;

import dev.millrace.rel.Rel;
import dev.millrace.rel.StatefulRel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes what keeps state by key as SQL. */
final class StatefulSql {
    private StatefulSql() {}

    /** @param from the input as it stands behind FROM */
    static String query(StatefulRel rel, String from) {
        return switch (rel) {
            case StatefulRel.MatchPattern m -> PatternSql.of(m, from);
            case StatefulRel.GroupAggregate g -> group(g, from);
            case StatefulRel.Deduplicate d -> deduplicate(d, from);
            case StatefulRel.TopN t -> t.windowTime().isPresent() ? windowed(t, from) : top(t, from);
            case StatefulRel.OverAggregate o -> over(o, from);
            case StatefulRel.Previous p -> previous(p, from);
        };
    }

    private static String group(StatefulRel.GroupAggregate g, String from) {
        List<String> columns = new ArrayList<>();
        g.keys().forEach(key -> columns.add(Sql.name(key)));
        for (Rel.AggregateCall call : g.aggregates()) {
            String filter = call.where().map(w -> " FILTER (WHERE (" + w.sql() + ") IS TRUE)").orElse("");
            columns.add(WindowSql.call(call, argument(g, call)) + filter + " AS " + Sql.name(call.name()));
        }
        return "SELECT " + String.join(", ", columns) + " FROM " + from + " GROUP BY " + Sql.names(g.keys());
    }

    /** What an aggregate reads; empty where it reads no column. */
    private static String argument(StatefulRel rel, Rel.AggregateCall call) {
        var result = rel.schema().column(call.name()).orElseThrow().type();
        return call.column().map(c -> WindowSql.argument(call, rel.in().schema().column(c).orElseThrow().type(), result)).orElse("");
    }

    private static String deduplicate(StatefulRel.Deduplicate d, String from) {
        String columns = Sql.names(d.schema().names());
        String time = d.time().map(Sql::name).orElse("PROCTIME()");
        String number = unused("row_number", d.in().schema().names());
        return "SELECT " + columns + " FROM (SELECT " + columns + ", ROW_NUMBER() OVER (" + partition(d.keys()) + "ORDER BY " + time
                + (d.last() ? " DESC" : " ASC") + ") AS " + number + " FROM " + from + ") WHERE " + number + " = 1";
    }

    private static String top(StatefulRel.TopN t, String from) {
        String columns = Sql.names(t.in().schema().names());
        String number = t.rank().map(Sql::name).orElseGet(() -> unused("row_number", t.in().schema().names()));
        return "SELECT " + Sql.names(t.schema().names()) + " FROM (SELECT " + columns + ", ROW_NUMBER() OVER (" + partition(t.keys())
                + "ORDER BY " + order(t.order(), Map.of()) + ") AS " + number + " FROM " + from + ") WHERE " + number + " <= " + t.rows();
    }

    /** Flink must see the window to know when it closes, and it was planned with another node. */
    private static String windowed(StatefulRel.TopN t, String from) {
        String time = t.windowTime().orElseThrow();
        Map<String, String> inner = new LinkedHashMap<>();
        t.in().schema().names().forEach(c -> inner.put(c, "`c" + inner.size() + "`"));
        String used = inner.entrySet().stream().map(e -> Sql.name(e.getKey()) + " AS " + e.getValue()).collect(Collectors.joining(", "));
        String partition = Stream.concat(Stream.of("`window_start`", "`window_end`"), t.keys().stream().map(inner::get))
                .collect(Collectors.joining(", "));
        String columns = t.schema().names().stream().map(c -> (c.equals(time) ? "`window_time`" : t.rank().filter(c::equals).isPresent() ? "`place`"
                : inner.get(c)) + " AS " + Sql.name(c)).collect(Collectors.joining(", "));
        return "SELECT " + columns + " FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY " + partition + " ORDER BY " + order(t.order(), inner)
                + ") AS `place` FROM " + WindowSql.ofMillisecond(used, from, inner.get(time)) + ") WHERE `place` <= " + t.rows();
    }

    /** For the planner of jobs that end, which cannot compare times by how far they are apart: as milliseconds it can. */
    static String overInBatch(StatefulRel.OverAggregate o, String from) {
        if (!(o.frame() instanceof StatefulRel.OverAggregate.Frame.Range range)) {
            return over(o, from);
        }
        String millis = unused("millis", o.in().schema().names());
        String time = "CAST(" + Sql.name(o.time()) + " AS TIMESTAMP(3))";
        String sinceEpoch = "CAST(TIMESTAMPDIFF(DAY, DATE '1970-01-01', CAST(" + time + " AS DATE)) AS BIGINT) * 86400000 + EXTRACT(HOUR FROM " + time
                + ") * 3600000 + EXTRACT(MINUTE FROM " + time + ") * 60000 + EXTRACT(SECOND FROM " + time + ") * 1000 + EXTRACT(MILLISECOND FROM " + time + ")";
        return over(o, "(SELECT *, " + sinceEpoch + " AS " + millis + " FROM " + from + ")", millis,
                "RANGE BETWEEN " + range.before().toMillis() + " PRECEDING AND CURRENT ROW");
    }

    private static String over(StatefulRel.OverAggregate o, String from) {
        return over(o, from, Sql.name(o.time()), switch (o.frame()) {
            case StatefulRel.OverAggregate.Frame.Everything e -> "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW";
            case StatefulRel.OverAggregate.Frame.Rows r -> "ROWS BETWEEN " + r.before() + " PRECEDING AND CURRENT ROW";
            case StatefulRel.OverAggregate.Frame.Range r -> "RANGE BETWEEN " + Sql.shortInterval(r.before()) + " PRECEDING AND CURRENT ROW";
        });
    }

    private static String over(StatefulRel.OverAggregate o, String from, String order, String frame) {
        Map<String, String> computed = new LinkedHashMap<>();
        for (Rel.AggregateCall call : o.aggregates()) {
            // OVER takes no FILTER; a value that is NULL is left out just the same.
            Optional<String> where = call.where().map(w -> "(" + w.sql() + ") IS TRUE");
            String argument = where.map(w -> "CASE WHEN " + w + " THEN " + (call.column().isEmpty() ? "1" : argument(o, call)) + " END")
                    .orElseGet(() -> argument(o, call));
            String function = call.column().isEmpty() && where.isPresent() ? "COUNT(" + argument + ")" : WindowSql.call(call, argument);
            computed.put(call.name(), function + " OVER `w` AS " + Sql.name(call.name()));
        }
        return "SELECT " + columns(o, computed) + " FROM " + from + " WINDOW `w` AS (" + partition(o.keys()) + "ORDER BY " + order + " "
                + frame + ")";
    }

    private static String previous(StatefulRel.Previous p, String from) {
        Map<String, String> computed = new LinkedHashMap<>();
        for (var value : p.values()) {
            computed.put(value.name(), "LAG(" + Sql.name(value.column()) + ", " + p.back() + ") OVER (" + partition(p.keys()) + "ORDER BY "
                    + Sql.name(p.time()) + ") AS " + Sql.name(value.name()));
        }
        List<String> names = new ArrayList<>(p.in().schema().names());
        names.addAll(computed.keySet());
        String rows = names.stream().map(c -> computed.getOrDefault(c, Sql.name(c))).collect(Collectors.joining(", "));
        String query = "SELECT " + Sql.names(p.schema().names()) + " FROM (SELECT " + rows + " FROM " + from + ")";
        return !p.onlyChanges() ? query : query + " WHERE " + p.values().stream()
                .map(v -> Sql.name(v.column()) + " IS DISTINCT FROM " + Sql.name(v.name())).collect(Collectors.joining(" OR "));
    }

    private static String columns(StatefulRel rel, Map<String, String> computed) {
        return rel.schema().names().stream().map(c -> computed.getOrDefault(c, Sql.name(c))).collect(Collectors.joining(", "));
    }

    private static String partition(List<String> keys) {
        return keys.isEmpty() ? "" : "PARTITION BY " + Sql.names(keys) + " ";
    }

    private static String order(List<StatefulRel.Order> order, Map<String, String> names) {
        return order.stream().map(o -> names.getOrDefault(o.column(), Sql.name(o.column())) + (o.descending() ? " DESC" : " ASC"))
                .collect(Collectors.joining(", "));
    }

    /** A name that no column has. */
    private static String unused(String name, List<String> taken) {
        String free = name;
        while (taken.contains(free)) {
            free += "_";
        }
        return Sql.name(free);
    }
}
