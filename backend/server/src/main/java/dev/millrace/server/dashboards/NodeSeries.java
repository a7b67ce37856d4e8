package dev.millrace.server.dashboards;

import dev.millrace.server.metrics.Count;
import dev.millrace.server.metrics.LiveMetrics;
import dev.millrace.server.metrics.NodeNumbers;
import dev.millrace.server.metrics.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The newest value of a series, of a whole deployment or of one of its nodes. */
public final class NodeSeries {
    private static final double EXACT = 1_000.0;

    private NodeSeries() {}

    /** Whether nodes have it of their own. */
    public static boolean has(Series series) {
        return switch (series) {
            case ROWS_IN, ROWS_OUT, REJECTED, LATE, LAG, WATERMARK_DELAY, BUSY, BACK_PRESSURED, STATE_BYTES -> true;
            case RESTARTS, FAILED_CHECKPOINTS, CHECKPOINT_MILLIS, CHECKPOINT_BYTES, TASK_MANAGER_CPU, JOB_MANAGER_CPU, TASK_MANAGER_HEAP, JOB_MANAGER_HEAP -> false;
        };
    }

    static OptionalDouble of(NodeNumbers node, Series series, Instant at) {
        return switch (series) {
            case ROWS_IN -> OptionalDouble.of(node.rowsIn().perSecond());
            case ROWS_OUT -> OptionalDouble.of(node.rowsOut().values().stream().mapToDouble(Count::perSecond).sum());
            case REJECTED -> OptionalDouble.of(node.rejected().perSecond());
            case LATE -> OptionalDouble.of(node.late().perSecond());
            case LAG -> number(node.lag());
            case WATERMARK_DELAY -> node.watermark().map(mark -> OptionalDouble.of(Math.max(0, Duration.between(mark, at).toMillis() / EXACT))).orElse(OptionalDouble.empty());
            case BUSY -> OptionalDouble.of(node.busy());
            case BACK_PRESSURED -> OptionalDouble.of(node.backPressured());
            case STATE_BYTES -> number(node.stateBytes());
            case RESTARTS, FAILED_CHECKPOINTS, CHECKPOINT_MILLIS, CHECKPOINT_BYTES, TASK_MANAGER_CPU, JOB_MANAGER_CPU, TASK_MANAGER_HEAP, JOB_MANAGER_HEAP -> OptionalDouble.empty();
        };
    }

    static OptionalDouble of(LiveMetrics live, Series series, int restarts) {
        return switch (series) {
            case ROWS_IN -> OptionalDouble.of(live.rowsIn().perSecond());
            case ROWS_OUT -> OptionalDouble.of(live.rowsOut().perSecond());
            case REJECTED -> OptionalDouble.of(live.nodes().values().stream().mapToDouble(n -> n.rejected().perSecond()).sum());
            case LATE -> OptionalDouble.of(live.nodes().values().stream().mapToDouble(n -> n.late().perSecond()).sum());
            case RESTARTS -> OptionalDouble.of(restarts);
            case FAILED_CHECKPOINTS -> number(live.failedCheckpoints());
            case LAG -> number(live.lag());
            case WATERMARK_DELAY -> live.watermarkDelay().map(d -> OptionalDouble.of(d.toMillis() / EXACT)).orElse(OptionalDouble.empty());
            case BUSY -> live.nodes().values().stream().mapToDouble(NodeNumbers::busy).max();
            case BACK_PRESSURED -> live.nodes().values().stream().mapToDouble(NodeNumbers::backPressured).max();
            case STATE_BYTES -> live.lastCheckpoint().map(c -> OptionalDouble.of(c.bytes())).orElse(OptionalDouble.empty());
            case CHECKPOINT_MILLIS -> live.lastCheckpoint().map(c -> OptionalDouble.of(c.millis())).orElse(OptionalDouble.empty());
            case TASK_MANAGER_CPU -> live.load().taskManagerCpu();
            case JOB_MANAGER_CPU -> live.load().jobManagerCpu();
            case TASK_MANAGER_HEAP -> number(live.load().taskManagerHeap());
            case JOB_MANAGER_HEAP -> number(live.load().jobManagerHeap());
            case CHECKPOINT_BYTES -> live.lastCheckpoint().map(c -> number(c.written())).orElse(OptionalDouble.empty());
        };
    }

    private static OptionalDouble number(OptionalLong value) {
        return value.isPresent() ? OptionalDouble.of(value.getAsLong()) : OptionalDouble.empty();
    }
}
