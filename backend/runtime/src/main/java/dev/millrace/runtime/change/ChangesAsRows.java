package dev.millrace.runtime.change;

import java.util.EnumSet;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.utils.JoinedRowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.Collector;

/** Makes a new row of each change of some kinds, with the kind in a column behind the others. */
public final class ChangesAsRows extends RichFlatMapFunction<RowData, RowData> {
    private static final long serialVersionUID = 1L;

    private final EnumSet<RowKind> kinds;
    private transient JoinedRowData row;

    private ChangesAsRows(Set<RowKind> kinds) {
        this.kinds = EnumSet.copyOf(kinds);
    }

    /** @param type of the rows with the column for the kind */
    public static DataStream<RowData> of(DataStream<RowData> changes, RowType type, Set<RowKind> kinds) {
        return changes.flatMap(new ChangesAsRows(kinds)).returns(InternalTypeInfo.of(type));
    }

    @Override
    public void open(OpenContext context) {
        row = new JoinedRowData();
    }

    @Override
    public void flatMap(RowData change, Collector<RowData> out) {
        if (kinds.contains(change.getRowKind())) {
            row.setRowKind(RowKind.INSERT);
            out.collect(row.replace(change, GenericRowData.of(StringData.fromString(change.getRowKind().name()))));
        }
    }
}
