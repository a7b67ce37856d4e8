package dev.millrace.runtime.group;

import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.table.data.RowData;

/**
 * For a state whose owner keeps plain rows, such as that of Flink's windows. Rows of today's layout are plain; those of another, and all that are read out of
 * a savepoint before it is known which layout today's is, are {@link EarlierRow}s.
 */
public final class EarlierRowSerializer extends TypeSerializer<RowData> {
    private final Layouts layouts;
    private final boolean today;

    /**
     * @param layouts oldest first
     * @param today whether the last is the one of plain rows
     */
    private EarlierRowSerializer(List<RowLayout> layouts, boolean today) {
        this.layouts = new Layouts(layouts);
        this.today = today;
    }

    /** For rows of a layout that has none before it yet. */
    public static TypeSerializer<RowData> of(RowLayout layout) {
        return new EarlierRowSerializer(List.of(layout), true);
    }

    @Override public void serialize(RowData row, DataOutputView out) throws IOException {
        if (row instanceof EarlierRow earlier) {
            layouts.write(layouts.number(earlier.kept().layout()), earlier.kept().row(), out);
        } else {
            layouts.write(layouts.newest(), row, out);
        }
    }

    @Override public RowData deserialize(DataInputView in) throws IOException {
        KeptRow kept = layouts.read(in);
        return today && kept.layout() == layouts.get(layouts.newest()) ? kept.row() : new EarlierRow(kept);
    }

    @Override public RowData deserialize(RowData reuse, DataInputView in) throws IOException {
        return deserialize(in);
    }

    @Override public void copy(DataInputView in, DataOutputView out) throws IOException {
        layouts.copy(in, out);
    }

    @Override public RowData copy(RowData row) {
        return row instanceof EarlierRow earlier ? new EarlierRow(layouts.copy(earlier.kept())) : layouts.of(layouts.newest()).copy(row);
    }

    @Override public RowData copy(RowData row, RowData reuse) {
        return copy(row);
    }

    @Override public RowData createInstance() {
        return layouts.of(layouts.newest()).createInstance();
    }

    @Override public TypeSerializer<RowData> duplicate() {
        return new EarlierRowSerializer(layouts.all(), today);
    }

    @Override public boolean isImmutableType() {
        return false;
    }

    @Override public int getLength() {
        return -1;
    }

    @Override public boolean equals(Object other) {
        return other instanceof EarlierRowSerializer same && layouts.equals(same.layouts) && today == same.today;
    }

    @Override public int hashCode() {
        return layouts.hashCode();
    }

    @Override public TypeSerializerSnapshot<RowData> snapshotConfiguration() {
        return new Snapshot(layouts.all());
    }

    /** The layouts, as they stand in a savepoint. */
    public static final class Snapshot extends Layouts.Snapshot<RowData> {
        /** For Flink, which reads it by {@link #readSnapshot}. */
        public Snapshot() {
            this(List.of());
        }

        private Snapshot(List<RowLayout> layouts) {
            super(layouts);
        }

        @Override TypeSerializer<RowData> serializer(List<RowLayout> all) {
            return new EarlierRowSerializer(all, true);
        }

        @Override public TypeSerializer<RowData> restoreSerializer() {
            return new EarlierRowSerializer(layouts(), false);
        }
    }
}
