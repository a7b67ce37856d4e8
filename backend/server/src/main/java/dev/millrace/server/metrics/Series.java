package dev.millrace.server.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What is kept of a deployment over time. */
public enum Series {
    ROWS_IN(Kind.TAKEN_BACK, Unit.ROWS_PER_SECOND), ROWS_OUT(Kind.TAKEN_BACK, Unit.ROWS_PER_SECOND),
    /** Records that could not be decoded, and rows that sinks left out or that were refused outside. */
    REJECTED(Kind.TAKEN_BACK, Unit.ROWS_PER_SECOND),
    LATE(Kind.TAKEN_BACK, Unit.ROWS_PER_SECOND), RESTARTS(Kind.BEGINS_ANEW, Unit.TIMES), FAILED_CHECKPOINTS(Kind.BEGINS_ANEW, Unit.TIMES),
    /** Records that all sources have yet to read. */
    LAG(Kind.VALUE, Unit.ROWS),
    /** How far the slowest watermark is behind the clock. */
    WATERMARK_DELAY(Kind.VALUE, Unit.SECONDS),
    /** Of the busiest node, 0 to 1. */
    BUSY(Kind.VALUE, Unit.SHARE),
    /** Of the node that waits most for those after it, 0 to 1. */
    BACK_PRESSURED(Kind.VALUE, Unit.SHARE),
    /** All that is kept, as of the last checkpoint. */
    STATE_BYTES(Kind.VALUE, Unit.BYTES), CHECKPOINT_MILLIS(Kind.VALUE, Unit.MILLISECONDS),
    /** What the last checkpoint had to write, less than the state where it only writes what changed. */
    CHECKPOINT_BYTES(Kind.VALUE, Unit.BYTES),
    /** Of the busiest TaskManager of the cluster, 0 to 1. */
    TASK_MANAGER_CPU(Kind.VALUE, Unit.SHARE), JOB_MANAGER_CPU(Kind.VALUE, Unit.SHARE),
    /** Used in the TaskManager that uses most. */
    TASK_MANAGER_HEAP(Kind.VALUE, Unit.BYTES), JOB_MANAGER_HEAP(Kind.VALUE, Unit.BYTES),
    /** How long records are on their way to the sink where that takes longest. */
    LATENCY_MEDIAN(Kind.VALUE, Unit.MILLISECONDS), LATENCY_WORST(Kind.VALUE, Unit.MILLISECONDS);

    enum Kind {
        /** A count that falls back where rows are taken back to be read again; it has not grown then. */
        TAKEN_BACK,
        /** A count that begins at zero with each job: where it is lower than before, all of it has grown since. */
        BEGINS_ANEW,
        /** No count, but something that goes up and down. */
        VALUE
    }

    public enum Unit { ROWS_PER_SECOND, ROWS, TIMES, SECONDS, MILLISECONDS, SHARE, BYTES }

    static final List<Series> COUNTS = Arrays.stream(values()).filter(Series::isCount).toList();
    static final List<Series> VALUES = Arrays.stream(values()).filter(s -> !s.isCount()).toList();

    private final Kind kind;
    private final Unit unit;

    Series(Kind kind, Unit unit) {
        this.kind = kind;
        this.unit = unit;
    }

    /** Whether it is a count, which has a total and grows, or a value that goes up and down. */
    public boolean isCount() {
        return kind != Kind.VALUE;
    }

    /** What {@link Moment.Spread} is in; of counts that is how fast they grow, or where they hardly ever do, by how much. */
    public Unit unit() {
        return unit;
    }

    /** Whether nodes have it of their own. */
    public boolean isOfNodes() {
        return switch (this) {
            case ROWS_IN, ROWS_OUT, REJECTED, LATE, LAG, WATERMARK_DELAY, BUSY, BACK_PRESSURED, STATE_BYTES, LATENCY_MEDIAN, LATENCY_WORST -> true;
            case RESTARTS, FAILED_CHECKPOINTS, CHECKPOINT_MILLIS, CHECKPOINT_BYTES, TASK_MANAGER_CPU, JOB_MANAGER_CPU, TASK_MANAGER_HEAP, JOB_MANAGER_HEAP -> false;
        };
    }

    String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** By how much a count has grown since it was {@code before}. */
    long growth(long before, long now) {
        return now >= before ? now - before : kind == Kind.BEGINS_ANEW ? now : 0;
    }
}
