package dev.millrace.runtime.count;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * How long rows stay behind one output port, up to the next ports in the same task. Flink measures tasks, in which operators of many nodes are chained; a row that
 * is handed on comes back when all of them are done with it, so the time at a port less the time at the ports behind it was spent in between.
 *
 * <pre>
 *   read ──► │ ──► clean ──► │ ──► ask ──► sink
 *            └──────── measured here ─────────┘
 *                            └─ and here ─────┘
 *            └── so: clean ──┘
 * </pre>
 *
 * Only now and then a row is timed, and stands for those that were not: of quick rows one in {@link #MOST}, of slow ones each. Not for several threads, as a task is none.
 */
final class PortTime {
    /** Rows that follow one that was timed and are not, at most. */
    static final int MOST = 255;
    /** About so much work is done between two rows that are timed, in nanoseconds: a thousand times what looking at the clock takes. */
    private static final long APART = 100_000;
    private static final ThreadLocal<Task> TASK = ThreadLocal.withInitial(Task::new);

    private final Task task;
    private final boolean first;
    private final Counter nanos;
    private int left;
    private int passed = 1;
    private long end = System.nanoTime();
    private long own;
    private boolean noted;

    /** The row that a task is at. */
    private static final class Task {
        /** Whether it is timed, at each port that it passes. */
        private boolean timing;
        /** Whether it has passed a port and is not timed: what stems from it is not either. */
        private boolean within;
        /** How much of the time at the port that was passed last was spent behind further ports. */
        private long behind;
        private final List<PortTime> ports = new ArrayList<>();
        private boolean hasPorts;
    }

    /** For the thread that asks, which is that of the task. @param nanos where the time is added up */
    PortTime(Counter nanos) {
        this.task = TASK.get();
        this.nanos = nanos;
        this.first = !task.hasPorts;
        task.hasPorts = true;
    }

    /** Whether it is the first port that its task has made. */
    boolean isFirst() {
        return first;
    }

    /** Hands a row on, and times it where it is its turn or stems from one that is timed. */
    <T> void pass(StreamRecord<T> row, Output<StreamRecord<T>> to) {
        if (task.timing) {
            timed(row, to, false);
        } else if (task.within) {
            to.collect(row);
        } else if (--left < 0) {
            timed(row, to, true);
        } else {
            task.within = true;
            try {
                to.collect(row);
            } finally {
                task.within = false;
            }
        }
    }

    private <T> void timed(StreamRecord<T> row, Output<StreamRecord<T>> to, boolean outermost) {
        long before = task.behind;
        task.timing = true;
        task.behind = 0;
        long began = System.nanoTime();
        try {
            to.collect(row);
        } finally {
            long now = System.nanoTime();
            long took = now - began;
            own += took - task.behind;
            if (!noted) {
                noted = true;
                task.ports.add(this);
            }
            task.behind = before + took;
            if (outermost) {
                settle(took, now);
            }
        }
    }

    /** Those that were not timed took as long, but not longer than the time that has passed: a pause of the JVM is not to count for all of them. */
    private void settle(long took, long now) {
        double stands = Math.min(passed, Math.max(1, (double) (now - end) / Math.max(1, took)));
        for (PortTime port : task.ports) {
            port.nanos.inc(Math.round(port.own * stands));
            port.own = 0;
            port.noted = false;
        }
        task.ports.clear();
        task.timing = false;
        task.behind = 0;
        left = (int) Math.min(MOST, APART / Math.max(1, took));
        passed = left + 1;
        end = now;
    }
}
