package dev.millrace.runtime.source;

import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Parts what a source emits: rows go on, dead letters leave by a side output. */
public final class OpenEnvelopes extends ProcessFunction<RowData, RowData> {
    private static final long serialVersionUID = 1L;
    private static final OutputTag<RowData> DEAD_LETTERS = new OutputTag<>("dead-letters", InternalTypeInfo.of(Envelope.DEAD_LETTER));

    private final int columns;

    private OpenEnvelopes(int columns) {
        this.columns = columns;
    }

    /** Both streams of a source. */
    public record Parted(SingleOutputStreamOperator<RowData> rows, org.apache.flink.streaming.api.datastream.DataStream<RowData> deadLetters) {}

    public static Parted part(SingleOutputStreamOperator<RowData> envelopes, RowType columns, int parallelism) {
        SingleOutputStreamOperator<RowData> rows = envelopes.process(new OpenEnvelopes(columns.getFieldCount())).returns(InternalTypeInfo.of(columns));
        if (parallelism > 0) {
            rows.setParallelism(parallelism);
        }
        return new Parted(rows, rows.getSideOutput(DEAD_LETTERS));
    }

    @Override
    public void processElement(RowData envelope, Context context, Collector<RowData> out) {
        if (!envelope.isNullAt(columns)) {
            context.output(DEAD_LETTERS, envelope.getRow(columns, Envelope.DEAD_LETTER.getFieldCount()));
        } else if (envelope instanceof GenericRowData generic) {
            GenericRowData row = new GenericRowData(generic.getRowKind(), columns);
            for (int i = 0; i < columns; i++) {
                row.setField(i, generic.getField(i));
            }
            out.collect(row);
        } else {
            throw new IllegalStateException("A source must be chained to the function that opens its envelopes");
        }
    }
}
