package dev.millrace.server.metrics;

import dev.millrace.server.deployment.Latency;
import dev.millrace.server.deployment.ReadPartitions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Live numbers of one node.
 *
 * @param rowsIn for a source, records read
 * @param rowsOut by output port; empty for a sink
 * @param rejected records a source could not decode; for a sink, rows that it left out or that were refused outside
 * @param late rows that came too late for a window, dropped or sent to an output of their own
 * @param busy 0 to 1, of the task in which it runs, with what runs beside it there
 * @param leastBusy of the copy that works least; empty where unknown
 * @param ownBusy how much of busy is for this node and no other in its task; empty where that cannot be told
 * @param backPressured 0 to 1
 * @param stateBytes of its state in the last checkpoint, where that can be told
 * @param read partitions of topics that a source reads, each with its lag
 * @param latency how long what came to a sink was on its way; empty where nothing came, and for other nodes
 */
public record NodeNumbers(Count rowsIn, Map<String, Count> rowsOut, Count rejected, Count late, OptionalLong lag,
        Optional<Instant> watermark, double busy, OptionalDouble leastBusy, OptionalDouble ownBusy, double backPressured,
        OptionalLong stateBytes, ReadPartitions read, Optional<Latency> latency) {
    private static final double MILLIS = 1_000;

    public NodeNumbers {
        rowsOut = Map.copyOf(rowsOut);
        // Numbers that were stored before there was such a thing have none.
        stateBytes = stateBytes == null ? OptionalLong.empty() : stateBytes;
        leastBusy = leastBusy == null ? OptionalDouble.empty() : leastBusy;
        ownBusy = ownBusy == null ? OptionalDouble.empty() : ownBusy;
        read = read == null ? ReadPartitions.NONE : read;
        latency = latency == null ? Optional.empty() : latency;
    }

    /** The newest value of a series; empty where it is not known, or nodes have none. @param at when it was read */
    public OptionalDouble value(Series series, Instant at) {
        return switch (series) {
            case ROWS_IN -> OptionalDouble.of(rowsIn.perSecond());
            case ROWS_OUT -> OptionalDouble.of(rowsOut.values().stream().mapToDouble(Count::perSecond).sum());
            case REJECTED -> OptionalDouble.of(rejected.perSecond());
            case LATE -> OptionalDouble.of(late.perSecond());
            case LAG -> lag.isPresent() ? OptionalDouble.of(lag.getAsLong()) : OptionalDouble.empty();
            case WATERMARK_DELAY -> watermark.map(mark -> OptionalDouble.of(Math.max(0, Duration.between(mark, at).toMillis() / MILLIS))).orElseGet(OptionalDouble::empty);
            case BUSY -> OptionalDouble.of(busy);
            case BACK_PRESSURED -> OptionalDouble.of(backPressured);
            case STATE_BYTES -> stateBytes.isPresent() ? OptionalDouble.of(stateBytes.getAsLong()) : OptionalDouble.empty();
            case LATENCY_MEDIAN -> latency.map(l -> OptionalDouble.of(l.medianMillis())).orElseGet(OptionalDouble::empty);
            case LATENCY_WORST -> latency.map(l -> OptionalDouble.of(l.worstMillis())).orElseGet(OptionalDouble::empty);
            case RESTARTS, FAILED_CHECKPOINTS, CHECKPOINT_MILLIS, CHECKPOINT_BYTES, TASK_MANAGER_CPU, JOB_MANAGER_CPU, TASK_MANAGER_HEAP, JOB_MANAGER_HEAP -> OptionalDouble.empty();
        };
    }

    public NodeNumbers(Count rowsIn, Map<String, Count> rowsOut, Count rejected, Count late, OptionalLong lag, Optional<Instant> watermark, double busy,
            OptionalDouble leastBusy, double backPressured, OptionalLong stateBytes, ReadPartitions read, Optional<Latency> latency) {
        this(rowsIn, rowsOut, rejected, late, lag, watermark, busy, leastBusy, OptionalDouble.empty(), backPressured, stateBytes, read, latency);
    }

    public NodeNumbers(Count rowsIn, Map<String, Count> rowsOut, Count rejected, Count late, OptionalLong lag, Optional<Instant> watermark, double busy,
            double backPressured, OptionalLong stateBytes) {
        this(rowsIn, rowsOut, rejected, late, lag, watermark, busy, OptionalDouble.empty(), backPressured, stateBytes, ReadPartitions.NONE, Optional.empty());
    }

    /** The same with a latency. */
    public NodeNumbers taking(Latency time) {
        return new NodeNumbers(rowsIn, rowsOut, rejected, late, lag, watermark, busy, leastBusy, ownBusy, backPressured, stateBytes, read, Optional.of(time));
    }
}
