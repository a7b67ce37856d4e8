package dev.millrace.server.alerts;

import dev.millrace.server.deployment.DeploymentId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When a total of rows last grew, and how long it took between the times that it did.
 *
 * @param grewAt or when it began to be looked at, or to run
 * @param seenAt when it was looked at last
 * @param gapMillis the newest of what it took from one growth to the next, oldest first
 */
record Growth(DeploymentId deployment, long total, Instant grewAt, Instant seenAt, List<Long> gapMillis) {
    private static final int GAPS = 50;
    private static final int ENOUGH = 10;
    private static final double USUAL = 0.95;
    /** What happened while nobody looked is not known; a growth found after it says nothing of gaps. */
    private static final Duration LOOKED_AWAY = Duration.ofSeconds(10);

    Growth {
        gapMillis = List.copyOf(gapMillis);
    }

    static Growth begin(DeploymentId deployment, long total, Instant now) {
        return new Growth(deployment, total, now, now, List.of());
    }

    Growth seen(DeploymentId of, long newTotal, Instant now) {
        if (!of.equals(deployment)) {
            return new Growth(of, newTotal, now, now, gapMillis);
        }
        if (newTotal == total) {
            return new Growth(of, total, grewAt, now, gapMillis);
        }
        // A total that fell is read again from there, and what comes then are rows as well.
        boolean known = newTotal > total && !seenAt.plus(LOOKED_AWAY).isBefore(now);
        return new Growth(of, newTotal, now, now, known ? with(Duration.between(grewAt, now).toMillis()) : gapMillis);
    }

    /** It did not run just now, so that no row could come. */
    Growth interrupted(Instant now) {
        return new Growth(deployment, total, now, now, gapMillis);
    }

    private List<Long> with(long gap) {
        var all = new ArrayList<>(gapMillis);
        all.add(gap);
        return all.size() > GAPS ? all.subList(all.size() - GAPS, all.size()) : all;
    }

    /** Nineteen of twenty gaps are not longer; empty before enough were seen. */
    Optional<Duration> usualGap() {
        if (gapMillis.size() < ENOUGH) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofMillis(gapMillis.stream().sorted().toList().get((int) (USUAL * (gapMillis.size() - 1)))));
    }
}
