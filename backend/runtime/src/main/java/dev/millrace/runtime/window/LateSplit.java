package dev.millrace.runtime.window;

import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.OutputTag;

/**
 * Parts rows that come too late from the others, ahead of the window that would drop them.
 *
 * <pre>
 *   rows ──▶ [ is the last window of the row closed? ] ──▶ no: to the window
 *                                                     └──▶ yes: to the side
 * </pre>
 *
 * <p>A window's watermark is never ahead of the one here, so what passes as in time is in time there too. The watermark is part
 * of the checkpoint, as it is in the window: else a row that was late before a restart would pass after it.
 */
public abstract class LateSplit extends AbstractStreamOperator<RowData> implements OneInputStreamOperator<RowData, RowData> {
    private static final long serialVersionUID = 1L;
    private static final ListStateDescriptor<Long> STATE = new ListStateDescriptor<>("watermark", LongSerializer.INSTANCE);

    private final RowTime time;
    private final OutputTag<RowData> late;
    private transient long watermark;
    private transient ListState<Long> saved;

    LateSplit(RowTime time, OutputTag<RowData> late) {
        this.time = time;
        this.late = late;
    }

    /** Which column of the rows holds their time. */
    public record RowTime(int column, int digits) implements java.io.Serializable {
        long of(RowData row) {
            return row.getTimestamp(column, digits).getMillisecond();
        }
    }

    /** Whether all windows of a row of this time, for the current key, have closed. */
    abstract boolean isLate(long at, long watermark) throws Exception;

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        saved = context.getOperatorStateStore().getUnionListState(STATE);
        // The copies may be dealt out anew: what was late for one of them only need not be late for all.
        long least = Long.MAX_VALUE;
        for (Long one : saved.get()) {
            least = Math.min(least, one);
        }
        watermark = least == Long.MAX_VALUE ? Long.MIN_VALUE : least;
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        saved.update(List.of(watermark));
    }

    @Override
    public void processElement(StreamRecord<RowData> element) throws Exception {
        if (isLate(time.of(element.getValue()), watermark)) {
            output.collect(late, element);
        } else {
            output.collect(element);
        }
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        watermark = Math.max(watermark, mark.getTimestamp());
        super.processWatermark(mark);
    }
}
