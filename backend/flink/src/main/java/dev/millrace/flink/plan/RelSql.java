package dev.millrace.flink.plan;

import dev.millrace.pipeline.PortRef;
import dev.millrace.rel.HttpLookup;
import dev.millrace.rel.Live;
import dev.millrace.rel.Lookup;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Scalar;
import dev.millrace.rel.StatefulRel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
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
    private final Map<String, Rel> leaves = new LinkedHashMap<>();
    private final Function<Rel, String> names;

    private final boolean batch;
    /** Whether live parameters are columns of the leaves; where not, they are written as their start values. */
    private final boolean live;

    RelSql() {
        this(leaf -> null);
    }

    private RelSql(Function<Rel, String> names, boolean batch, boolean live) {
        this.names = names;
        this.batch = batch;
        this.live = live;
    }

    /** For a job to whose rows the values of live parameters are added while it runs. */
    static RelSql withLive() {
        return new RelSql(leaf -> null, false, true);
    }

    /** For the planner of jobs that end, which has no sessions and no joins as of a time: they are written out. */
    static RelSql inBatch() {
        return new RelSql(leaf -> null, true, false);
    }

    /** The same with names for leaves. */
    static RelSql inBatch(Function<Rel, String> names) {
        return new RelSql(names, true, false);
    }

    /** @param names what a leaf is called; where it gives null, in0, in1, … */
    RelSql(Function<Rel, String> names) {
        this(names, false, false);
    }

    /** Leaves by their table names, in the order in which they were first met; the inputs of a query have the names it gives them. */
    Map<String, Rel> leaves() {
        return leaves;
    }

    String query(Rel rel) {
        return switch (rel) {
            case Rel.Input leaf -> all(leaf);
            case Rel.Scan leaf -> all(leaf);
            case Rel.Rejected leaf -> all(leaf);
            case Rel.Versions leaf -> all(leaf);
            case Live leaf when live -> all(leaf);
            case Live fixed -> "SELECT " + Sql.names(fixed.in().schema().names()) + ", " + fixed.values().stream()
                    .map(v -> Sql.cast(v.literal(), v.type()) + " AS " + Sql.name(v.column().name())).collect(Collectors.joining(", ")) + " FROM " + from(fixed.in());
            case Rel.Join j when batch && j.meeting() instanceof Rel.Join.Meeting.AsOf ->
                    JoinSql.ofPeriods(j, from(j.left()), from(j.right()));
            case Rel.Join j -> JoinSql.of(j, from(j.left()), from(j.right()));
            case Rel.Late leaf -> all(leaf);
            case Lookup leaf when leaf.condition().isPresent() -> judged(leaf, leaf.condition().get());
            case Lookup leaf -> all(leaf);
            case Lookup.Failed leaf -> all(leaf);
            case HttpLookup leaf -> all(leaf);
            case HttpLookup.Failed leaf -> all(leaf);
            case Rel.Query q -> {
                leaves.putAll(q.in());
                yield q.sql();
            }
            case Rel.Filter f -> "SELECT " + Sql.names(f.schema().names()) + " FROM " + from(f.in()) + " WHERE " + f.condition().sql();
            case Rel.Route r -> "SELECT " + Sql.names(r.schema().names()) + " FROM " + from(r.in()) + where(r);
            case Rel.Project p -> "SELECT " + p.columns().stream().map(c -> c.value().sql() + " AS " + Sql.name(c.name()))
                    .collect(Collectors.joining(", ")) + " FROM " + from(p.in());
            case Rel.Unnest u -> UnnestSql.write(u, from(u.in()));
            case Rel.Retime r -> query(r.in());
            case Rel.Paced p -> query(p.in());
            case Rel.ChangesAsRows c -> query(c.in());
            case Rel.UnionAll u -> u.in().stream()
                    .map(in -> "SELECT " + Sql.names(u.schema().names()) + " FROM " + from(in))
                    .collect(Collectors.joining(" UNION ALL "));
            case StatefulRel.OverAggregate o when batch -> StatefulSql.overInBatch(o, from(o.in()));
            case StatefulRel s -> StatefulSql.query(s, from(s.in()));
            case Rel.WindowAggregate w when batch -> WindowSql.inBatch(w, from(w.in()));
            case Rel.WindowAggregate w -> WindowSql.query(w, from(w.in()));
        };
    }

    private String all(Rel leaf) {
        return "SELECT " + Sql.names(leaf.schema().names()) + " FROM " + table(leaf);
    }

    /** The rows of a left lookup with the marks that say which partners stay. */
    private String judged(Lookup lookup, Scalar condition) {
        String hasPartner = Sql.name(Connectors.Looked.mark(Connectors.Looked.HAS_PARTNER, lookup));
        return "SELECT " + Sql.names(lookup.schema().names()) + ", " + hasPartner + " AND (" + condition.sql() + ") IS TRUE AS " + hasPartner + ", "
                + Sql.name(Connectors.Looked.mark(Connectors.Looked.IS_LAST, lookup)) + " FROM " + table(lookup);
    }

    private String from(Rel rel) {
        return switch (rel) {
            case Rel.Input leaf -> table(leaf);
            case Rel.Scan leaf -> table(leaf);
            case Rel.Rejected leaf -> table(leaf);
            case Rel.Late leaf -> table(leaf);
            case Rel.Versions leaf -> table(leaf);
            case Live leaf when live -> table(leaf);
            case Lookup leaf -> table(leaf);
            case HttpLookup leaf -> table(leaf);
            default -> "(" + query(rel) + ")";
        };
    }

    private String table(Rel leaf) {
        for (var known : leaves.entrySet()) {
            if (known.getValue().equals(leaf)) {
                return Sql.name(known.getKey());
            }
        }
        String given = names.apply(leaf);
        String name = given == null ? "in" + leaves.size() : given;
        leaves.put(name, leaf);
        return Sql.name(name);
    }

    private static String where(Rel.Route route) {
        List<String> conditions = new ArrayList<>();
        route.match().ifPresent(match -> conditions.add("(" + match.sql() + ") IS TRUE"));
        for (Scalar not : route.butNot()) {
            conditions.add("(" + not.sql() + ") IS NOT TRUE");
        }
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }
}
