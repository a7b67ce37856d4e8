package dev.millrace.runtime.source;

import java.io.Serializable;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;

/**
 * What every source of rows needs to know.
 *
 * @param columns the rows to read
 * @param eventTime position of the event-time column, or -1
 * @param delay how far the watermark stays behind
 * @param idleness after this long without records a split no longer holds the watermark back; null: never
 * @param parts columns, by position, that are not in the record's value
 * @param key positions of the columns that are read from the record's key, where a record replaces the one with the same key;
 *     empty: each record is a new row
 */
public record ReadSettings(RowType columns, int eventTime, Duration delay, Duration idleness, RecordFormat format, Map<Integer, RecordPart> parts,
        int[] key) implements Serializable {
    public ReadSettings {
        parts = Map.copyOf(parts);
    }

    /** Each record is a new row. */
    public ReadSettings(RowType columns, int eventTime, Duration delay, Duration idleness, RecordFormat format, Map<Integer, RecordPart> parts) {
        this(columns, eventTime, delay, idleness, format, parts, new int[0]);
    }

    /** Rows that are all in the record's value, as JSON. */
    public ReadSettings(RowType columns, int eventTime, Duration delay, Duration idleness) {
        this(columns, eventTime, delay, idleness, RecordFormat.JSON, Map.of());
    }

    /** @throws IllegalArgumentException where a column has a type that the format cannot hold: said while planning, not by a job that cannot start */
    public ReadSettings checked() {
        new RowDecoder(this);
        return this;
    }

    public WatermarkStrategy<RowData> watermarks() {
        return watermarks(false);
    }

    /** The same for records of topics, which keep the time at which they were written there. */
    public WatermarkStrategy<RowData> watermarksOfTopic() {
        return watermarks(true);
    }

    private WatermarkStrategy<RowData> watermarks(boolean ofTopic) {
        if (eventTime < 0) {
            return WatermarkStrategy.noWatermarks();
        }
        return new EventTime(eventTime, LogicalTypeChecks.getPrecision(columns.getTypeAt(eventTime)), columns.getFieldCount(), ofTopic, delay, idleness);
    }
}
