package dev.millrace.runtime.count;

import dev.millrace.runtime.json.JsonEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.LatencyMarker;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.ExceptionUtils;

/**
 * Hands every row on and counts it, and now and then times one. Stands at the output port of a node, chained.
 *
 * <p>Flink's own numRecordsOut starts at zero with every attempt. This count is part of the checkpoint, like the state of a
 * window: rows that are read again after a failure are counted once. After a change of parallelism the counts of the copies
 * are dealt out anew, and their sum stays right.
 */
public final class PortCounter extends AbstractStreamOperator<RowData> implements OneInputStreamOperator<RowData, RowData> {
    /** The metric that holds the rows counted so far, over all attempts. */
    public static final String METRIC = "millraceRows";
    /** The metric that holds for how long rows were behind the port and before the next ones in the same task, in nanoseconds since the task began. */
    public static final String NANOS = "millraceNanos";

    private static final long serialVersionUID = 1L;
    private static final ListStateDescriptor<Long> STATE = new ListStateDescriptor<>("rows", LongSerializer.INSTANCE);

    /** What takes several rows before it does something: what fails there need not be the row that has just come. */
    private static final List<String> LATER = List.of(".SinkWriter", ".sink.", ".async.", ".Async");

    private final String port;
    private final RowType type;
    private transient Counter rows;
    private transient PortTime time;
    private transient ListState<Long> saved;

    /**
     * @param port the output port where it stands, as node.port
     * @param type of the rows
     */
    public PortCounter(String port, RowType type) {
        this.port = port;
        this.type = type;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        saved = context.getOperatorStateStore().getListState(STATE);
        rows = getMetricGroup().counter(METRIC);
        time = new PortTime(getMetricGroup().counter(NANOS));
        if (time.isFirst()) {
            TaskTime.show(getMetricGroup(), getContainingTask().getEnvironment().getMetricGroup().getIOMetricGroup());
        }
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
        // What stands behind may use the element for its own rows.
        RowData row = element.getValue();
        try {
            time.pass(element, output);
        } catch (RuntimeException e) {
            throw ExceptionUtils.findThrowable(e, FailureBehindPort.class).isPresent() ? e : new FailureBehindPort(port, isOfThisRow(e) ? text(row) : null, e);
        }
    }

    /** Only handed on: Flink would add a metric for each operator that a marker passes. */
    @Override
    public void processLatencyMarker(LatencyMarker marker) {
        output.emitLatencyMarker(marker);
    }

    private static boolean isOfThisRow(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).flatMap(cause -> Stream.of(cause.getStackTrace()))
                .noneMatch(frame -> LATER.stream().anyMatch(frame.getClassName()::contains));
    }

    private String text(RowData row) {
        try {
            String kind = row.getRowKind() == RowKind.INSERT ? "" : row.getRowKind().shortString() + " ";
            return kind + new String(new JsonEncoder(type).encode(row), StandardCharsets.UTF_8);
        } catch (RuntimeException unreadable) {
            // What failed matters more than the row that cannot be shown.
            return null;
        }
    }
}
