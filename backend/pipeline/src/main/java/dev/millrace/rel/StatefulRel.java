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

    private static Set<String> union(List<String> some, List<String> more) {
        var all = new HashSet<>(some);
        all.addAll(more);
        return all;
    }
}
