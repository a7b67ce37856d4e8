package dev.millrace.compile;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.diagnostic.Location;
import dev.millrace.kind.Scope;
import dev.millrace.rel.Live;
import dev.millrace.rel.LiveParameter;
import dev.millrace.rel.Lookup;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Scalar;
import dev.millrace.rel.StatefulRel;
import dev.millrace.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Gives the expressions of each node the live parameters that they read: as columns of the rows that come into the node, which end in it.
 *
 * <pre>
 *   filter amount > `param:limit`              project id, amount
 *     rows of orders.out            ──▶          filter amount > `param:limit`
 *                                                  with limit
 *                                                    rows of orders.out
 * </pre>
 *
 * A value holds for a row when the row comes. Where rows are kept and compared later, or taken back, the value may be another one by
 * then: there it is refused.
 */
final class LiveRows {
    private static final String ONLY_ADDED = "Read it before the rows are changed: in a node before the first one that groups, joins or ranks";

    private final Map<String, LiveParameter> parameters;
    private final boolean batch;

    private LiveRows(Map<String, LiveParameter> parameters, boolean batch) {
        this.parameters = parameters;
        this.batch = batch;
    }

    /** @param plan without the nodes that are refused */
    record Given(LogicalPlan plan, Diagnostics diagnostics) {}

    static Given in(LogicalPlan plan, List<LiveParameter> parameters) {
        if (parameters.isEmpty()) {
            return new Given(plan, Diagnostics.NONE);
        }
        var rows = new LiveRows(LiveTyper.named(parameters), plan.run().isBatch());
        var found = new Diagnostics.Collector();
        var segments = new ArrayList<Segment>();
        for (Segment segment : plan.segments()) {
            try {
                segments.add(rows.given(segment));
            } catch (NotHere refused) {
                found.error(Code.LIVE_PARAMETER, new Location.OfNode(segment.node()), refused.getMessage(), refused.hint);
            }
        }
        return new Given(plan.withSegments(segments), found.done());
    }

    private Segment given(Segment segment) {
        return switch (segment) {
            case Segment.Writing w -> new Segment.Writing(w.node(), w.kind(), w.write().of(given(w.write().in())));
            case Segment.Producing p -> {
                var outputs = new LinkedHashMap<String, Rel>();
                p.outputs().forEach((port, rel) -> outputs.put(port, given(rel)));
                yield new Segment.Producing(p.node(), p.kind(), outputs);
            }
        };
    }

    /** The same rows with the same columns, computed with live values where they are read. */
    private Rel given(Rel rel) {
        if (!readsBelow(rel)) {
            return rel;
        }
        return switch (rel) {
            case Rel.Filter(Rel in, Scalar condition) -> ending(new Rel.Filter(carried(in, read(rel)), condition), rel.schema());
            case Rel.Route r -> ending(new Rel.Route(carried(r.in(), read(rel)), r.butNot(), r.match()), rel.schema());
            case Rel.Project p -> new Rel.Project(carried(p.in(), read(rel)), p.columns(), p.schema());
            case Rel.WindowAggregate w -> new Rel.WindowAggregate(carried(w.in(), read(rel)), w.time(), w.window(), w.keys(), w.aggregates(), w.schema());
            case StatefulRel.GroupAggregate g -> g.over(carried(g.in(), read(rel)), g.schema());
            case Rel.Late(Rel.WindowAggregate window) -> new Rel.Late((Rel.WindowAggregate) given(window));
            case Rel.Retime(Rel in, String time, Rel.Clock clock) -> new Rel.Retime(given(in), time, clock);
            case Rel.UnionAll u -> new Rel.UnionAll(u.in().stream().map(this::given).toList(), u.schema());
            case Rel.Join j -> throw new NotHere("A join keeps rows and compares them when their partners come, so it cannot read the live parameter " + names(rel),
                    "Join without it, and compare in a Filter behind the join" + (j.schema().isUpdating() ? ", or compute a column with it before" : ""));
            default -> throw new NotHere("This node keeps rows or asks a system outside, so it cannot read the live parameter " + names(rel),
                    "Compute a column with it in a Map before, and use that column here");
        };
    }

    /** The rows of an input of the node with the values beside them. */
    private Rel carried(Rel rel, List<LiveParameter> values) {
        if (values.isEmpty()) {
            return given(rel);
        }
        return switch (rel) {
            case Rel.Input in when in.schema().isUpdating() && !batch ->
                    throw new NotHere("The rows that come in are changed and taken back, and a row must be taken back by the value with which it was given: the live parameter "
                            + values.stream().map(v -> "'" + v.name() + "'").collect(Collectors.joining(", ")) + " may have changed by then", ONLY_ADDED);
            case Rel.Input in -> new Live(in, values);
            case Rel.Filter(Rel in, Scalar condition) -> new Rel.Filter(carried(in, plus(values, read(rel))), condition);
            case Rel.Route r -> new Rel.Route(carried(r.in(), plus(values, read(rel))), r.butNot(), r.match());
            case Rel.Project p -> {
                Rel in = carried(p.in(), plus(values, read(rel)));
                var columns = new ArrayList<>(p.columns());
                var all = new ArrayList<>(p.schema().columns());
                values.forEach(v -> {
                    columns.add(new Rel.Named(v.column().name(), Scope.reference(v.column())));
                    all.add(v.column());
                });
                yield new Rel.Project(in, columns, new Schema(all, p.schema().eventTime(), p.schema().key(), p.schema().changelog()));
            }
            default -> throw new NotHere("Rows are kept before this is computed, so it cannot read the live parameter "
                    + values.stream().map(v -> "'" + v.name() + "'").collect(Collectors.joining(", ")), ONLY_ADDED);
        };
    }

    /** Without the columns that no drawing shows. */
    private static Rel ending(Rel rel, Schema shown) {
        return new Rel.Project(rel, shown.columns().stream().map(c -> new Rel.Named(c.name(), Scope.reference(c))).toList(), shown);
    }

    private static List<LiveParameter> plus(List<LiveParameter> some, List<LiveParameter> more) {
        return Stream.concat(some.stream(), more.stream()).distinct().toList();
    }

    /** What the Rel itself reads. */
    private List<LiveParameter> read(Rel rel) {
        Set<String> columns = columns(rel);
        return parameters.entrySet().stream().filter(p -> columns.contains(p.getKey())).map(Map.Entry::getValue).toList();
    }

    private boolean readsBelow(Rel rel) {
        return !read(rel).isEmpty() || below(rel).anyMatch(this::readsBelow);
    }

    private static Stream<Rel> below(Rel rel) {
        return rel instanceof Rel.Late(Rel.WindowAggregate window) ? Stream.of(window) : rel.inputs().stream();
    }

    private String names(Rel rel) {
        var names = new TreeSet<String>();
        names(rel, names);
        return names.stream().map(n -> "'" + n + "'").collect(Collectors.joining(", "));
    }

    private void names(Rel rel, Set<String> found) {
        read(rel).forEach(p -> found.add(p.name()));
        below(rel).forEach(in -> names(in, found));
    }

    /** Columns that its expressions name. */
    private static Set<String> columns(Rel rel) {
        return switch (rel) {
            case Rel.Filter f -> f.condition().columns();
            case Rel.Route r -> Stream.concat(r.butNot().stream(), r.match().stream()).flatMap(s -> s.columns().stream()).collect(Collectors.toSet());
            case Rel.Project p -> p.columns().stream().flatMap(c -> c.value().columns().stream()).collect(Collectors.toSet());
            case Rel.WindowAggregate w -> w.aggregates().stream().flatMap(a -> a.columns().stream()).collect(Collectors.toSet());
            case Rel.Join j -> j.condition().map(Scalar::columns).orElse(Set.of());
            case Lookup l -> l.condition().map(Scalar::columns).orElse(Set.of());
            case StatefulRel s -> s.reads();
            default -> Set.of();
        };
    }

    private static final class NotHere extends RuntimeException {
        private final String hint;

        NotHere(String message, String hint) {
            super(message, null, false, false);
            this.hint = hint;
        }
    }
}
