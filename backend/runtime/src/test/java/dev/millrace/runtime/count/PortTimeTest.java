package dev.millrace.runtime.count;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.runtime.event.WatermarkEvent;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.LatencyMarker;
import org.apache.flink.streaming.runtime.streamrecord.RecordAttributes;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two ports one behind the other in a task; between them and behind the second one something takes its time. All bounds hold however busy the machine is. */
class PortTimeTest {
    private final SimpleCounter first = new SimpleCounter();
    private final SimpleCounter second = new SimpleCounter();
    /** A task has a thread of its own, which is new. */
    private final ExecutorService task = Executors.newSingleThreadExecutor();
    private int arrived;

    @AfterEach
    void end() {
        task.shutdownNow();
    }

    /** Sends rows through both. @return nanoseconds that passed, at most */
    private long send(int rows, IntConsumer between, IntConsumer behind) throws Exception {
        return task.submit(() -> {
            long began = System.nanoTime();
            var one = new PortTime(first);
            var other = new PortTime(second);
            for (int i = 0; i < rows; i++) {
                int row = i;
                one.pass(new StreamRecord<>(row), to(r -> {
                    between.accept(r);
                    other.pass(new StreamRecord<>(r), to(last -> {
                        behind.accept(last);
                        arrived++;
                    }));
                }));
            }
            return System.nanoTime() - began;
        }).get();
    }

    private static void work(long micros) {
        for (long end = System.nanoTime() + micros * 1_000; System.nanoTime() < end;) {
            Thread.onSpinWait();
        }
    }

    @Test void eachHasItsOwnShareOfSlowRows() throws Exception {
        long passed = send(50, row -> work(200), row -> work(600));
        assertThat(first.getCount()).isGreaterThanOrEqualTo(50 * 200_000L);
        assertThat(second.getCount()).isGreaterThanOrEqualTo(50 * 600_000L);
        assertThat(first.getCount() + second.getCount()).isLessThanOrEqualTo(passed);
    }

    @Test void quickRowsAreTimedNowAndThenAndStandForTheOthers() throws Exception {
        long passed = send(20_000, row -> work(1), row -> work(3));
        assertThat(arrived).isEqualTo(20_000);
        // Each of them would be far more than this, and none of them nothing.
        assertThat(second.getCount()).isBetween(20_000 * 1_000L, passed);
        assertThat(first.getCount() + second.getCount()).isLessThanOrEqualTo(passed);
    }

    @Test void aPauseWhileARowIsTimedCountsOnce() throws Exception {
        // The first row is timed and quick, so that the next one that is timed stands for many.
        long passed = send(PortTime.MOST * 3, row -> { }, row -> {
            if (row % 7 == 6) {
                work(2_000);
            }
        });
        assertThat(first.getCount() + second.getCount()).isLessThanOrEqualTo(passed);
    }

    @Test void aRowThatFailsLeavesNothingBehind() throws Exception {
        task.submit(() -> {
            var port = new PortTime(first);
            for (int i = 0; i < 10; i++) {
                try {
                    port.pass(new StreamRecord<>(i), to(r -> {
                        throw new IllegalStateException("Refused");
                    }));
                } catch (IllegalStateException refused) {
                    arrived++;
                }
            }
            port.pass(new StreamRecord<>(1), to(r -> arrived++));
        }).get();
        assertThat(arrived).isEqualTo(11);
    }

    @Test void oneOfTheTaskIsTheFirst() throws Exception {
        assertThat(task.submit(() -> new PortTime(first).isFirst()).get()).isTrue();
        assertThat(task.submit(() -> new PortTime(second).isFirst()).get()).isFalse();
    }

    private static Output<StreamRecord<Integer>> to(IntConsumer rows) {
        return new Output<>() {
            @Override public void collect(StreamRecord<Integer> row) {
                rows.accept(row.getValue());
            }

            @Override public <X> void collect(OutputTag<X> tag, StreamRecord<X> row) {
                throw new UnsupportedOperationException();
            }

            @Override public void emitWatermark(Watermark mark) {}

            @Override public void emitWatermark(WatermarkEvent mark) {}

            @Override public void emitWatermarkStatus(WatermarkStatus status) {}

            @Override public void emitLatencyMarker(LatencyMarker marker) {}

            @Override public void emitRecordAttributes(RecordAttributes attributes) {}

            @Override public void close() {}
        };
    }
}
