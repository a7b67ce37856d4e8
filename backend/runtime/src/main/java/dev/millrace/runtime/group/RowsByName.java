package dev.millrace.runtime.group;

import java.io.IOException;
import java.util.function.Supplier;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.table.data.RowData;

/** A state that gives out rows in one layout, and keeps the layout with each. */
final class RowsByName implements ValueState<RowData> {
    private final ValueState<KeptRow> kept;
    private final RowLayout layout;
    private final RowMove move;

    RowsByName(ValueState<KeptRow> kept, RowLayout layout, Supplier<RowData> fresh) {
        this.kept = kept;
        this.layout = layout;
        this.move = new RowMove(layout, fresh);
    }

    @Override public RowData value() throws IOException {
        KeptRow row = kept.value();
        return row == null ? null : move.here(row);
    }

    @Override public void update(RowData row) throws IOException {
        kept.update(row == null ? null : new KeptRow(layout, row));
    }

    @Override public void clear() {
        kept.clear();
    }
}
