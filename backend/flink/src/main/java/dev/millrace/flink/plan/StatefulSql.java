package dev.millrace.flink.plan;

import dev.millrace.rel.Rel;
import dev.millrace.rel.StatefulRel;
import java.util.ArrayList;
import java.util.List;

/** Writes what keeps state by key as SQL. */
final class StatefulSql {
    private StatefulSql() {}

    /** @param from the input as it stands behind FROM */
    static String query(StatefulRel rel, String from) {
        return switch (rel) {
            case StatefulRel.MatchPattern m -> PatternSql.of(m, from);
            case StatefulRel.GroupAggregate g -> group(g, from);
        };
    }

    private static String group(StatefulRel.GroupAggregate g, String from) {
        List<String> columns = new ArrayList<>();
        g.keys().forEach(key -> columns.add(Sql.name(key)));
        for (Rel.AggregateCall call : g.aggregates()) {
            var result = g.schema().column(call.name()).orElseThrow().type();
            String argument = call.column()
                    .map(c -> WindowSql.argument(call, g.in().schema().column(c).orElseThrow().type(), result)).orElse("");
            String filter = call.where().map(w -> " FILTER (WHERE (" + w.sql() + ") IS TRUE)").orElse("");
            columns.add(WindowSql.call(call, argument) + filter + " AS " + Sql.name(call.name()));
        }
        return "SELECT " + String.join(", ", columns) + " FROM " + from + " GROUP BY " + Sql.names(g.keys());
    }
}
