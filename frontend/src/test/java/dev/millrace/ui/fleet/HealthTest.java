package dev.millrace.ui.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.Deployment.State;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.deployment.JobMetrics.Checkpoint;
import dev.millrace.server.deployment.Start;
import dev.millrace.server.design.PipelineId;
import dev.millrace.server.design.Tags;
import dev.millrace.server.metrics.Count;
import dev.millrace.server.metrics.LiveMetrics;
import dev.millrace.server.metrics.Trend;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HealthTest {
    private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");

    private static Deployment deployment(State state, int restarts, Duration sinceFailure) {
        var failure = Optional.ofNullable(sinceFailure).map(ago -> new Deployment.Failure(Optional.empty(), "It broke", "", NOW.minus(ago)));
        return new Deployment(DeploymentId.random(), PipelineId.random(), "Orders", 1, Deployment.Wanted.RUNNING, state, "", Optional.empty(), Optional.empty(), Optional.empty(),
                restarts, failure, NOW, "ada", Optional.of(NOW), Optional.empty(), Start.FRESH, Optional.empty(), false, Optional.empty(), "default");
    }

    private static Optional<LiveMetrics> reads(double perSecond, OptionalLong lag) {
        return Optional.of(new LiveMetrics(DeploymentId.random(), NOW, new Count(1, perSecond), Count.ZERO, lag, Map.of(), Optional.empty()));
    }

    private static Health running(boolean troubled, Optional<LiveMetrics> metrics) {
        return Health.of(deployment(State.RUNNING, 0, null), true, troubled, metrics, NOW);
    }

    @Test void theStateSaysTheMost() {
        assertThat(Health.of(deployment(State.FAILED, 0, Duration.ZERO), true, false, Optional.empty(), NOW)).isEqualTo(Health.FAILED);
        assertThat(Health.of(deployment(State.FAILED, 0, Duration.ZERO), false, false, Optional.empty(), NOW)).isEqualTo(Health.OVER);
        assertThat(Health.of(deployment(State.STOPPED, 9, Duration.ZERO), true, true, Optional.empty(), NOW)).isEqualTo(Health.OVER);
        assertThat(Health.of(deployment(State.STARTING, 0, null), true, false, Optional.empty(), NOW)).isEqualTo(Health.CHANGING);
    }

    @Test void oneThatFellOverOftenAndLatelyRestartsAgainAndAgainThoughItRunsNow() {
        assertThat(Health.of(deployment(State.RUNNING, 3, Duration.ofMinutes(9)), true, false, Optional.empty(), NOW)).isEqualTo(Health.RESTARTING);
        assertThat(Health.of(deployment(State.RUNNING, 3, Duration.ofMinutes(11)), true, false, Optional.empty(), NOW)).isEqualTo(Health.RUNNING);
        assertThat(Health.of(deployment(State.RUNNING, 2, Duration.ofMinutes(1)), true, false, Optional.empty(), NOW)).isEqualTo(Health.RUNNING);
    }

    @Test void itIsBehindWhereItCannotReadTheRestInAMinute() {
        assertThat(running(false, reads(100, OptionalLong.of(6_001)))).isEqualTo(Health.BEHIND);
        assertThat(running(false, reads(100, OptionalLong.of(6_000)))).isEqualTo(Health.RUNNING);
        assertThat(running(false, reads(0, OptionalLong.of(900)))).isEqualTo(Health.RUNNING);
        assertThat(running(false, reads(0, OptionalLong.empty()))).isEqualTo(Health.RUNNING);
        assertThat(running(true, reads(100, OptionalLong.of(6_001)))).isEqualTo(Health.TROUBLED);
    }

    @Test void whatOnlyGrowsOlderLooksOtherEachTenSeconds() {
        Deployment running = deployment(State.RUNNING, 0, null);
        var numbers = new LiveMetrics(running.id(), NOW, Count.ZERO, Count.ZERO, OptionalLong.empty(), Map.of(), Optional.of(new Checkpoint(1, NOW, 120, 4_096, "", OptionalLong.empty())));
        IntFunction<Ship> after = seconds -> Ship.of(running, Tags.NONE, true, Optional.of(numbers), Trend.NONE, List.of(), NOW.plusSeconds(seconds), Optional.empty());
        assertThat(after.apply(1).looksLike(after.apply(9))).isTrue();
        assertThat(after.apply(9).looksLike(after.apply(10))).isFalse();
        assertThat(Stream.of(9, 19, 61, 3_661).map(seconds -> after.apply(seconds).shown().checkpoint())).containsExactly("just now", "10 s ago", "1 min ago", "1 h 1 min ago");
    }

    @Test void aLineIsBrokenWhereNothingWasReadAndEmptyWhereNothingIs() {
        assertThat(Sparkline.path(List.of(Optional.empty(), Optional.empty()))).isEmpty();
        assertThat(Sparkline.path(Arrays.asList(Optional.of(0.0), Optional.of(10.0), Optional.empty(), Optional.of(5.0)))).isEqualTo("M0.0 15.0h.1L20.0 1.0M60.0 8.0h.1");
    }
}
