package dev.millrace.runtime.file;

import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.flink.table.data.RowData;

/** The first rows of a stream that one copy reads. */
public final class FirstRows implements FilterFunction<RowData> {
    private static final long serialVersionUID = 1L;

    private long left;

    public FirstRows(long most) {
        left = most;
    }

    @Override
    public boolean filter(RowData row) {
        return left-- > 0;
    }
}
