package dev.millrace.server;

import java.time.Duration;

/**
 * How long the machine has stood still, which a thread sees that sleeps for a moment again and again. What is promised to be done within a time is not
 * late by that.
 */
public final class StandStill implements AutoCloseable {
    private static final Duration MOMENT = Duration.ofMillis(50);

    private final Thread watcher;
    private long seen = System.nanoTime();
    private long lost;

    private StandStill() {
        watcher = Thread.ofPlatform().name("stand-still").daemon().start(() -> {
            try {
                while (true) {
                    Thread.sleep(MOMENT);
                    look();
                }
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Begins to watch. */
    public static StandStill watch() {
        return new StandStill();
    }

    /** In all since then. */
    public Duration lost() {
        return look();
    }

    /** Whoever goes on first after a stand still sees it. */
    private synchronized Duration look() {
        long now = System.nanoTime();
        lost += Math.max(0, now - seen - MOMENT.toNanos());
        seen = now;
        return Duration.ofNanos(lost);
    }

    @Override public void close() {
        watcher.interrupt();
    }
}
