package dev.millrace.runtime.count;

import java.util.List;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.ExceptionUtils;

/**
 * Hands every row on and counts it. Stands at the output port of a node, chained, and knows nothing of the rows.
 *
 * <p>Flink's own numRecordsOut starts at zero with every attempt. This count is part of the checkpoint, like the state of a
 * window: rows that are read again after a failure are counted once. After a change of parallelism the counts of the copies
 * are dealt out anew, and their sum stays right.
 */
public final class PortCounter extends AbstractStreamOperator<RowData> implements OneInputStreamOperator<RowData, RowData> {
    /** The metric that holds the rows counted so far, over all attempts. */
    public static final String METRIC = "millraceRows";

    private static final long serialVersionUID = 1L;
    private static final ListStateDescriptor<Long> STATE = new ListStateDescriptor<>("rows", LongSerializer.INSTANCE);

    private final String port;
    private transient Counter rows;
    private transient ListState<Long> saved;

    /** @param port the output port where it stands, as node.port */
    public PortCounter(String port) {
        this.port = port;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        saved = context.getOperatorStateStore().getListState(STATE);
        rows = getMetricGroup().counter(METRIC);
        for (Long part : saved.get()) {
            rows.inc(part);
        }
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        saved.update(List.of(rows.getCount()));
    }

    /** Metrics go with the operator; what an accumulator holds is told of a job as long as the job itself is known. */
    @Override
    public void finish() throws Exception {
        super.finish();
        getRuntimeContext().addAccumulator(inTheEnd(port), new LongCounter(rows.getCount()));
    }

    /** The accumulator that has the count when there are no more rows. */
    public static String inTheEnd(String port) {
        return METRIC + " " + port;
    }

    @Override
    public void processElement(StreamRecord<RowData> element) {
        rows.inc();
        try {
            output.collect(element);
        } catch (RuntimeException e) {
            throw ExceptionUtils.findThrowable(e, FailureBehindPort.class).isPresent() ? e : new FailureBehindPort(port, e);
        }
    }
}
