package dev.millrace.runtime.lookup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.streaming.api.functions.async.AsyncFunction;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Asks a system outside for each row and parts what comes: rows go on, failed ones leave by a side output.
 *
 * <pre>
 *   row ──▶ asks ──▶ row, added, reason ──▶ no reason: the first columns, as many as go on
 *                                      └──▶ a reason:  row, reason
 * </pre>
 */
public final class Asked extends ProcessFunction<RowData, RowData> {
    private static final long serialVersionUID = 1L;

    private final OutputTag<RowData> tag;
    private final RowData.FieldGetter[] rowFields;
    private final RowData.FieldGetter[] failedFields;
    private final int reason;

    private Asked(OutputTag<RowData> tag, RowType wide, int out, int in) {
        this.tag = tag;
        this.reason = wide.getFieldCount() - 1;
        this.rowFields = getters(wide, out);
        this.failedFields = getters(wide, in + 1);
        failedFields[in] = RowData.createFieldGetter(wide.getTypeAt(reason), reason);
    }

    /** For the first columns of a row, so many. */
    public static RowData.FieldGetter[] getters(RowType type, int count) {
        RowData.FieldGetter[] getters = new RowData.FieldGetter[count];
        for (int i = 0; i < count; i++) {
            getters[i] = RowData.createFieldGetter(type.getTypeAt(i), i);
        }
        return getters;
    }

    /** Both streams. */
    public record Parted(SingleOutputStreamOperator<RowData> rows, DataStream<RowData> failed) {}

    /**
     * @param function emits the columns that came, those added, and the reason of a failure, which is NULL where there was none
     * @param patience after this long a row counts as failed, whatever hangs
     * @param in columns that come
     * @param added columns that the function puts behind them
     * @param out type of the rows that go on: the columns that came and the first of those added
     * @param failed type of failed rows: the columns that came and the reason
     */
    public static Parted ask(DataStream<RowData> rows, AsyncFunction<RowData, RowData> function, Duration patience, int atOnce, RowType in,
            List<RowType.RowField> added, RowType out, RowType failed) {
        List<RowType.RowField> fields = new ArrayList<>(in.getFields());
        fields.addAll(added);
        fields.add(new RowType.RowField(" reason", new VarCharType(VarCharType.MAX_LENGTH)));
        RowType wide = new RowType(false, fields);
        SingleOutputStreamOperator<RowData> asked = rows.transform("asks", InternalTypeInfo.of(wide), new AskInOrder(function, patience.toMillis(), atOnce));
        OutputTag<RowData> tag = new OutputTag<>("failed", InternalTypeInfo.of(failed));
        SingleOutputStreamOperator<RowData> parted = asked.process(new Asked(tag, wide, out.getFieldCount(), in.getFieldCount()))
                .returns(InternalTypeInfo.of(out));
        return new Parted(parted, parted.getSideOutput(tag));
    }

    @Override
    public void processElement(RowData wide, Context context, Collector<RowData> out) {
        if (wide.isNullAt(reason)) {
            out.collect(row(wide, rowFields));
        } else {
            context.output(tag, row(wide, failedFields));
        }
    }

    private static RowData row(RowData wide, RowData.FieldGetter[] getters) {
        GenericRowData row = new GenericRowData(wide.getRowKind(), getters.length);
        for (int i = 0; i < getters.length; i++) {
            row.setField(i, getters[i].getFieldOrNull(wide));
        }
        return row;
    }
}
