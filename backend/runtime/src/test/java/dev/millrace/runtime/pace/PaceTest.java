package dev.millrace.runtime.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.junit.jupiter.api.Test;

/** What comes too fast waits, and nothing more than that. */
class PaceTest {
    @Test void theSecondOfTwoWaits() {
        var pace = new Pace(100, 0, 1000);
        assertThat(pace.waitFrom(1000)).isZero();
        assertThat(pace.waitFrom(1000)).isEqualTo(100);
        assertThat(pace.waitFrom(1100)).isEqualTo(100);
    }

    @Test void quietTimeIsNotSavedUp() {
        var pace = new Pace(100, 0, 0);
        pace.waitFrom(0);
        assertThat(pace.waitFrom(10_000)).isZero();
        assertThat(pace.waitFrom(10_000)).isEqualTo(100);
    }

    @Test void whatWasALittleLateIsMadeUpFor() {
        var pace = new Pace(100, 30, 0);
        pace.waitFrom(0);
        assertThat(pace.waitFrom(120)).as("20 late").isZero();
        assertThat(pace.waitFrom(120)).as("due at 200 all the same").isEqualTo(80);
        assertThat(pace.waitFrom(1000)).as("much too late").isZero();
        assertThat(pace.waitFrom(1000)).as("no more than 30 is made up for").isEqualTo(70);
    }

    @Test void rowsTakeTheirTimeAndTheCopiesShareIt() throws Exception {
        var limit = new RateLimit(100, Duration.ofMillis(500));
        limit.begin(2);
        long before = System.nanoTime();
        for (int i = 0; i < 51; i++) {
            RowData row = GenericRowData.of(i);
            assertThat(limit.map(row)).isSameAs(row);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(480));
    }
}
