package dev.millrace.runtime.source;

import dev.millrace.runtime.time.Behind;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.TimestampAssigner;
import org.apache.flink.api.common.eventtime.TimestampAssignerSupplier;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.eventtime.WatermarksWithIdleness;
import org.apache.flink.table.data.RowData;

/**
 * Event time from a column, with a watermark that stays a fixed delay behind the newest. Used inside the source, so that each
 * Kafka partition has a watermark of its own. It comes of the column and of nothing else, so that what Flink calls the timestamp of a
 * record can be the time at which it was written into its topic.
 *
 * <p>Dead letters, and records that only say that a row is gone, have no event time and move nothing; a partition that gives nothing else is as idle as an empty one.
 *
 * @param columns number of columns of the rows; the dead letter stands behind them
 * @param ofTopic whether records keep the time at which they were written, and do not get the event time
 * @param idleness null: a partition holds the watermark back however long it is silent
 */
record EventTime(int column, int digits, int columns, boolean ofTopic, Duration delay, Duration idleness) implements WatermarkStrategy<RowData> {

    @Override
    public TimestampAssigner<RowData> createTimestampAssigner(TimestampAssignerSupplier.Context context) {
        return (row, recordTimestamp) -> !ofTopic && hasTime(row) ? millis(row) : recordTimestamp;
    }

    @Override
    public WatermarkGenerator<RowData> createWatermarkGenerator(WatermarkGeneratorSupplier.Context context) {
        WatermarkGenerator<RowData> behind = new Behind(delay);
        return new OfRows(this, idleness == null ? behind : new WatermarksWithIdleness<>(behind, idleness, context.getInputActivityClock()));
    }

    private long millis(RowData row) {
        return row.getTimestamp(column, digits).getMillisecond();
    }

    private boolean hasTime(RowData row) {
        return row.isNullAt(columns) && !row.isNullAt(column);
    }

    /** Keeps away from a generator what has no time: dead letters, and keys whose row is gone. */
    private record OfRows(EventTime time, WatermarkGenerator<RowData> of) implements WatermarkGenerator<RowData> {
        @Override
        public void onEvent(RowData row, long timestamp, WatermarkOutput output) {
            if (time.hasTime(row)) {
                of.onEvent(row, time.millis(row), output);
            }
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {
            of.onPeriodicEmit(output);
        }
    }
}
