package dev.millrace.server.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.snapshots.Labels;
import org.junit.jupiter.api.Test;

class HighWaterTest {
    private static final Labels ORDERS = Labels.of("node", "orders");

    @Test void aTotalThatFallsBackStaysUntilItIsPassed() {
        var highWater = new HighWater();
        assertThat(highWater.of("rows", ORDERS, 1000)).isEqualTo(1000);
        assertThat(highWater.of("rows", ORDERS, 900)).isEqualTo(1000);
        assertThat(highWater.of("rows", ORDERS, 1001)).isEqualTo(1001);
        assertThat(highWater.of("late", ORDERS, 3)).isEqualTo(3);
        assertThat(highWater.of("rows", Labels.of("node", "out"), 5)).isEqualTo(5);
    }

    @Test void whatIsNotToldAnyMoreIsForgotten() {
        var highWater = new HighWater();
        highWater.of("rows", ORDERS, 1000);
        highWater.forgetTheOthers();
        assertThat(highWater.of("rows", ORDERS, 10)).as("told in this scrape too, so it is the same one").isEqualTo(1000);
        highWater.forgetTheOthers();
        highWater.forgetTheOthers();
        assertThat(highWater.of("rows", ORDERS, 10)).isEqualTo(10);
    }
}
