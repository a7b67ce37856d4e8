package dev.millrace.runtime.group;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.LogicalType;

/** Gives out rows in one layout, whichever they were kept in: a value is where its name is, and a name that a row does not have yet begins with what a new row has. */
final class RowMove {
    private final RowLayout layout;
    private final Supplier<RowData> fresh;
    private final RowData.FieldGetter[] own;
    private final Map<RowLayout, Read[]> readings = new HashMap<>();

    /** Reads one field of a row in another layout; null where that layout does not have it. */
    private interface Read {
        Object from(RowData row);
    }

    RowMove(RowLayout layout, Supplier<RowData> fresh) {
        this.layout = layout;
        this.fresh = fresh;
        own = new RowData.FieldGetter[layout.types().size()];
        for (int i = 0; i < own.length; i++) {
            own[i] = RowData.createFieldGetter(layout.types().get(i), i);
        }
    }

    RowData here(KeptRow row) {
        if (row.layout().equals(layout)) {
            return row.row();
        }
        Read[] reads = readings.computeIfAbsent(row.layout(), this::reads);
        RowData begun = fresh.get();
        var moved = new GenericRowData(own.length);
        for (int i = 0; i < own.length; i++) {
            moved.setField(i, reads[i] == null ? own[i].getFieldOrNull(begun) : reads[i].from(row.row()));
        }
        return moved;
    }

    private Read[] reads(RowLayout from) {
        var reads = new Read[own.length];
        for (int i = 0; i < own.length; i++) {
            int at = from.names().indexOf(layout.names().get(i));
            reads[i] = at < 0 ? null : read(from.types().get(at), at, layout.types().get(i));
        }
        return reads;
    }

    private static Read read(LogicalType was, int at, LogicalType is) {
        RowData.FieldGetter getter = RowData.createFieldGetter(was, at);
        var widened = Widening.of(was, is);
        return row -> {
            Object value = getter.getFieldOrNull(row);
            return value == null ? null : widened.apply(value);
        };
    }
}
