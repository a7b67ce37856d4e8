package dev.millrace.runtime.source;

import java.time.Duration;
import org.apache.flink.api.common.eventtime.TimestampAssigner;
import org.apache.flink.api.common.eventtime.TimestampAssignerSupplier;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.table.data.RowData;

/**
 * Event time from a column, with a watermark that stays a fixed delay behind the newest. Dead letters have no event time and
 * move nothing. Used inside the source, so that each Kafka partition has a watermark of its own.
 */
record EventTime(int column, int digits, int columns, Duration delay) implements WatermarkStrategy<RowData> {

    @Override
    public TimestampAssigner<RowData> createTimestampAssigner(TimestampAssignerSupplier.Context context) {
        return (row, recordTimestamp) -> row.isNullAt(columns) ? row.getTimestamp(column, digits).getMillisecond() : recordTimestamp;
    }

    @Override
    public WatermarkGenerator<RowData> createWatermarkGenerator(WatermarkGeneratorSupplier.Context context) {
        return new Behind(columns, delay.toMillis());
    }

    private static final class Behind implements WatermarkGenerator<RowData> {
        private final int columns;
        private final long delay;
        private long newest = Long.MIN_VALUE;

        Behind(int columns, long delay) {
            this.columns = columns;
            this.delay = delay;
        }

        @Override
        public void onEvent(RowData row, long timestamp, WatermarkOutput output) {
            if (timestamp > newest && row.isNullAt(columns)) {
                newest = timestamp;
            }
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {
            if (newest != Long.MIN_VALUE) {
                output.emitWatermark(new Watermark(newest - delay - 1));
            }
        }
    }
}
