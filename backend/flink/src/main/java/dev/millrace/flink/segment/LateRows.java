package dev.millrace.flink.segment;

import dev.millrace.rel.Window;
import dev.millrace.runtime.window.KeyColumns;
import dev.millrace.runtime.window.LateForSessions;
import dev.millrace.runtime.window.LateForSlices;
import dev.millrace.runtime.window.LateForSlices.Slices;
import dev.millrace.runtime.window.LateSplit;
import dev.millrace.runtime.window.LateSplit.RowTime;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;
import org.apache.flink.util.OutputTag;

/**
 * Which rows come too late for their windows, by column names.
 *
 * @param time the column of the rows' time
 * @param keys columns by which the window groups
 */
public record LateRows(String time, Window window, List<String> keys) {
    public LateRows {
        keys = List.copyOf(keys);
    }

    /** Both parts of the rows: what is in time flows on, what is late leaves at the tag. */
    record Parted(SingleOutputStreamOperator<RowData> onTime, OutputTag<RowData> late) {}

    /**
     * With several copies the rows are dealt out by key before they are judged, as they are dealt out to the window: only so is
     * the watermark that of all copies before it, also while some of them are idle.
     */
    Parted part(DataStream<RowData> rows, RowType type) {
        TypeInformation<RowData> rowType = rows.getType();
        var late = new OutputTag<>("late", rowType);
        LateSplit split = split(type, late);
        boolean isByKey = window instanceof Window.Session || rows.getParallelism() != 1;
        if (!isByKey) {
            return new Parted(rows.transform("late", rowType, split), late);
        }
        var keyed = rows.keyBy(new KeyColumns(type, keys), InternalTypeInfo.of(KeyColumns.type(type, keys)));
        SingleOutputStreamOperator<RowData> onTime = keyed.transform("late", rowType, split);
        // Without keys there is one key, and one copy of the window.
        return new Parted(keys.isEmpty() ? onTime.setParallelism(1) : onTime, late);
    }

    private LateSplit split(RowType type, OutputTag<RowData> late) {
        int column = type.getFieldIndex(time);
        var rowTime = new RowTime(column, LogicalTypeChecks.getPrecision(type.getTypeAt(column)));
        return switch (window) {
            case Window.Tumbling t -> slices(rowTime, t.size(), t.size(), t.offset(), late);
            case Window.Hopping h -> slices(rowTime, h.slide(), h.size(), h.offset(), late);
            case Window.Cumulating c -> slices(rowTime, c.size(), c.size(), c.offset(), late);
            case Window.Session s -> new LateForSessions(rowTime, s.gap().toMillis(), late);
        };
    }

    private LateSplit slices(RowTime time, Duration every, Duration length, Duration offset, OutputTag<RowData> late) {
        return new LateForSlices(time, new Slices(every.toMillis(), length.toMillis(), offset.toMillis(), window.zone().orElse(Segments.UTC)), late);
    }
}
