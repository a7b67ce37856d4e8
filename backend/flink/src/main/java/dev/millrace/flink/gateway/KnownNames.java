package dev.millrace.flink.gateway;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Which metrics the vertices of a job have. Flink lists hundreds for each, of which a few are wanted, and they hardly ever change once a job runs; so the list is
 * asked for again now and then, and at once where one of them has no value any more.
 */
final class KnownNames {
    /** So long after the first look operators may still be about to show theirs. */
    private static final long BEGINNING = Duration.ofMinutes(1).toNanos();
    private static final long HOLDS = Duration.ofMinutes(1).toNanos();

    /**
     * @param offsets of a vertex, by which partitions are told apart
     * @param wanted those that are asked for
     * @param queries what to ask for them with
     */
    record Names(Set<String> offsets, Set<String> wanted, List<String> queries) {
        Names(Set<String> offsets, Set<String> wanted) {
            this(offsets, wanted, MetricNames.queries(wanted));
        }
    }

    private record Known(Names names, long at) {}

    private final LongSupplier nanos;
    private final long began;
    private final Map<String, Known> byVertex = new ConcurrentHashMap<>();

    KnownNames(LongSupplier nanos) {
        this.nanos = nanos;
        this.began = nanos.getAsLong();
    }

    Names of(String vertex, Supplier<Names> ask) {
        long now = nanos.getAsLong();
        Known last = byVertex.get(vertex);
        if (last != null && now - began > BEGINNING && now - last.at() < HOLDS) {
            return last.names();
        }
        Names names = ask.get();
        byVertex.put(vertex, new Known(names, now));
        return names;
    }

    void forget(String vertex) {
        byVertex.remove(vertex);
    }
}
