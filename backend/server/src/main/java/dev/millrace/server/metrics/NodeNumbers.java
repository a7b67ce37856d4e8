package dev.millrace.server.metrics;

import dev.millrace.server.deployment.ReadPartitions;
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
 * @param busy 0 to 1
 * @param leastBusy of the copy that works least; empty where unknown
 * @param backPressured 0 to 1
 * @param stateBytes of its state in the last checkpoint, where that can be told
 * @param read partitions of topics that a source reads, each with its lag
 */
public record NodeNumbers(Count rowsIn, Map<String, Count> rowsOut, Count rejected, Count late, OptionalLong lag,
        Optional<Instant> watermark, double busy, OptionalDouble leastBusy, double backPressured, OptionalLong stateBytes,
        ReadPartitions read) {
    public NodeNumbers {
        rowsOut = Map.copyOf(rowsOut);
        // Numbers that were stored before there was such a thing have none.
        stateBytes = stateBytes == null ? OptionalLong.empty() : stateBytes;
        leastBusy = leastBusy == null ? OptionalDouble.empty() : leastBusy;
        read = read == null ? ReadPartitions.NONE : read;
    }

    public NodeNumbers(Count rowsIn, Map<String, Count> rowsOut, Count rejected, Count late, OptionalLong lag, Optional<Instant> watermark, double busy,
            double backPressured, OptionalLong stateBytes) {
        this(rowsIn, rowsOut, rejected, late, lag, watermark, busy, OptionalDouble.empty(), backPressured, stateBytes, ReadPartitions.NONE);
    }
}
