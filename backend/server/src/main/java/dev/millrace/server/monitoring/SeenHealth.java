package dev.millrace.server.monitoring;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Whether a system answers. Anybody may ask as often as they like: it is tried once for all who ask, not more often than set, and nobody waits
 * longer than two seconds. Says nothing of the system but that, so that no address and no secret gets out.
 */
final class SeenHealth implements HealthIndicator {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /** An answer that is older than so many rests is of the past. */
    private static final int FRESH = 3;

    private final BooleanSupplier works;
    private final Duration rest;
    private final Status silent;
    private Health last;
    private long lastNanos;
    private CompletableFuture<Health> asking;

    /**
     * @param works tries it; may take long, may fail
     * @param rest between two tries
     * @param silent what is said where there is no answer yet and none of before
     */
    SeenHealth(BooleanSupplier works, Duration rest, Status silent) {
        this.works = works;
        this.rest = rest;
        this.silent = silent;
    }

    @Override public Health health() {
        CompletableFuture<Health> answer;
        synchronized (this) {
            if (isYounger(rest)) {
                return last;
            }
            if (asking == null) {
                asking = new CompletableFuture<>();
                CompletableFuture<Health> mine = asking;
                Thread.ofVirtual().name("health").start(() -> ask(mine));
            }
            answer = asking;
        }
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            synchronized (this) {
                return isYounger(rest.multipliedBy(FRESH)) ? last : Health.status(silent).build();
            }
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Health.status(silent).build();
        }
    }

    private void ask(CompletableFuture<Health> answer) {
        Health found;
        try {
            found = works.getAsBoolean() ? Health.up().build() : Health.down().build();
        } catch (RuntimeException failed) {
            found = Health.down().build();
        }
        synchronized (this) {
            last = found;
            lastNanos = System.nanoTime();
            asking = null;
        }
        answer.complete(found);
    }

    private boolean isYounger(Duration age) {
        return last != null && System.nanoTime() - lastNanos < age.toNanos();
    }
}
