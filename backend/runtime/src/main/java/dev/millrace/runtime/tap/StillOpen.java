package dev.millrace.runtime.tap;

import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.table.data.RowData;

/**
 * Ends a sample as a pause and not as the end of all time. At the end of its input a source says that event time is over, and every
 * window closes; a topic has no end, so a deployed job would still wait. Event time comes to where the newest row brings it.
 */
public final class StillOpen extends AbstractStreamOperator<RowData> implements OneInputStreamOperator<RowData, RowData> {
    private static final long serialVersionUID = 1L;

    private final long delay;
    private transient long newest;

    /** @param delay how far the watermark stays behind the newest row, in milliseconds */
    public StillOpen(long delay) {
        this.delay = delay;
    }

    @Override
    public void open() throws Exception {
        super.open();
        newest = Long.MIN_VALUE;
    }

    @Override
    public void processElement(StreamRecord<RowData> row) {
        if (row.hasTimestamp()) {
            newest = Math.max(newest, row.getTimestamp());
        }
        output.collect(row);
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        if (mark.getTimestamp() != Long.MAX_VALUE) {
            super.processWatermark(mark);
        } else if (newest != Long.MIN_VALUE) {
            super.processWatermark(new Watermark(newest - delay - 1));
        }
    }
}
