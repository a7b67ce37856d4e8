package dev.millrace.runtime.http;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Leaves a service alone that fails again and again. For several threads.
 *
 * <pre>
 *   closed ──failures one after another──▶ open ──after a pause──▶ one is tried ──▶ closed, or open again
 * </pre>
 */
final class Breaker {
    private final int most;
    private final long pause;
    private final LongSupplier clock;
    private int failures;
    private long openUntil;
    private boolean trying;

    /** @param clock in nanoseconds */
    Breaker(int most, Duration pause, LongSupplier clock) {
        this.most = most;
        this.pause = pause.toNanos();
        this.clock = clock;
    }

    /** Whether the service may be asked now; who may must say how it went. */
    synchronized boolean allows() {
        if (failures < most) {
            return true;
        }
        if (trying || clock.getAsLong() - openUntil < 0) {
            return false;
        }
        trying = true;
        return true;
    }

    synchronized void succeeded() {
        failures = 0;
        trying = false;
    }

    synchronized void failed() {
        failures = Math.min(most, failures + 1);
        trying = false;
        if (failures == most) {
            openUntil = clock.getAsLong() + pause;
        }
    }
}
