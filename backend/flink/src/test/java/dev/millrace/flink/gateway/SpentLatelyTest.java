package dev.millrace.flink.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.flink.gateway.OperatorMetrics.Spread;
import dev.millrace.runtime.count.PortCounter;
import dev.millrace.runtime.count.TaskTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What is said of the last seconds while a job begins, goes quietly, has a burst, grows slow and begins again. */
class SpentLatelyTest {
    private static final Offset<Double> ABOUT = Offset.offset(0.02);
    private static final String PORT = "clean/out-out#1." + PortCounter.NANOS;

    private final SpentLately lately = new SpentLately();
    private final double[] busy = new double[2];
    private final double[] held = new double[2];
    private double all;
    private double behind;
    private long nanos = 1_000_000_000_000L;

    /** So many seconds pass, of which two copies work and are held back for these shares; of the work, a part is behind the port. */
    private void pass(int seconds, double one, double other, double waits, double behindPort) {
        for (int i = 0; i < seconds; i++) {
            busy[0] += 1000 * one;
            busy[1] += 1000 * other;
            held[0] += 1000 * waits;
            held[1] += 1000 * waits;
            behind += 1e9 * (one + other) * behindPort;
            all += 1000;
            nanos += 1_000_000_000L;
            read();
        }
    }

    private void read() {
        Map<String, Spread> metrics = new HashMap<>();
        metrics.put("clean/out-out#1." + TaskTime.BUSY, spread(busy));
        metrics.put("clean/out-out#1." + TaskTime.HELD, spread(held));
        metrics.put("clean/out-out#1." + TaskTime.ALL, spread(all, all));
        metrics.put(PORT, new Spread(behind, 0, behind));
        lately.add(new OperatorMetrics(metrics, Set.of()), nanos);
    }

    private static Spread spread(double... copies) {
        return new Spread(copies[0] + copies[1], Math.min(copies[0], copies[1]), Math.max(copies[0], copies[1]));
    }

    private SpentLately.Shares shares() {
        return lately.now(2).orElseThrow();
    }

    @Test void aJobThatBeginsIsNotSpokenOf() {
        pass(8, 1, 1, 0, 0.5);
        assertThat(lately.now(2)).isEmpty();
        pass(2, 0.2, 0.2, 0, 0.5);
        assertThat(shares().busy()).isLessThan(0.95);
    }

    @Test void oneThatGrowsSlowIsSeenAfterTenSecondsHoweverLongItWasQuick() {
        pass(600, 0.1, 0.1, 0, 0.5);
        assertThat(shares().busy()).isCloseTo(0.1, ABOUT);
        pass(10, 1, 0.9, 0, 0.75);
        assertThat(shares().busy()).isCloseTo(1, ABOUT);
        assertThat(shares().leastBusy()).isCloseTo(0.9, ABOUT);
        assertThat(shares().ports().get(PORT)).isCloseTo(0.75, ABOUT);
    }

    @Test void aShortBurstIsNone() {
        pass(600, 0.1, 0.1, 0, 0.5);
        pass(5, 1, 1, 0, 0.5);
        assertThat(shares().busy()).isLessThan(0.6);
        pass(10, 0.1, 0.1, 0, 0.5);
        assertThat(shares().busy()).isCloseTo(0.1, ABOUT);
    }

    @Test void afterARestoreItBeginsAnew() {
        pass(60, 1, 1, 0, 0.5);
        busy[0] = busy[1] = held[0] = held[1] = all = behind = 0;
        pass(5, 1, 1, 0, 0.5);
        assertThat(lately.now(2)).isEmpty();
        pass(10, 0, 0, 0.9, 0.5);
        assertThat(shares().busy()).isLessThan(0.2);
        assertThat(shares().backPressured()).isGreaterThan(0.7);
    }

    /** The copy that had most to do so far has nothing to do any more, and the other one has all: too little may be said, and never too much. */
    @Test void whoIsBusiestMayChange() {
        pass(600, 0.9, 0.1, 0, 0.5);
        pass(20, 0, 1, 0, 0.5);
        assertThat(shares().busy()).isBetween(0.49, 1.0);
        assertThat(shares().leastBusy()).isBetween(0.0, 0.51);
    }

    @Test void numbersThatComeEveryTenSecondsDo() {
        pass(60, 0, 0, 0, 0);
        for (int i = 0; i < 12; i++) {
            nanos += 1_000_000_000L;
            read();
        }
        // Flink has told nothing new, so nothing is known.
        assertThat(lately.now(2)).isEmpty();
        all += 12_000;
        busy[0] += 12_000;
        nanos += 1_000_000_000L;
        read();
        assertThat(shares().busy()).isCloseTo(1, ABOUT);
    }

    @Test void jobsOfBeforeTellNothing() {
        lately.add(new OperatorMetrics(Map.of("busyTimeMsPerSecond", new Spread(1000, 1000, 1000)), Set.of()), nanos);
        assertThat(lately.now(1)).isEmpty();
    }
}
