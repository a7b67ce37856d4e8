package dev.millrace.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BreakerTest {
    private final AtomicLong clock = new AtomicLong();
    private final Breaker breaker = new Breaker(2, Duration.ofSeconds(10), clock::get);

    @Test
    void failuresWithSuccessBetweenThemDoNotOpenIt() {
        breaker.failed();
        breaker.succeeded();
        breaker.failed();
        assertThat(breaker.allows()).isTrue();
    }

    @Test
    void afterThePauseOneIsTriedAndDecides() {
        breaker.failed();
        breaker.failed();
        assertThat(breaker.allows()).isFalse();
        clock.addAndGet(TimeUnit.SECONDS.toNanos(10));
        assertThat(breaker.allows()).isTrue();
        assertThat(breaker.allows()).as("a second one while the first is under way").isFalse();
        breaker.failed();
        assertThat(breaker.allows()).isFalse();
        clock.addAndGet(TimeUnit.SECONDS.toNanos(10));
        assertThat(breaker.allows()).isTrue();
        breaker.succeeded();
        assertThat(breaker.allows()).isTrue();
        assertThat(breaker.allows()).isTrue();
    }
}
