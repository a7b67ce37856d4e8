package dev.millrace.flink.plan;

import dev.millrace.pipeline.PortRef;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Scalar;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes the Rels of one node as SQL. Leaves become tables named in0, in1, …; everything between is a subquery.
 *
 * <pre>
 *   Filter(Input(orders.out), amount > 10)   ──>   SELECT `id`, `amount` FROM (in0) WHERE `amount` > 10
 * </pre>
 */
final class RelSql {
    /** What the leaves of a node are called in its SQL. */
    private final Map<Rel, String> leaves = new LinkedHashMap<>();

    /** Leaves in the order in which they were first met, with their table names. */
    Map<Rel, String> leaves() {
        return leaves;
    }

    String query(Rel rel) {
        return switch (rel) {
            case Rel.Input leaf -> all(leaf);
            case Rel.KafkaScan leaf -> all(leaf);
            case Rel.DemoScan leaf -> all(leaf);
            case Rel.Rejected leaf -> all(leaf);
            case Rel.Filter f -> "SELECT " + Sql.names(f.schema().names()) + " FROM " + from(f.in()) + " WHERE " + f.condition().sql();
            case Rel.Route r -> "SELECT " + Sql.names(r.schema().names()) + " FROM " + from(r.in()) + where(r);
            case Rel.Project p -> "SELECT " + p.columns().stream().map(c -> c.value().sql() + " AS " + Sql.name(c.name()))
                    .collect(Collectors.joining(", ")) + " FROM " + from(p.in());
            case Rel.UnionAll u -> u.in().stream()
                    .map(in -> "SELECT " + Sql.names(u.schema().names()) + " FROM " + from(in))
                    .collect(Collectors.joining(" UNION ALL "));
            case Rel.TumblingAggregate t -> tumbling(t);
        };
    }

    private String all(Rel leaf) {
        return "SELECT " + Sql.names(leaf.schema().names()) + " FROM " + table(leaf);
    }

    private String from(Rel rel) {
        return switch (rel) {
            case Rel.Input leaf -> table(leaf);
            case Rel.Scan leaf -> table(leaf);
            case Rel.Rejected leaf -> table(leaf);
            default -> "(" + query(rel) + ")";
        };
    }

    private String table(Rel leaf) {
        return Sql.name(leaves.computeIfAbsent(leaf, l -> "in" + leaves.size()));
    }

    private static String where(Rel.Route route) {
        List<String> conditions = new ArrayList<>();
        route.match().ifPresent(match -> conditions.add("(" + match.sql() + ") IS TRUE"));
        for (Scalar not : route.butNot()) {
            conditions.add("(" + not.sql() + ") IS NOT TRUE");
        }
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }

    /**
     * The input is first cut down to what is used and renamed, so that an input which has a column window_start of its own
     * (a window after a window) does not clash with the one that TUMBLE adds. TUMBLE takes only a table with a name.
     */
    private String tumbling(Rel.TumblingAggregate t) {
        Schema in = t.in().schema();
        List<String> used = new ArrayList<>();
        used.add(Sql.name(t.time()) + " AS `t`");
        Map<String, String> output = new LinkedHashMap<>();
        for (int i = 0; i < t.keys().size(); i++) {
            used.add(Sql.name(t.keys().get(i)) + " AS `k" + i + "`");
            output.put(t.keys().get(i), "`k" + i + "`");
        }
        for (int i = 0; i < t.aggregates().size(); i++) {
            Rel.AggregateCall call = t.aggregates().get(i);
            LogicalType result = t.schema().column(call.name()).orElseThrow().type();
            String argument = "`a" + i + "`";
            if (call.column().isPresent()) {
                used.add(argument(call, in.column(call.column().get()).orElseThrow().type(), result) + " AS " + argument);
            }
            output.put(call.name(), call(call, argument));
        }
        List<String> window = List.of("window_start", "window_end", "window_time");
        List<String> columns = t.schema().names().stream().map(name -> {
            String value = output.get(name);
            return (value == null && window.contains(name) ? Sql.name(name) : value) + " AS " + Sql.name(name);
        }).toList();
        List<String> group = new ArrayList<>(window.stream().map(Sql::name).toList());
        t.keys().forEach(key -> group.add(output.get(key)));
        return "SELECT " + String.join(", ", columns)
                + " FROM (WITH `used` AS (SELECT " + String.join(", ", used) + " FROM " + from(t.in()) + ")"
                + " SELECT * FROM TABLE(TUMBLE(TABLE `used`, DESCRIPTOR(`t`), " + Sql.interval(t.size())
                + (t.offset().isZero() ? "" : ", " + Sql.interval(t.offset())) + ")))"
                + " GROUP BY " + String.join(", ", group);
    }

    /** Sums and averages are computed in the type of their result: AVG of whole numbers would cut off, SUM of INT overflow. */
    private static String argument(Rel.AggregateCall call, LogicalType type, LogicalType result) {
        String column = Sql.name(call.column().orElseThrow());
        boolean widen = switch (call.function()) {
            case SUM, AVG -> !type.equals(result) && !(type instanceof LogicalType.Decimal);
            case COUNT, COUNT_DISTINCT, MIN, MAX -> false;
        };
        return widen ? Sql.cast(column, result) : column;
    }

    private static String call(Rel.AggregateCall call, String argument) {
        return switch (call.function()) {
            case COUNT -> call.column().isEmpty() ? "COUNT(*)" : "COUNT(" + argument + ")";
            case COUNT_DISTINCT -> "COUNT(DISTINCT " + argument + ")";
            case SUM -> "SUM(" + argument + ")";
            case MIN -> "MIN(" + argument + ")";
            case MAX -> "MAX(" + argument + ")";
            case AVG -> "AVG(" + argument + ")";
        };
    }
}
