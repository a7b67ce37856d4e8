package dev.millrace.runtime.latency;

import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** How long things took that came within the last seconds. Flink reads it with a thread of its own. */
final class RecentTimes {
    /** Where nothing came. */
    static final long UNKNOWN = -1;
    /** Longer than Flink takes between two looks at its metrics, which is ten seconds unless it is set otherwise. */
    static final long LASTING_MILLIS = 15_000;
    private static final int MOST = 512;

    private final LongSupplier clock;
    private final long[] at = new long[MOST];
    private final long[] took = new long[MOST];
    private int count;

    RecentTimes(LongSupplier clock) {
        this.clock = clock;
    }

    /** @param since when it began; the clock of another machine may be ahead, and then it took no time */
    synchronized void arrived(long since) {
        long now = clock.getAsLong();
        at[count % MOST] = now;
        took[count % MOST] = Math.max(0, now - since);
        count++;
    }

    /** Of an even number the larger of the two in the middle. */
    synchronized long median() {
        long[] recent = recent().sorted().toArray();
        return recent.length == 0 ? UNKNOWN : recent[recent.length / 2];
    }

    synchronized long worst() {
        return recent().max().orElse(UNKNOWN);
    }

    private LongStream recent() {
        long oldest = clock.getAsLong() - LASTING_MILLIS;
        return IntStream.range(0, Math.min(count, MOST)).filter(i -> at[i] >= oldest).mapToLong(i -> took[i]);
    }
}
