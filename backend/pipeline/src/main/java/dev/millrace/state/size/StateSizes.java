package dev.millrace.state.size;

import dev.millrace.compile.JoinColumns;
import dev.millrace.compile.LogicalPlan;
import dev.millrace.compile.Segment;
import dev.millrace.pipeline.NodeId;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Rel.Join.Meeting;
import dev.millrace.rel.StatefulRel;
import dev.millrace.rel.StatefulRel.OverAggregate.Frame;
import dev.millrace.rel.Window;
import dev.millrace.schema.Durations;
import dev.millrace.schema.Schema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Estimates of the state of each node of a plan that keeps keys or rows. Left out are a query in SQL, of which nobody knows from outside what it keeps, and what is
 * small whatever comes: offsets, counts, transactions.
 */
public final class StateSizes {
    private final List<Kept> kept = new ArrayList<>();

    private StateSizes() {}

    public static Map<NodeId, StateSize> of(LogicalPlan plan) {
        var sizes = new TreeMap<NodeId, StateSize>();
        if (plan.run().isBatch()) {
            return sizes;
        }
        for (Segment segment : plan.segments()) {
            var all = new StateSizes();
            switch (segment) {
                case Segment.Producing p -> p.outputs().values().stream().distinct().forEach(all::add);
                case Segment.Writing w -> all.add(w.write().in());
            }
            if (!all.kept.isEmpty()) {
                sizes.put(segment.node(), new StateSize(all.kept.stream().distinct().toList()));
            }
        }
        return sizes;
    }

    private void add(Rel rel) {
        rel.inputs().forEach(this::add);
        switch (rel) {
            case Rel.Scan scan when scan.schema().isUpdating() -> keys(scan.schema(), scan.schema().key(), StoredBytes.row(scan.schema(), scan.schema().names()), Optional.empty());
            case StatefulRel stateful -> stateful(stateful);
            case Rel.WindowAggregate w -> window(w);
            case Rel.Join join -> join(join);
            default -> { }
        }
    }

    private void stateful(StatefulRel rel) {
        Schema in = rel.in().schema();
        switch (rel) {
            case StatefulRel.GroupAggregate g -> keys(in, g.keys(), values(g.aggregates(), in), g.stateTtl());
            // Once the first row of a key has gone out, only that it has is kept.
            case StatefulRel.Deduplicate d -> keys(in, d.keys(), d.last() ? StoredBytes.row(in, passing(d)) : StoredBytes.FLAG, d.stateTtl());
            case StatefulRel.TopN t when t.windowTime().isPresent() -> kept.add(new Kept("key of an open window", false,
                    key(in, t.keys()) + t.rows() * StoredBytes.row(in, passing(t)), Optional.empty(), "It goes when its window closes"));
            case StatefulRel.TopN t -> keys(in, t.keys(), t.rows() * StoredBytes.row(in, passing(t)), t.stateTtl());
            case StatefulRel.Previous p -> keys(in, p.keys(), p.back() * StoredBytes.row(in, passing(p)), p.stateTtl());
            case StatefulRel.OverAggregate o -> {
                switch (o.frame()) {
                    case Frame.Everything e -> keys(in, o.keys(), values(o.aggregates(), in), o.stateTtl());
                    case Frame.Rows r -> keys(in, o.keys(), (r.before() + 1) * StoredBytes.row(in, passing(o)) + values(o.aggregates(), in), o.stateTtl());
                    case Frame.Range r -> rows("row", in, passing(o), r.before());
                }
            }
            case StatefulRel.MatchPattern m -> m.within().ifPresentOrElse(within -> rows("row that may be part of a match", in, m.reads(), within),
                    () -> kept.add(new Kept("row that may be part of a match", true, StoredBytes.ENTRY + StoredBytes.row(in, m.reads()), Optional.empty(), "")));
        }
    }

    private static Collection<String> passing(StatefulRel rel) {
        var all = new HashSet<>(rel.schema().names());
        all.addAll(rel.reads());
        return all;
    }

    private static long key(Schema schema, List<String> keys) {
        return StoredBytes.ENTRY + StoredBytes.row(schema, keys);
    }

    private void keys(Schema schema, List<String> keys, long value, Optional<Duration> ttl) {
        // Without keys there is one entry, which is small.
        if (!keys.isEmpty()) {
            kept.add(new Kept("key", false, key(schema, keys) + value, ttl, ttl.map(t -> "A key that is not touched for " + Durations.write(t) + " is forgotten").orElse("")));
        }
    }

    private void rows(String per, Schema schema, Collection<String> columns, Duration length) {
        kept.add(new Kept(per, true, StoredBytes.ENTRY + StoredBytes.row(schema, columns), Optional.of(length), "It is kept for " + Durations.write(length)));
    }

    private static long values(List<Rel.AggregateCall> calls, Schema in) {
        long bytes = StoredBytes.row();
        for (Rel.AggregateCall call : calls) {
            long value = call.column().flatMap(in::column).map(c -> StoredBytes.value(c.type())).orElse(8L);
            bytes += switch (call.function()) {
                case COUNT, SUM -> 8;
                case AVG -> 16;
                case MIN, MAX, FIRST, LAST -> value;
                // As many as there are, which nobody knows: as if a key had ten.
                case COUNT_DISTINCT, LIST, ARRAY, PERCENTILE -> 10 * value;
            };
        }
        return bytes;
    }

    private void window(Rel.WindowAggregate w) {
        Schema in = w.in().schema();
        long bytes = key(in, w.keys()) + 8 + values(w.aggregates(), in);
        kept.add(switch (w.window()) {
            case Window.Tumbling t -> new Kept("key of an open window", false, bytes, Optional.of(t.size()), "It goes when its window closes, after " + Durations.write(t.size()));
            case Window.Hopping h -> new Kept("key of an open window", false, bytes * (h.size().toMillis() / h.slide().toMillis()), Optional.of(h.size()),
                    "It is kept in slices of " + Durations.write(h.slide()) + ", each of which goes after " + Durations.write(h.size()));
            case Window.Cumulating c -> new Kept("key of an open window", false, 2 * bytes, Optional.of(c.size()), "It goes when its window closes, after " + Durations.write(c.size()));
            case Window.Session s -> new Kept("open session", false, bytes + 16, Optional.of(s.gap()), "It goes " + Durations.write(s.gap()) + " after its last row");
        });
    }

    private void join(Rel.Join join) {
        Collection<String> left = JoinColumns.left(join, join.schema().names());
        Collection<String> right = JoinColumns.right(join, join.schema().names());
        switch (join.meeting()) {
            case Meeting.Near near -> {
                rows("row of the left", join.left().schema(), left, near.before().plus(near.after()));
                rows("row of the right", join.right().schema(), right, near.before().plus(near.after()));
            }
            case Meeting.SameWindow same -> {
                waiting("row of the left in an open window", join.left().schema(), left);
                waiting("row of the right in an open window", join.right().schema(), right);
            }
            case Meeting.Whenever whenever -> {
                whenever("row of the left", join.left().schema(), left, whenever.keepFor());
                whenever("row of the right", join.right().schema(), right, whenever.keepFor());
            }
            case Meeting.AsOf asOf -> keys(join.right().schema(), join.keys().stream().map(Rel.Join.KeyPair::right).toList(),
                    StoredBytes.row(join.right().schema(), right), Optional.empty());
        }
    }

    private void waiting(String per, Schema schema, Collection<String> columns) {
        kept.add(new Kept(per, false, StoredBytes.ENTRY + StoredBytes.row(schema, columns), Optional.empty(), "It goes when the window closes"));
    }

    private void whenever(String per, Schema schema, Collection<String> columns, Optional<Duration> keepFor) {
        keepFor.ifPresentOrElse(length -> rows(per, schema, columns, length),
                () -> kept.add(new Kept(per, true, StoredBytes.ENTRY + StoredBytes.row(schema, columns), Optional.empty(), "")));
    }
}
