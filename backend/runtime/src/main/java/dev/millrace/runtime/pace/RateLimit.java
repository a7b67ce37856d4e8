package dev.millrace.runtime.pace;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.table.data.RowData;

/**
 * Holds rows back to a rate, in their order. The copies share the rate evenly, whatever each gets to do. While a row waits, so do
 * watermarks and checkpoints behind it, and Flink holds back what comes before.
 */
public final class RateLimit extends RichMapFunction<RowData, RowData> {
    private static final long serialVersionUID = 1L;
    /** A thread may sleep a little longer than it wanted. */
    private static final long SLACK = Duration.ofMillis(20).toNanos();

    private final long rows;
    private final Duration per;
    private transient Pace pace;

    RateLimit(long rows, Duration per) {
        this.rows = rows;
        this.per = per;
    }

    /** @param rows how many may pass in {@code per}, over all copies */
    public static DataStream<RowData> of(DataStream<RowData> in, long rows, Duration per) {
        return in.map(new RateLimit(rows, per)).returns(in.getType());
    }

    @Override
    public void open(OpenContext context) {
        begin(getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks());
    }

    void begin(int copies) {
        double interval = (double) per.toNanos() / rows * copies;
        pace = new Pace(Math.max(1, Math.round(interval)), SLACK, System.nanoTime());
    }

    @Override
    public RowData map(RowData row) throws InterruptedException {
        long wait = pace.waitFrom(System.nanoTime());
        if (wait > 0) {
            TimeUnit.NANOSECONDS.sleep(wait);
        }
        return row;
    }
}
