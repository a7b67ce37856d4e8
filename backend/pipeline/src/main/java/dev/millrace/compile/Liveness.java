package dev.millrace.compile;

import dev.millrace.kind.Scope;
import dev.millrace.pipeline.PortRef;
import dev.millrace.rel.HttpLookup;
import dev.millrace.rel.Live;
import dev.millrace.rel.Lookup;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Scalar;
import dev.millrace.rel.StatefulRel;
import dev.millrace.rel.Write;
import dev.millrace.schema.Column;
import dev.millrace.schema.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Last pass: columns that nobody downstream reads are left out, from the sinks back to the sources, so that sources need not
 * parse them. It changes what runs, never what is shown or written: a sink reads every column of its input, and dead-letter
 * rows stay whole.
 *
 * <pre>
 *   scan(id, ts, delay, origin) ─▶ window(ts, origin, sum delay) ─▶ sink        id is left out
 * </pre>
 */
final class Liveness {
    /** What is read of a port by all who read it. */
    private final Map<PortRef, Set<String>> live = new HashMap<>();
    /** What a port gives once unread columns are gone; may be more than what is read, as a filter passes on what it needs itself. */
    private final Map<PortRef, Schema> given = new HashMap<>();

    LogicalPlan apply(LogicalPlan plan) {
        plan.segments().reversed().forEach(this::readBy);
        return plan.withSegments(plan.segments().stream().map(this::pruned).toList());
    }

    private void readBy(Segment segment) {
        switch (segment) {
            case Segment.Writing writing -> read(writing.write().in(), new HashSet<>(writing.write().in().schema().names()));
            case Segment.Producing producing ->
                    producing.outputs().forEach((port, rel) -> read(rel, live(new PortRef(producing.node(), port), rel.schema())));
        }
    }

    /** Notes, down to the leaves, what is read for these columns of the Rel's output. */
    private void read(Rel rel, Set<String> columns) {
        switch (rel) {
            case Rel.Input input -> live.computeIfAbsent(input.from(), p -> new HashSet<>()).addAll(columns);
            case Rel.Join join -> {
                read(join.left(), JoinColumns.left(join, columns));
                read(join.right(), JoinColumns.right(join, columns));
            }
            case Rel.Query query -> query.in().forEach((name, in) -> read(in, query.reads().get(name)));
            default -> rel.inputs().forEach(in -> read(in, needs(rel, columns)));
        }
    }

    /** What the Rel needs of each of its inputs for these columns of its output; a join needs something else of each. */
    private static Set<String> needs(Rel rel, Set<String> columns) {
        return switch (rel) {
            case Rel.Input input -> columns;
            case Rel.Scan scan -> Set.of();
            case Rel.Rejected rejected -> Set.of();
            case Rel.Join join -> throw new IllegalStateException("JoinColumns knows what a join needs of each side");
            case Rel.Query query -> throw new IllegalStateException("A query knows what it reads of each input");
            case Rel.Versions versions -> columns;
            case Live live -> {
                var own = new HashSet<>(columns);
                live.values().forEach(v -> own.remove(v.column().name()));
                yield own;
            }
            case Rel.UnionAll union -> columns;
            case Rel.Filter filter -> plus(columns, filter.condition().columns());
            case Rel.Route route -> {
                var all = new HashSet<>(columns);
                route.butNot().forEach(c -> all.addAll(c.columns()));
                route.match().ifPresent(c -> all.addAll(c.columns()));
                yield all;
            }
            case Rel.Project project -> project.columns().stream().filter(c -> columns.contains(c.name()))
                    .flatMap(c -> c.value().columns().stream()).collect(Collectors.toSet());
            case Rel.Unnest unnest -> {
                var read = new HashSet<>(columns);
                read.retainAll(unnest.in().schema().names());
                read.add(unnest.column());
                yield read;
            }
            case Rel.ChangesAsRows changes -> {
                var passing = new HashSet<>(columns);
                passing.remove(changes.kindColumn());
                yield passing;
            }
            case Rel.Paced paced -> columns;
            case Rel.Retime retime -> plus(columns, Set.of(retime.time()));
            case StatefulRel s -> {
                var passing = new HashSet<>(columns);
                passing.removeAll(s.computes());
                yield plus(passing, s.reads());
            }
            case Rel.WindowAggregate window -> {
                var all = new HashSet<>(window.keys());
                all.add(window.time());
                window.aggregates().forEach(a -> all.addAll(a.columns()));
                yield all;
            }
            case Lookup lookup -> {
                var passing = new HashSet<>(columns);
                lookup.condition().ifPresent(c -> passing.addAll(c.columns()));
                passing.removeAll(lookup.added().keySet());
                yield plus(passing, Set.copyOf(lookup.keys().values()));
            }
            case HttpLookup lookup -> {
                var passing = new HashSet<>(columns);
                lookup.added().forEach(passing::remove);
                yield plus(passing, lookup.reads());
            }
            case HttpLookup.Failed(HttpLookup lookup) -> {
                var all = plus(columns, lookup.reads());
                all.remove(Lookup.REASON);
                yield all;
            }
            case Lookup.Failed(Lookup lookup) -> {
                var all = plus(columns, Set.copyOf(lookup.keys().values()));
                all.remove(Lookup.REASON);
                yield all;
            }
            case Rel.Late(Rel.WindowAggregate window) -> {
                var all = plus(columns, Set.copyOf(window.keys()));
                all.add(window.time());
                yield all;
            }
        };
    }

    /** Columns of a port that stay: those read, event time and key, and at least one, because a row without columns is none. */
    Set<String> live(PortRef port, Schema schema) {
        var columns = new HashSet<>(live.getOrDefault(port, Set.of()));
        schema.eventTime().ifPresent(columns::add);
        columns.addAll(schema.key());
        if (columns.isEmpty() && !schema.columns().isEmpty()) {
            columns.add(schema.columns().getFirst().name());
        }
        return columns;
    }

    private Segment pruned(Segment segment) {
        return switch (segment) {
            case Segment.Writing w -> new Segment.Writing(w.node(), w.kind(),
                    w.write().of(pruned(w.write().in(), Set.copyOf(w.write().in().schema().names()))));
            case Segment.Producing p -> {
                var outputs = new LinkedHashMap<String, Rel>();
                p.outputs().forEach((port, rel) -> outputs.put(port, beside(rel, outputs.get("out"))
                        .orElseGet(() -> pruned(rel, live(new PortRef(p.node(), port), rel.schema())))));
                outputs.forEach((port, rel) -> given.put(new PortRef(p.node(), port), rel.schema()));
                yield new Segment.Producing(p.node(), p.kind(), outputs);
            }
        };
    }

    /** What the main output leaves out refers to the very scan or window that is run: one read feeds both. */
    private static Optional<Rel> beside(Rel rel, Rel main) {
        return switch (rel) {
            case Rel.Rejected rejected when main instanceof Rel.Scan scan -> Optional.of(new Rel.Rejected(scan));
            case Rel.Late late when main instanceof Rel.WindowAggregate window -> Optional.of(new Rel.Late(window));
            case HttpLookup.Failed failed when main instanceof HttpLookup lookup -> Optional.of(new HttpLookup.Failed(lookup));
            case Lookup.Failed failed when main instanceof Lookup lookup -> Optional.of(new Lookup.Failed(lookup));
            case Lookup.Failed failed when main instanceof Rel.Filter(Lookup lookup, Scalar condition) -> Optional.of(new Lookup.Failed(lookup));
            default -> Optional.empty();
        };
    }

    private Rel pruned(Rel rel, Set<String> columns) {
        return switch (rel) {
            // In batch mode an input only adds rows, whatever its Rel would do in streaming mode.
            case Rel.Input(PortRef from, Schema schema) -> new Rel.Input(from, schema.isUpdating() ? given.get(from) : given.get(from).appending());
            case Rel.KafkaScan s -> {
                var required = required(s.schema());
                required.removeAll(s.parts().keySet());
                Schema kept = keep(s.schema(), plus(columns, required));
                var parts = new HashMap<>(s.parts());
                parts.keySet().retainAll(kept.names());
                yield s.withSchema(kept, parts);
            }
            case Rel.ValuesScan s -> new Rel.ValuesScan(s.rows(), keep(s.schema(), plus(columns, required(s.schema()))), s.eventTimeDelay());
            case Rel.FilesScan s -> new Rel.FilesScan(s.folder(), keep(s.schema(), plus(columns, required(s.schema()))), s.eventTimeDelay(), s.format(),
                    s.watch());
            case Rel.BackfillScan s -> new Rel.BackfillScan((Rel.FilesScan) pruned(s.files(), columns), (Rel.KafkaScan) pruned(s.topic(), columns), s.takeOver());
            case Rel.TableScan s -> new Rel.TableScan(s.database(), s.table(), keep(s.schema(), plus(columns, required(s.schema()))), s.eventTimeDelay(),
                    s.key(), s.splitBy(), s.parts());
            case Rel.DemoScan s -> new Rel.DemoScan(s.dataset(), keep(s.schema(), columns), s.eventTimeDelay(), s.rowsPerSecond(), s.limit(),
                    s.malformedEvery());
            case Rel.Rejected r -> r;
            case Rel.Versions(Rel.Input in, List<String> key) -> new Rel.Versions((Rel.Input) pruned(in, columns), key);
            case Live live -> new Live((Rel.Input) pruned(live.in(), needs(live, columns)), live.values());
            case Rel.Join join -> JoinColumns.keeping(join, columns, pruned(join.left(), JoinColumns.left(join, columns)),
                    pruned(join.right(), JoinColumns.right(join, columns)), keep(join.schema(), columns));
            case Rel.Query q -> {
                var in = new LinkedHashMap<String, Rel>();
                q.in().forEach((name, input) -> in.put(name, pruned(input, q.reads().get(name))));
                yield new Rel.Query(in, q.sql(), q.reads(), q.stateTtl(), q.schema());
            }
            case Rel.Filter(Rel in, Scalar condition) -> new Rel.Filter(pruned(in, needs(rel, columns)), condition);
            case Rel.Route(Rel in, List<Scalar> butNot, var match) -> new Rel.Route(pruned(in, needs(rel, columns)), butNot, match);
            case Rel.Project project -> new Rel.Project(pruned(project.in(), needs(rel, columns)),
                    project.columns().stream().filter(c -> columns.contains(c.name())).toList(), keep(project.schema(), columns));
            case Rel.Unnest u -> {
                var kept = new HashSet<>(columns);
                kept.addAll(u.elements());
                u.position().ifPresent(kept::add);
                yield new Rel.Unnest(pruned(u.in(), needs(u, columns)), u.column(), u.separator(), u.elements(), u.position(), u.keepEmpty(),
                        keep(u.schema(), kept));
            }
            case Rel.ChangesAsRows c -> {
                Rel in = pruned(c.in(), needs(c, columns));
                yield new Rel.ChangesAsRows(in, c.kinds(), c.kindColumn(), keep(c.schema(), plus(Set.copyOf(in.schema().names()), Set.of(c.kindColumn()))));
            }
            case Rel.Paced(Rel in, long rows, var per) -> new Rel.Paced(pruned(in, columns), rows, per);
            case Rel.Retime(Rel in, String time, Rel.Clock clock) -> new Rel.Retime(pruned(in, needs(rel, columns)), time, clock);
            case Rel.UnionAll union -> {
                Schema schema = keep(union.schema(), columns);
                yield new Rel.UnionAll(union.in().stream().map(in -> exactly(schema.names(), pruned(in, columns))).toList(), schema);
            }
            case StatefulRel s -> s.over(pruned(s.in(), needs(s, columns)), keep(s.schema(), columns));
            case Rel.WindowAggregate w -> {
                var calls = w.aggregates().stream().filter(a -> columns.contains(a.name())).toList();
                var kept = new HashSet<>(columns);
                kept.addAll(Set.of("window_start", "window_end", "window_time"));
                kept.addAll(w.keys());
                yield new Rel.WindowAggregate(pruned(w.in(), needs(w, columns)), w.time(), w.window(), w.keys(), calls, keep(w.schema(), kept));
            }
            case Lookup lookup -> {
                Rel in = pruned(lookup.in(), needs(lookup, columns));
                var kept = plus(columns, Set.copyOf(in.schema().names()));
                lookup.condition().ifPresent(c -> kept.addAll(c.columns()));
                yield lookup.over(in, keep(lookup.schema(), kept));
            }
            case HttpLookup lookup -> {
                Rel in = pruned(lookup.in(), needs(lookup, columns));
                yield lookup.over(in, keep(lookup.schema(), plus(columns, Set.copyOf(in.schema().names()))));
            }
            case HttpLookup.Failed failed -> throw new IllegalStateException("Failed rows stand beside a lookup");
            case Lookup.Failed failed -> throw new IllegalStateException("Failed rows stand beside a lookup");
            case Rel.Late late -> throw new IllegalStateException("Late rows stand beside a window");
        };
    }

    /** Inputs of a union agree in all columns, also where one of them carries more for another reader. */
    private static Rel exactly(List<String> names, Rel in) {
        if (in.schema().names().equals(names)) {
            return in;
        }
        var columns = names.stream().map(n -> in.schema().column(n).orElseThrow()).map(c -> new Rel.Named(c.name(), Scope.reference(c))).toList();
        Schema schema = in.schema().key().stream().allMatch(names::contains) ? in.schema() : in.schema().withKey(List.of());
        return new Rel.Project(in, columns, keep(schema, Set.copyOf(names)));
    }

    /** A record that lacks one of these is a bad record, whether somebody reads the column or not. */
    private static Set<String> required(Schema schema) {
        return schema.columns().stream().filter(c -> !c.nullable()).map(Column::name).collect(Collectors.toCollection(HashSet::new));
    }

    private static Schema keep(Schema schema, Set<String> columns) {
        var kept = new ArrayList<Column>(schema.columns());
        kept.removeIf(c -> !columns.contains(c.name()));
        return new Schema(kept, schema.eventTime(), schema.key(), schema.changelog());
    }

    private static Set<String> plus(Set<String> columns, Set<String> more) {
        var all = new HashSet<>(columns);
        all.addAll(more);
        return all;
    }
}
