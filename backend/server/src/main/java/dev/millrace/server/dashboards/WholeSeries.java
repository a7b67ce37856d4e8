package dev.millrace.server.dashboards;

import dev.millrace.server.deployment.Latency;
import dev.millrace.server.metrics.LiveMetrics;
import dev.millrace.server.metrics.NodeNumbers;
import dev.millrace.server.metrics.Series;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The newest value of a series, of a whole deployment. */
final class WholeSeries {
    private static final double EXACT = 1_000.0;

    private WholeSeries() {}

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
            case LATENCY_MEDIAN -> median(live.latency());
            case LATENCY_WORST -> worst(live.latency());
            case CHECKPOINT_BYTES -> live.lastCheckpoint().map(c -> number(c.written())).orElse(OptionalDouble.empty());
        };
    }

    private static OptionalDouble median(Optional<Latency> latency) {
        return latency.map(l -> OptionalDouble.of(l.medianMillis())).orElse(OptionalDouble.empty());
    }

    private static OptionalDouble worst(Optional<Latency> latency) {
        return latency.map(l -> OptionalDouble.of(l.worstMillis())).orElse(OptionalDouble.empty());
    }

    private static OptionalDouble number(OptionalLong value) {
        return value.isPresent() ? OptionalDouble.of(value.getAsLong()) : OptionalDouble.empty();
    }
}
