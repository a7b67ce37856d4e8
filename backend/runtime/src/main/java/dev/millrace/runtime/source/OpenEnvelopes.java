package dev.millrace.runtime.source;

import dev.millrace.runtime.latency.Departures;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.OutputTag;

/**
 * Parts what a source emits: rows go on, dead letters leave by a side output. Behind a record now and then goes a marker, by which sinks measure how long
 * records are on their way; in a job that ends there is none.
 */
public final class OpenEnvelopes extends AbstractStreamOperator<RowData> implements OneInputStreamOperator<RowData, RowData> {
    private static final long serialVersionUID = 1L;
    private static final OutputTag<RowData> DEAD_LETTERS = new OutputTag<>("dead-letters", InternalTypeInfo.of(Envelope.DEAD_LETTER));

    private final int columns;
    private final boolean isTopic;
    private final boolean marks;
    private transient Departures departures;

    private OpenEnvelopes(int columns, boolean isTopic, boolean marks) {
        this.columns = columns;
        this.isTopic = isTopic;
        this.marks = marks;
    }

    /** Both streams of a source. */
    public record Parted(SingleOutputStreamOperator<RowData> rows, DataStream<RowData> deadLetters) {}

    /** Of a source whose records come in when they are read. @param parallelism 0: as usual */
    public static Parted part(SingleOutputStreamOperator<RowData> envelopes, RowType columns, int parallelism) {
        return part(envelopes, columns, parallelism, false);
    }

    /** Of a source that reads topics, with {@link ReadSettings#watermarksOfTopic}: records come in when they are written there. */
    public static Parted partTopic(SingleOutputStreamOperator<RowData> envelopes, RowType columns) {
        return part(envelopes, columns, 0, true);
    }

    private static Parted part(SingleOutputStreamOperator<RowData> envelopes, RowType columns, int parallelism, boolean isTopic) {
        boolean marks = envelopes.getExecutionEnvironment().getConfiguration().get(ExecutionOptions.RUNTIME_MODE) != RuntimeExecutionMode.BATCH;
        SingleOutputStreamOperator<RowData> rows = envelopes.transform("open envelopes", InternalTypeInfo.of(columns),
                new OpenEnvelopes(columns.getFieldCount(), isTopic, marks));
        if (parallelism > 0) {
            rows.setParallelism(parallelism);
        }
        return new Parted(rows, rows.getSideOutput(DEAD_LETTERS));
    }

    @Override
    public void open() throws Exception {
        super.open();
        departures = new Departures(output, getRuntimeContext().getTaskInfo().getIndexOfThisSubtask());
    }

    @Override
    public void processElement(StreamRecord<RowData> element) {
        // Elsewhere it is the event time.
        long written = isTopic && element.hasTimestamp() ? element.getTimestamp() : 0;
        long cameIn = marks ? departures.leaves(written) : Departures.NONE;
        open(element);
        departures.left(cameIn);
    }

    private void open(StreamRecord<RowData> element) {
        RowData envelope = element.getValue();
        if (!envelope.isNullAt(columns)) {
            output.collect(DEAD_LETTERS, new StreamRecord<>(envelope.getRow(columns, Envelope.DEAD_LETTER.getFieldCount()), element.getTimestamp()));
        } else if (envelope instanceof GenericRowData generic) {
            GenericRowData row = new GenericRowData(generic.getRowKind(), columns);
            for (int i = 0; i < columns; i++) {
                row.setField(i, generic.getField(i));
            }
            output.collect(element.replace(row));
        } else {
            throw new IllegalStateException("A source must be chained to the function that opens its envelopes");
        }
    }
}
