package dev.millrace.rel;

import dev.millrace.schema.Schema;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What keeps something for each key it has seen. One input, one output. */
public sealed interface StatefulRel extends Rel.WithState {
    Rel in();

    /** What is not touched for so long is forgotten; empty: nothing is. */
    @Override Optional<Duration> stateTtl();

    /** Columns of the input that it reads for itself, whoever reads what comes out. */
    Set<String> reads();

    /** Rows with equal values of these go together; none: all rows. */
    List<String> keys();

    /** The columns of the output that are computed here, and not columns of the input that pass. */
    Set<String> computes();

    /** The same over an input that has been cut down, and with the output cut down to these columns. */
    StatefulRel over(Rel in, Schema schema);

    @Override default List<Rel> inputs() {
        return List.of(in());
    }

    /** One row for each combination of keys, sent again whenever an aggregate changes. Columns: the keys, the aggregates. */
    record GroupAggregate(Rel in, List<String> keys, List<AggregateCall> aggregates, Optional<Duration> stateTtl, Schema schema)
            implements StatefulRel {
        public GroupAggregate {
            keys = List.copyOf(keys);
            aggregates = List.copyOf(aggregates);
        }
        @Override public Set<String> reads() {
            return union(keys, aggregates.stream().flatMap(a -> a.columns().stream()).toList());
        }
        @Override public Set<String> computes() {
            return Set.copyOf(schema.names());
        }
        /** Keeps all aggregates: which of them there are decides when a row is sent again. */
        @Override public GroupAggregate over(Rel in, Schema schema) {
            return new GroupAggregate(in, keys, aggregates, stateTtl, this.schema);
        }
    }

    /**
     * Rows of one key that follow each other, with nothing between, as the steps say; one row for each match. Columns: the keys,
     * the measures, and the time of the last row matched, which is the event time of the result.
     *
     * @param time the event time of the input
     * @param within a match takes at most so long from its first to its last row
     * @param measures values over the steps
     * @param matchTime name of the time column of the result
     */
    record MatchPattern(Rel in, List<String> keys, String time, List<Step> steps, Optional<Duration> within, Resume resume, List<Named> measures,
            String matchTime, Schema schema) implements StatefulRel {
        public MatchPattern {
            keys = List.copyOf(keys);
            steps = List.copyOf(steps);
            measures = List.copyOf(measures);
        }

        /**
         * @param condition for a row of the step; empty: any row
         * @param apart whether other rows may come between the step before and this one
         * @param most empty: any number
         * @param few whether as few rows as possible are taken, not as many
         */
        public record Step(String name, Optional<Scalar> condition, boolean apart, long least, Optional<Long> most, boolean few) {}

        /** Where the next match may begin; {@code step} is empty for the row after the first and after the last. */
        public record Resume(Place place, Optional<String> step) {
            public enum Place { PAST_LAST_ROW, NEXT_ROW, FIRST_OF_STEP, LAST_OF_STEP }
        }

        @Override public Optional<Duration> stateTtl() {
            return Optional.empty();
        }
        @Override public Set<String> reads() {
            var read = new HashSet<>(keys);
            read.add(time);
            steps.forEach(s -> s.condition().ifPresent(c -> read.addAll(c.columns())));
            measures.forEach(m -> read.addAll(m.value().columns()));
            return read;
        }
        @Override public Set<String> computes() {
            return Set.copyOf(schema.names());
        }
        @Override public MatchPattern over(Rel in, Schema schema) {
            return new MatchPattern(in, keys, time, steps, within, resume, measures, matchTime, this.schema);
        }
    }

    /** The first or the last row of each key by event time, or by arrival where {@code time} is empty. */
    record Deduplicate(Rel in, List<String> keys, Optional<String> time, boolean last, Optional<Duration> stateTtl, Schema schema)
            implements StatefulRel {
        public Deduplicate {
            keys = List.copyOf(keys);
        }
        @Override public Set<String> reads() {
            return union(keys, time.stream().toList());
        }
        @Override public Set<String> computes() {
            return Set.of();
        }
        @Override public Deduplicate over(Rel in, Schema schema) {
            return new Deduplicate(in, keys, time, last, stateTtl, schema);
        }
    }

    /** A column that decides the order of rows. NULL comes before all values. */
    record Order(String column, boolean descending) {}

    /**
     * The first rows of each key in an order.
     *
     * @param rank the column that holds a row's place, from 1; empty: there is none
     * @param windowTime where the rows are those of windows: the event time of the input, by which a window closes and its first
     *     rows are sent, once; empty: the first rows so far, sent again whenever they change
     */
    record TopN(Rel in, List<String> keys, List<Order> order, long rows, Optional<String> rank, Optional<String> windowTime,
            Optional<Duration> stateTtl, Schema schema) implements StatefulRel {
        public TopN {
            keys = List.copyOf(keys);
            order = List.copyOf(order);
        }
        @Override public Set<String> reads() {
            var all = union(keys, order.stream().map(Order::column).toList());
            windowTime.ifPresent(all::add);
            return all;
        }
        @Override public Set<String> computes() {
            return rank.map(Set::of).orElse(Set.of());
        }
        @Override public TopN over(Rel in, Schema schema) {
            return new TopN(in, keys, order, rows, rank, windowTime, stateTtl, schema);
        }
    }

    /** Each row with aggregates over it and the rows of its key before it, by event time. */
    record OverAggregate(Rel in, List<String> keys, String time, Frame frame, List<AggregateCall> aggregates, Optional<Duration> stateTtl,
            Schema schema) implements StatefulRel {
        public OverAggregate {
            keys = List.copyOf(keys);
            aggregates = List.copyOf(aggregates);
        }
        @Override public Set<String> reads() {
            var all = union(keys, aggregates.stream().flatMap(a -> a.columns().stream()).toList());
            all.add(time);
            return all;
        }
        @Override public Set<String> computes() {
            return Set.copyOf(aggregates.stream().map(AggregateCall::name).toList());
        }
        @Override public OverAggregate over(Rel in, Schema schema) {
            return new OverAggregate(in, keys, time, frame, aggregates.stream().filter(a -> schema.column(a.name()).isPresent()).toList(),
                    stateTtl, schema);
        }

        /** Which rows before a row belong to it. */
        public sealed interface Frame {
            record Everything() implements Frame {}

            /** So many rows before it. */
            record Rows(long before) implements Frame {}

            /** Rows at most so much older. */
            record Range(Duration before) implements Frame {}
        }
    }

    /**
     * Each row with values of a row of its key before it, by event time; NULL where there is none.
     *
     * @param onlyChanges whether rows in which no value differs from the one before are left out
     */
    record Previous(Rel in, List<String> keys, String time, List<Earlier> values, long back, boolean onlyChanges, Optional<Duration> stateTtl,
            Schema schema) implements StatefulRel {
        public Previous {
            keys = List.copyOf(keys);
            values = List.copyOf(values);
        }
        @Override public Set<String> reads() {
            var all = union(keys, values.stream().map(Earlier::column).toList());
            all.add(time);
            return all;
        }
        @Override public Set<String> computes() {
            return Set.copyOf(values.stream().map(Earlier::name).toList());
        }
        @Override public Previous over(Rel in, Schema schema) {
            return new Previous(in, keys, time, values, back, onlyChanges, stateTtl, schema);
        }

        /** The column {@code name} holds what {@code column} held before. */
        public record Earlier(String column, String name) {}
    }

    private static Set<String> union(List<String> some, List<String> more) {
        var all = new HashSet<>(some);
        all.addAll(more);
        return all;
    }
}
