package dev.millrace.server;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * For how long the machine itself stood still, as a virtual one does at times: a thread that wants to look at the clock twenty times a second says how much later it came to it. A
 * machine that is only busy lets it. What is promised of the application within a time cannot be held by a machine that does not run.
 */
public final class Standstill implements AutoCloseable {
    private static final long EACH_MILLIS = 50;
    /** Later than a busy machine is. */
    private static final long LATE = Duration.ofMillis(500).toNanos();
    /** What was seen before one that is as long says nothing of what is now: whoever watches a course of numbers begins anew. */
    private static final long LONG = Duration.ofSeconds(10).toNanos();

    private long nanos;
    private long last = System.nanoTime();
    private final List<Instant> ends = new ArrayList<>();
    private final Thread watch = Thread.ofPlatform().name("standstill").daemon().start(this::watch);

    private void watch() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Thread.sleep(EACH_MILLIS);
            } catch (InterruptedException closed) {
                return;
            }
            look();
        }
    }

    private synchronized void look() {
        long now = System.nanoTime();
        if (now - last > LATE) {
            nanos += now - last;
            if (now - last > LONG) {
                ends.add(Instant.now());
            }
        }
        last = now;
    }

    /** Since it was made. When the machine runs again, whoever asks may come to it before the watch does. */
    public synchronized Duration total() {
        look();
        return Duration.ofNanos(nanos);
    }

    /** When the last long one ended that ended in this time; where there was none, when the time began. */
    public synchronized Instant lastEnd(Instant from, Instant until) {
        look();
        return ends.stream().filter(end -> end.isAfter(from) && !end.isAfter(until)).reduce(from, (before, end) -> end);
    }

    @Override public void close() {
        watch.interrupt();
    }
}
