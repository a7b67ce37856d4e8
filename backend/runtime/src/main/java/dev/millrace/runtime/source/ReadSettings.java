package dev.millrace.runtime.source;

import dev.millrace.runtime.json.JsonDecoder;
import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;

/**
 * What every source of JSON rows needs to know.
 *
 * @param columns the rows to read
 * @param eventTime position of the event-time column, or -1
 * @param delay how far the watermark stays behind
 * @param idleness after this long without records a split no longer holds the watermark back; null: never
 */
public record ReadSettings(RowType columns, int eventTime, Duration delay, Duration idleness) implements Serializable {
    public ReadSettings {
        // Said now, while planning, and not by a job that cannot start.
        new JsonDecoder(columns);
    }

    public WatermarkStrategy<RowData> watermarks() {
        if (eventTime < 0) {
            return WatermarkStrategy.noWatermarks();
        }
        return new EventTime(eventTime, LogicalTypeChecks.getPrecision(columns.getTypeAt(eventTime)), columns.getFieldCount(), delay, idleness);
    }
}
