package dev.millrace.runtime.count;

import java.util.List;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.TimerGauge;
import org.apache.flink.runtime.metrics.groups.TaskIOMetricGroup;

/**
 * How a task has spent its time since it began, added up to the moment at which one looks. What Flink tells as a share is that of the last minute, and what it adds up leaves out
 * what has not ended yet, so that a task which waits looks busy until it has waited.
 */
public final class TaskTime {
    /** Metrics of the first port of each task, in milliseconds: busy, held back by those after it, and in all. The rest is idle. */
    public static final String BUSY = "millraceBusyMs";
    public static final String HELD = "millraceHeldMs";
    public static final String ALL = "millraceTaskMs";

    private TaskTime() {}

    /** Begins to add up. @param at where it is shown */
    static void show(MetricGroup at, TaskIOMetricGroup flink) {
        long began = System.nanoTime();
        var idle = new Timer(flink.getIdleTimeMsPerSecond());
        var held = List.of(new Timer(flink.getSoftBackPressuredTimePerSecond()), new Timer(flink.getHardBackPressuredTimePerSecond()));
        at.gauge(ALL, (Gauge<Long>) () -> millis(System.nanoTime() - began));
        at.gauge(HELD, (Gauge<Long>) () -> millis(held.stream().mapToLong(Timer::nanos).sum()));
        at.gauge(BUSY, (Gauge<Long>) () -> millis(System.nanoTime() - began - idle.nanos() - held.stream().mapToLong(Timer::nanos).sum()));
    }

    private static long millis(long nanos) {
        return Math.max(0, nanos / 1_000_000);
    }

    /** Told by Flink when a time of one kind begins and ends. */
    private static final class Timer implements TimerGauge.StartStopListener {
        private boolean running;
        private long since;
        private long ended;

        Timer(TimerGauge of) {
            of.registerListener(this);
        }

        @Override
        public synchronized void markStart() {
            if (!running) {
                running = true;
                since = System.nanoTime();
            }
        }

        @Override
        public synchronized void markEnd() {
            if (running) {
                running = false;
                ended += System.nanoTime() - since;
            }
        }

        synchronized long nanos() {
            return ended + (running ? System.nanoTime() - since : 0);
        }
    }
}
