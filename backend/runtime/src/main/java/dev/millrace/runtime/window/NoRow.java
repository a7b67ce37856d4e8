package dev.millrace.runtime.window;

import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.flink.table.data.RowData;

/** Lets nothing pass: the late rows of a window that sees all of its rows. */
public final class NoRow implements FilterFunction<RowData> {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean filter(RowData row) {
        return false;
    }
}
