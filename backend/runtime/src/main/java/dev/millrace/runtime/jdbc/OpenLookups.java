package dev.millrace.runtime.jdbc;

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
import org.apache.flink.table.types.logical.BooleanType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Parts what a lookup emits: rows go on, failed ones leave by a side output. Three marks stand behind the columns: whether the row
 * has a partner, whether it is the last that came of a row of the input, and the reason of a failure.
 */
public final class OpenLookups extends ProcessFunction<RowData, RowData> {
    private static final long serialVersionUID = 1L;
    static final int MARKS = 3;

    private final OutputTag<RowData> tag;
    private final RowData.FieldGetter[] rowFields;
    private final RowData.FieldGetter[] failedFields;
    private final int reason;

    private OpenLookups(OutputTag<RowData> tag, RowType wide, int in, boolean marked) {
        this.tag = tag;
        this.reason = wide.getFieldCount() - 1;
        this.rowFields = getters(wide, marked ? reason : reason - 2);
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

    /** Both streams of a lookup. */
    public record Parted(SingleOutputStreamOperator<RowData> rows, DataStream<RowData> failed) {}

    /**
     * @param out type of the rows that go on: the columns of both, and where a condition is still to be seen, the first two marks
     * @param failed type of failed rows: the columns that came and the reason
     */
    public static Parted look(DataStream<RowData> rows, LookupSettings settings, RowType out, RowType failed) {
        LookupFunction function = new LookupFunction(settings);
        RowType wide = wide(settings);
        SingleOutputStreamOperator<RowData> asked = AsyncDataStream.orderedWait(rows, function, function.patience().toMillis(), TimeUnit.MILLISECONDS,
                settings.atOnce()).returns(InternalTypeInfo.of(wide));
        OutputTag<RowData> tag = new OutputTag<>("failed", InternalTypeInfo.of(failed));
        boolean marked = out.getFieldCount() > settings.in().getFieldCount() + settings.added().getFieldCount();
        SingleOutputStreamOperator<RowData> parted = asked.process(new OpenLookups(tag, wide, settings.in().getFieldCount(), marked))
                .returns(InternalTypeInfo.of(out));
        return new Parted(parted, parted.getSideOutput(tag));
    }

    private static RowType wide(LookupSettings settings) {
        List<RowType.RowField> fields = new ArrayList<>(settings.in().getFields());
        settings.added().getFields().forEach(f -> fields.add(new RowType.RowField(f.getName(), f.getType().copy(true))));
        fields.add(new RowType.RowField(" has partner", new BooleanType()));
        fields.add(new RowType.RowField(" is last", new BooleanType()));
        fields.add(new RowType.RowField(" reason", new VarCharType(VarCharType.MAX_LENGTH)));
        return new RowType(false, fields);
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
