package dev.millrace.runtime.jdbc;

import dev.millrace.runtime.lookup.Asked;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.Collector;

/**
 * The end of a left lookup with a condition: of the partners of one row those stay for which it holds; where there is none, the
 * row stays alone. Two marks stand behind the columns: whether the condition holds, and whether it is the last of its row.
 *
 * <p>The rows that come of one row follow each other, and a checkpoint never comes between them: they leave the lookup at once.
 */
public final class KeepPartners extends ProcessFunction<RowData, RowData> {
    private static final long serialVersionUID = 1L;

    private final RowType type;
    private final int in;
    private transient RowData.FieldGetter[] getters;
    private transient boolean hasPartner;

    private KeepPartners(RowType type, int in) {
        this.type = type;
        this.in = in;
    }

    /**
     * @param type of the rows without the marks
     * @param in how many of the columns came in; the others are the partner's
     */
    public static SingleOutputStreamOperator<RowData> of(DataStream<RowData> rows, RowType type, int in) {
        return rows.process(new KeepPartners(type, in)).returns(InternalTypeInfo.of(type));
    }

    @Override
    public void open(OpenContext context) {
        getters = Asked.getters(type, type.getFieldCount());
    }

    @Override
    public void processElement(RowData row, Context context, Collector<RowData> out) {
        boolean holds = row.getBoolean(getters.length);
        boolean last = row.getBoolean(getters.length + 1);
        if (holds) {
            hasPartner = true;
            out.collect(kept(row, getters.length));
        }
        if (last) {
            if (!hasPartner) {
                out.collect(kept(row, in));
            }
            hasPartner = false;
        }
    }

    private RowData kept(RowData row, int columns) {
        GenericRowData kept = new GenericRowData(row.getRowKind(), getters.length);
        for (int i = 0; i < columns; i++) {
            kept.setField(i, getters[i].getFieldOrNull(row));
        }
        return kept;
    }
}
