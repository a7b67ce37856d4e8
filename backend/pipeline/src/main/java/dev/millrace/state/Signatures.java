package dev.millrace.state;

import dev.millrace.compile.JoinColumns;
import dev.millrace.compile.Segment;
import dev.millrace.pipeline.PortRef;
import dev.millrace.rel.HttpLookup;
import dev.millrace.rel.Live;
import dev.millrace.rel.Lookup;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Rel.Join.Meeting;
import dev.millrace.rel.Scalar;
import dev.millrace.rel.StatefulRel;
import dev.millrace.rel.Window;
import dev.millrace.rel.Write;
import dev.millrace.schema.Durations;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import dev.millrace.state.Part.Columns;
import dev.millrace.state.Trait.Weight;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a node keeps, as Flink stores it. Flink stores values in an order, by type, without names; so here too, and beside each where
 * it comes from, since a value of the same type that means something else would be taken without a word.
 */
final class Signatures {
    private final Origins origins;
    private final List<Part> parts = new ArrayList<>();

    private Signatures(Origins origins) {
        this.origins = origins;
    }

    /**
     * Empty where a node keeps nothing.
     *
     * @param unwired outputs that nobody reads: nothing parts late rows for them
     */
    static List<Part> of(Segment segment, Origins origins, Set<PortRef> unwired) {
        var signatures = new Signatures(origins.at(segment.node()));
        switch (segment) {
            case Segment.Producing p -> p.outputs().forEach((port, rel) -> {
                if (!(rel instanceof Rel.Late) || !unwired.contains(new PortRef(p.node(), port))) {
                    signatures.add(rel, !(rel instanceof Rel.Late));
                }
            });
            case Segment.Writing w -> {
                signatures.add(w.write().in(), true);
                new OutsideState(signatures.parts).add(w.write());
            }
        }
        return List.copyOf(signatures.parts);
    }

    private void add(Rel rel, boolean withInputs) {
        if (withInputs) {
            rel.inputs().forEach(in -> add(in, true));
        }
        switch (rel) {
            case Rel.Scan scan -> {
                new OutsideState(parts).add(scan);
                if (scan.schema().isUpdating()) {
                    // A record replaces the row that had its key, so the row is kept.
                    part("newest row of each key", List.of(keys(scan, scan.schema().key()), row("rows", scan, scan.schema().names())));
                }
            }
            case StatefulRel s -> stateful(s);
            case Rel.WindowAggregate w -> window(w);
            case Rel.Join j -> join(j);
            case Rel.Query q -> query(q);
            case Rel.Late late -> parts.add(new Part("which windows have closed, for late rows", List.of(keys(late.window().in(), late.window().keys())),
                    List.of(window(late.window().window())), true));
            case Lookup l -> part("rows that wait for an answer", List.of(row("rows", l.in(), l.in().schema().names())));
            case HttpLookup l -> part("rows that wait for an answer", List.of(row("rows", l.in(), l.in().schema().names())));
            case Rel.Input i -> { }
            case Rel.Rejected r -> { }
            case Rel.Versions v -> { }
            // Its values are handed on by the application, so nothing is lost with this state.
            case Live l -> { }
            case Rel.Filter f -> { }
            case Rel.Route r -> { }
            case Rel.Project p -> { }
            case Rel.Unnest u -> { }
            case Rel.Retime r -> { }
            case Rel.Paced p -> { }
            case Rel.ChangesAsRows c -> { }
            case Rel.UnionAll u -> { }
            case HttpLookup.Failed f -> { }
            case Lookup.Failed f -> { }
        }
    }

    private void stateful(StatefulRel rel) {
        Rel in = rel.in();
        Columns keys = keys(in, rel.keys());
        // Flink takes keys in the order in which the input has them.
        var order = new Trait("The order of its keys in the rows that come in", Weight.FORM, in.schema().names().stream().filter(rel.keys()::contains)
                .map(name -> rel.keys().indexOf(name) + 1).toList().toString());
        Trait kept = kept(rel.stateTtl());
        Trait changes = changes(in.schema());
        switch (rel) {
            case StatefulRel.GroupAggregate g -> {
                part("groups", List.of(keys, accumulators(Aggregation.of(g))), order, kept, changes);
            }
            case StatefulRel.OverAggregate o -> {
                var all = plus(o.schema().names(), o.reads());
                part("rows before, and what is computed over them", List.of(keys, row("rows", in, all), byPlace(new Aggregation(in, o.aggregates(), o.schema(), false))), order, kept,
                        time(in, o.time()), frame(o.frame()));
            }
            case StatefulRel.Previous p -> part("rows before", List.of(keys, row("rows", in, plus(p.schema().names(), p.reads()))), order, kept, time(in, p.time()),
                    new Trait("How many rows it looks back", Weight.MEANING, Long.toString(p.back())),
                    new Trait("What it looks back at", Weight.FORM, p.values().stream().map(v -> in.schema().names().indexOf(v.column())).toList().toString()));
            case StatefulRel.Deduplicate d -> part("a row of each key", List.of(keys, row("rows", in, plus(d.schema().names(), d.reads()))), order, kept, changes,
                    d.time().map(t -> time(in, t)).orElse(new Trait("The order of rows", Weight.FORM, "that of arrival")),
                    new Trait("Which row it keeps", Weight.MEANING, d.last() ? "the last" : "the first"));
            case StatefulRel.TopN t -> part("the first rows of each key", List.of(keys, row("rows", in, plus(t.schema().names(), t.reads())), row("sort columns", in,
                            t.order().stream().map(StatefulRel.Order::column).toList(), false)), order, kept, changes,
                    new Trait("The order of rows", Weight.MEANING, t.order().stream().map(o -> o.descending() ? "largest first" : "smallest first").toList().toString()),
                    new Trait("The number of rows it keeps", Weight.MEANING, Long.toString(t.rows())),
                    new Trait("The column with the place", Weight.MEANING, t.rank().isPresent() ? "there" : "not there"),
                    new Trait("Whose first rows they are", Weight.FORM, t.windowTime().isPresent() ? "those of each window" : "those of all rows so far"));
            case StatefulRel.MatchPattern m -> part("matches that have begun", List.of(keys, row("rows", in, m.reads())), order, time(in, m.time()),
                    new Trait("The steps", Weight.FORM, m.steps().stream().map(s -> s.name() + (s.apart() ? " later" : "") + " " + s.least() + "–"
                            + s.most().map(String::valueOf).orElse("any") + (s.few() ? " few" : "")).toList().toString()),
                    new Trait("What a step asks for", Weight.MEANING, m.steps().stream().map(s -> s.condition().map(c -> origins.of(in, c).toString()).orElse("any row")).toList().toString()),
                    new Trait("How long a match takes at most", Weight.MEANING, m.within().map(Durations::write).orElse("any time")),
                    new Trait("Where the next match may begin", Weight.MEANING, m.resume().toString()));
        }
    }

    private void window(Rel.WindowAggregate w) {
        part("open windows", List.of(keys(w.in(), w.keys()), accumulators(Aggregation.of(w))),
                traits(window(w.window()), time(w.in(), w.time()), changes(w.in().schema())));
    }

    /** A window of another length would close old slices under new bounds. */
    private static Trait[] window(Window window) {
        String zone = window.zone().map(z -> " in " + z).orElse("");
        return switch (window) {
            case Window.Tumbling t -> windowTraits("tumbling", Weight.MEANING, Durations.write(t.size()) + from(t.offset()) + zone);
            case Window.Hopping h -> windowTraits("hopping", Weight.MEANING, Durations.write(h.size()) + " every " + Durations.write(h.slide()) + from(h.offset()) + zone);
            case Window.Cumulating c -> windowTraits("cumulating", Weight.MEANING, Durations.write(c.size()) + " by " + Durations.write(c.step()) + from(c.offset()) + zone);
            case Window.Session s -> windowTraits("session", Weight.MEANING, "gap " + Durations.write(s.gap()));
        };
    }

    private static Trait[] windowTraits(String kind, Weight weight, String length) {
        return new Trait[] {new Trait("The kind of its windows", Weight.FORM, kind), new Trait("How its windows are cut", weight, length)};
    }

    private static String from(Duration offset) {
        return offset.isZero() ? "" : " from " + Durations.write(offset);
    }

    private void join(Rel.Join j) {
        Rel left = j.left();
        Rel right = j.right();
        List<Columns> columns = new ArrayList<>();
        columns.add(keys(left, j.keys().stream().map(Rel.Join.KeyPair::left).toList()));
        columns.add(keys(right, j.keys().stream().map(Rel.Join.KeyPair::right).toList()));
        columns.add(row("rows of the left", left, JoinColumns.left(j, j.schema().names())));
        columns.add(row("rows of the right", right, JoinColumns.right(j, j.schema().names())));
        String condition = j.condition().map(c -> condition(j, c.sql())).orElse("none");
        var traits = new ArrayList<>(List.of(new Trait("The kind of join", Weight.FORM, words(j.type())), changes(left.schema()), changes(right.schema()),
                unique("left", left.schema(), j.keys().stream().map(Rel.Join.KeyPair::left).collect(Collectors.toSet())),
                unique("right", right.schema(), j.keys().stream().map(Rel.Join.KeyPair::right).collect(Collectors.toSet())),
                // Other joins keep with a row how many partners it has had by the old condition.
                new Trait("The condition", j.type() == Rel.Join.Type.INNER ? Weight.NOTE : Weight.MEANING, condition)));
        switch (j.meeting()) {
            case Meeting.Near near -> traits.addAll(List.of(new Trait("When rows meet", Weight.FORM, "near in time"), time(left, near.leftTime()), time(right, near.rightTime()),
                    new Trait("How far apart rows may be", Weight.NOTE, Durations.write(near.before()) + " before to " + Durations.write(near.after()) + " after")));
            case Meeting.SameWindow same -> traits.add(new Trait("When rows meet", Weight.FORM, "in one window"));
            case Meeting.Whenever whenever -> traits.addAll(List.of(new Trait("When rows meet", Weight.FORM, "whenever they come"), kept(whenever.keepFor())));
            case Meeting.AsOf asOf -> traits.addAll(List.of(new Trait("When rows meet", Weight.FORM, "as of a time"), time(left, asOf.leftTime()), time(right, asOf.rightTime())));
        }
        part("rows that wait for partners", columns, traits.toArray(Trait[]::new));
    }

    private String condition(Rel.Join j, String sql) {
        return origins.of(j, new Scalar(sql, LogicalType.BOOLEAN, true, Set.of())).toString();
    }

    private static String words(Rel.Join.Type type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    /** Flink keeps rows by what makes them unique, and in a list where nothing does. */
    private static Trait unique(String side, Schema schema, Set<String> joinedBy) {
        String how = schema.key().isEmpty() ? "nothing" : joinedBy.containsAll(schema.key()) ? "the columns of the join"
                : "columns " + schema.key().stream().map(schema.names()::indexOf).sorted().toList();
        return new Trait("What makes a row of the " + side + " unique", Weight.FORM, how);
    }

    /** Flink plans a query as a whole; whether it keeps something cannot be told from outside, so only what surely keeps nothing is left out. */
    private void query(Rel.Query q) {
        if (StatelessQuery.is(q)) {
            return;
        }
        List<Columns> columns = new ArrayList<>();
        List<Trait> traits = new ArrayList<>();
        q.in().forEach((name, in) -> {
            columns.add(row("columns of " + name, in, q.reads().get(name)));
            traits.add(changes(in.schema()));
        });
        traits.add(new Trait("The query", Weight.FORM, q.sql()));
        traits.add(kept(q.stateTtl()));
        part("what the query keeps", columns, traits.toArray(Trait[]::new));
    }

    private void part(String what, List<Columns> columns, Trait... traits) {
        parts.add(new Part(what, columns, List.of(traits), false));
    }

    private static Trait[] traits(Trait[] some, Trait... more) {
        var all = new ArrayList<>(List.of(some));
        all.addAll(List.of(more));
        return all.toArray(Trait[]::new);
    }

    private Columns keys(Rel rel, List<String> names) {
        return new Columns("keys", true, names.stream().map(name -> held(rel, name)).toList());
    }

    private Columns row(String what, Rel rel, Collection<String> names) {
        return row(what, rel, rel.schema().names().stream().filter(names::contains).toList(), false);
    }

    private Columns row(String what, Rel rel, List<String> names, boolean keys) {
        return new Columns(what, keys, names.stream().map(name -> held(rel, name)).toList());
    }

    private Held held(Rel rel, String name) {
        return Held.of(rel.schema().column(name).orElseThrow(), origins.of(rel, name));
    }

    /** Accumulators stand in the order of the aggregates. */
    private Columns byPlace(Aggregation of) {
        return new Columns("aggregates", false, Accumulators.held(of, origins));
    }

    private Columns accumulators(Aggregation of) {
        return of.isByName() ? byPlace(of).foundByName() : byPlace(of);
    }

    private Trait time(Rel in, String time) {
        return new Trait("Its event time", Weight.MEANING, String.join(" or ", new TreeSet<>(origins.of(in, time))));
    }

    private static Trait kept(Optional<Duration> ttl) {
        return new Trait("How long it is kept", Weight.NOTE, ttl.map(Durations::write).orElse("for ever"));
    }

    private static Trait changes(Schema in) {
        return new Trait("What comes in", Weight.FORM, in.isUpdating() ? "rows that change" : "rows that are only added");
    }

    private static Trait frame(StatefulRel.OverAggregate.Frame frame) {
        return switch (frame) {
            case StatefulRel.OverAggregate.Frame.Everything e -> new Trait("Which rows it is over", Weight.FORM, "all rows so far");
            case StatefulRel.OverAggregate.Frame.Rows r -> new Trait("Which rows it is over", Weight.FORM, "the " + r.before() + " rows before");
            case StatefulRel.OverAggregate.Frame.Range r -> new Trait("Which rows it is over", Weight.FORM, "the last " + Durations.write(r.before()));
        };
    }

    private static Set<String> plus(Collection<String> some, Collection<String> more) {
        var all = new HashSet<>(some);
        all.addAll(more);
        return all;
    }
}
