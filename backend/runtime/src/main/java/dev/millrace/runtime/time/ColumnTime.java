package dev.millrace.runtime.time;

import java.time.Duration;
import org.apache.flink.api.common.eventtime.TimestampAssigner;
import org.apache.flink.api.common.eventtime.TimestampAssignerSupplier;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.eventtime.WatermarksWithIdleness;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;

/**
 * Event time from a column that is never NULL, set in the middle of a job.
 *
 * @param delay how far the watermark stays behind the newest time; null: it follows the clock on the wall
 * @param idleness null: however long the stream is silent, it holds the watermark back
 */
public record ColumnTime(int column, int digits, Duration delay, Duration idleness) implements WatermarkStrategy<RowData> {

    public static ColumnTime behind(RowType type, int column, Duration delay, Duration idleness) {
        return new ColumnTime(column, LogicalTypeChecks.getPrecision(type.getTypeAt(column)), delay, idleness);
    }

    public static ColumnTime wall(RowType type, int column) {
        return new ColumnTime(column, LogicalTypeChecks.getPrecision(type.getTypeAt(column)), null, null);
    }

    @Override
    public TimestampAssigner<RowData> createTimestampAssigner(TimestampAssignerSupplier.Context context) {
        return (row, before) -> row.getTimestamp(column, digits).getMillisecond();
    }

    @Override
    public WatermarkGenerator<RowData> createWatermarkGenerator(WatermarkGeneratorSupplier.Context context) {
        if (delay == null) {
            return new Wall();
        }
        var behind = new Behind(delay);
        return idleness == null ? behind : new WatermarksWithIdleness<>(behind, idleness, context.getInputActivityClock());
    }

    /** A row is stamped and comes by here in one go, so no row can be older than the clock was at the last watermark. */
    private static final class Wall implements WatermarkGenerator<RowData> {
        @Override
        public void onEvent(RowData row, long timestamp, WatermarkOutput output) {
            // The clock moves on by itself.
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {
            output.emitWatermark(new Watermark(System.currentTimeMillis() - 1));
        }
    }
}
