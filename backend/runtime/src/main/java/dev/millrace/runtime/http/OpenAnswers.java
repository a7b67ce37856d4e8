package dev.millrace.runtime.http;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Parts what {@link AskFunction} emits: rows with an answer go on, failed ones leave by a side output. */
public final class OpenAnswers extends ProcessFunction<RowData, RowData> {
    private static final long serialVersionUID = 1L;

    private final OutputTag<RowData> tag;
    private final RowData.FieldGetter[] rowFields;
    private final RowData.FieldGetter[] failedFields;
    private final int reason;

    private OpenAnswers(OutputTag<RowData> tag, RowType wide, int in) {
        this.tag = tag;
        this.reason = wide.getFieldCount() - 1;
        this.rowFields = getters(wide, reason);
        this.failedFields = getters(wide, in + 1);
        failedFields[in] = RowData.createFieldGetter(wide.getTypeAt(reason), reason);
    }

    private static RowData.FieldGetter[] getters(RowType type, int count) {
        RowData.FieldGetter[] getters = new RowData.FieldGetter[count];
        for (int i = 0; i < count; i++) {
            getters[i] = RowData.createFieldGetter(type.getTypeAt(i), i);
        }
        return getters;
    }

    /** Both streams. */
    public record Parted(SingleOutputStreamOperator<RowData> rows, DataStream<RowData> failed) {}

    /**
     * @param out type of the rows that go on
     * @param failed type of failed rows: the columns that came and the reason
     */
    public static Parted ask(DataStream<RowData> rows, AskSettings settings, RowType out, RowType failed) {
        AskFunction function = new AskFunction(settings);
        List<RowType.RowField> fields = new ArrayList<>(settings.in().getFields());
        fields.addAll(settings.added().getFields());
        fields.add(new RowType.RowField(" reason", new VarCharType(VarCharType.MAX_LENGTH)));
        RowType wide = new RowType(false, fields);
        SingleOutputStreamOperator<RowData> asked = AsyncDataStream.orderedWait(rows, function, function.patience().toMillis(), TimeUnit.MILLISECONDS,
                settings.atOnce()).returns(InternalTypeInfo.of(wide));
        OutputTag<RowData> tag = new OutputTag<>("failed", InternalTypeInfo.of(failed));
        SingleOutputStreamOperator<RowData> parted = asked.process(new OpenAnswers(tag, wide, settings.in().getFieldCount()))
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
