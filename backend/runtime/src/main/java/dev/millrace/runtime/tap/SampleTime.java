package dev.millrace.runtime.tap;

import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.table.data.RowData;

/**
 * Event time of a sample.
 *
 * <p>The end of a sample is a pause and not the end of all time, unless it ends where it is deployed, too. At the end of its input a
 * source says that event time is over, and every window closes; a topic has no end, so a deployed job would still wait. Event time comes
 * to where the newest row brings it.
 *
 * <p>Where rows are to come one by one, event time is after each row where that row brings it. What the source says of it every 200 ms is left out: which rows come
 * late would depend on how fast the machine is just then. So otherwise no row comes late.
 */
public final class SampleTime extends AbstractStreamOperator<RowData> implements OneInputStreamOperator<RowData, RowData> {
    private static final long serialVersionUID = 1L;

    private final boolean oneByOne;
    private final long delay;
    private final boolean ends;
    private transient long newest;

    /**
     * @param oneByOne whether event time moves with each row
     * @param delay how far the watermark stays behind the newest row, in milliseconds
     * @param ends whether event time is over where the input ends
     */
    public SampleTime(boolean oneByOne, long delay, boolean ends) {
        this.oneByOne = oneByOne;
        this.delay = delay;
        this.ends = ends;
    }

    @Override
    public void open() throws Exception {
        super.open();
        newest = Long.MIN_VALUE;
    }

    @Override
    public void processElement(StreamRecord<RowData> row) {
        long at = row.hasTimestamp() ? row.getTimestamp() : Long.MIN_VALUE;
        output.collect(row);
        if (at > newest) {
            newest = at;
            if (oneByOne) {
                output.emitWatermark(reached());
            }
        }
    }

    private Watermark reached() {
        return new Watermark(newest - delay - 1);
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        if (mark.getTimestamp() != Long.MAX_VALUE) {
            return;
        }
        if (ends) {
            super.processWatermark(mark);
        } else if (newest != Long.MIN_VALUE) {
            super.processWatermark(reached());
        }
    }
}
