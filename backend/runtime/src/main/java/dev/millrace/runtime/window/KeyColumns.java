package dev.millrace.runtime.window;

import java.util.List;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.table.types.logical.RowType;

/** The key of a row: some of its columns, in a form in which equal keys are equal. */
public final class KeyColumns implements KeySelector<RowData, RowData> {
    private static final long serialVersionUID = 1L;

    private final RowData.FieldGetter[] columns;
    private final RowDataSerializer serializer;

    public KeyColumns(RowType rows, List<String> keys) {
        columns = keys.stream().map(rows::getFieldIndex).map(i -> RowData.createFieldGetter(rows.getTypeAt(i), i)).toArray(RowData.FieldGetter[]::new);
        serializer = new RowDataSerializer(type(rows, keys));
    }

    /** The type of the keys. */
    public static RowType type(RowType rows, List<String> keys) {
        return new RowType(false, keys.stream().map(rows::getFieldIndex).map(rows.getFields()::get).toList());
    }

    @Override
    public RowData getKey(RowData row) {
        var key = new GenericRowData(columns.length);
        for (int i = 0; i < columns.length; i++) {
            key.setField(i, columns[i].getFieldOrNull(row));
        }
        // The serializer uses one row for all; a key is kept.
        return serializer.toBinaryRow(key).copy();
    }
}
