package dev.millrace.runtime.join;

import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.flink.table.data.RowData;

/** Leaves out rows that lack a value in one of these columns, so that they are told apart by them. */
public final class HasKey implements FilterFunction<RowData> {
    private static final long serialVersionUID = 1L;

    private final int[] columns;

    public HasKey(int[] columns) {
        this.columns = columns.clone();
    }

    @Override
    public boolean filter(RowData row) {
        for (int column : columns) {
            if (row.isNullAt(column)) {
                return false;
            }
        }
        return true;
    }
}
