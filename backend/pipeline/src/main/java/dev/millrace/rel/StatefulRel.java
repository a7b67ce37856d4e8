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

    private static Set<String> union(List<String> some, List<String> more) {
        var all = new HashSet<>(some);
        all.addAll(more);
        return all;
    }
}
