package dev.millrace.runtime.time;

import java.time.Duration;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.table.data.RowData;

/** A watermark that stays a fixed delay behind the newest time seen; there is none before the first row. */
public final class Behind implements WatermarkGenerator<RowData> {
    private final long delay;
    private long newest = Long.MIN_VALUE;

    public Behind(Duration delay) {
        this.delay = delay.toMillis();
    }

    @Override
    public void onEvent(RowData row, long timestamp, WatermarkOutput output) {
        newest = Math.max(newest, timestamp);
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
        if (newest != Long.MIN_VALUE) {
            output.emitWatermark(new Watermark(newest - delay - 1));
        }
    }
}
