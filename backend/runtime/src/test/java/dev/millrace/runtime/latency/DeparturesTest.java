package dev.millrace.runtime.latency;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.runtime.streamrecord.LatencyMarker;
import org.junit.jupiter.api.Test;

/** Markers go behind records, now and then, and tell what came within the last seconds. */
class DeparturesTest {
    private final AtomicLong clock = new AtomicLong(1_000_000);
    private final List<Long> sent = new ArrayList<>();
    private final Departures departures = new Departures(output(), 3, clock::get);

    private Output<?> output() {
        return (Output<?>) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Output.class}, (proxy, method, arguments) -> {
            assertThat(method.getName()).isEqualTo("emitLatencyMarker");
            var marker = (LatencyMarker) arguments[0];
            assertThat(marker.getOperatorId()).isEqualTo(Departures.OURS);
            assertThat(marker.getSubtaskIndex()).isEqualTo(3);
            sent.add(marker.getMarkedTime());
            return null;
        });
    }

    private void record(long written) {
        departures.left(departures.leaves(written));
    }

    @Test void aMarkerTellsWhenItsRecordWasWrittenAndElsewhereWhenItWasRead() {
        record(999_000);
        clock.addAndGet(Departures.EVERY_MILLIS);
        record(0);
        clock.addAndGet(Departures.EVERY_MILLIS);
        // What Flink says where a record has no time.
        record(Long.MIN_VALUE);
        assertThat(sent).containsExactly(999_000L, 1_000_100L, 1_000_200L);
    }

    @Test void theTimeIsThatBeforeTheRecordIsHandedOn() {
        long cameIn = departures.leaves(0);
        clock.addAndGet(700);
        departures.left(cameIn);
        assertThat(sent).containsExactly(1_000_000L);
    }

    @Test void manyRecordsAreFollowedByAsFewMarkersAsFewRecordsAre() {
        for (int i = 0; i < 10_000; i++) {
            clock.set(1_000_000 + i / 10);
            record(i + 1);
        }
        assertThat(sent).hasSize(10).first().isEqualTo(1L);
        // After so many none has to wait for longer than some records.
        clock.addAndGet(Departures.EVERY_MILLIS);
        int before = sent.size();
        for (int i = 0; i < 8; i++) {
            record(1);
        }
        assertThat(sent).hasSize(before + 1);
    }

    @Test void aClockThatIsPutBackDoesNotEndIt() {
        record(5);
        clock.addAndGet(-600_000);
        record(6);
        assertThat(sent).containsExactly(5L, 6L);
    }

    @Test void whatCameLongAgoIsNotTold() {
        var times = new RecentTimes(clock::get);
        assertThat(times.median()).isEqualTo(RecentTimes.UNKNOWN);
        assertThat(times.worst()).isEqualTo(RecentTimes.UNKNOWN);
        times.arrived(clock.get() - 60_000);
        clock.addAndGet(10_000);
        times.arrived(clock.get() - 200);
        times.arrived(clock.get() - 300);
        // The clock of the other machine is ahead.
        times.arrived(clock.get() + 50);
        assertThat(times.median()).isEqualTo(300);
        assertThat(times.worst()).isEqualTo(60_000);
        clock.addAndGet(RecentTimes.LASTING_MILLIS - 9_999);
        assertThat(times.median()).isEqualTo(200);
        assertThat(times.worst()).isEqualTo(300);
        clock.addAndGet(10_000);
        assertThat(times.worst()).isEqualTo(RecentTimes.UNKNOWN);
        for (int i = 1; i <= 100_000; i++) {
            times.arrived(clock.get() - i);
        }
        assertThat(times.worst()).isEqualTo(100_000);
        assertThat(times.median()).isBetween(99_000L, 100_000L);
    }
}
