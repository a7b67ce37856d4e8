package dev.millrace.runtime.group;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;

/**
 * Writes the number of a row's layout, and the row as Flink writes it. It knows all layouts that rows of this state were ever written in; what is new is
 * written in the last. A savepoint holds them too, so rows that nobody has touched for years are still read by the layout of their time. Not for several threads.
 */
final class Layouts implements Serializable {
    private final List<RowLayout> all;
    private transient RowDataSerializer[] rows;

    /** @param all oldest first */
    Layouts(List<RowLayout> all) {
        this.all = List.copyOf(all);
    }

    List<RowLayout> all() {
        return all;
    }

    int newest() {
        return all.size() - 1;
    }

    RowLayout get(int number) {
        return all.get(number);
    }

    int number(RowLayout layout) {
        return all.lastIndexOf(layout);
    }

    RowDataSerializer of(int number) {
        if (rows == null) {
            rows = all.stream().map(layout -> new RowDataSerializer(layout.typeArray())).toArray(RowDataSerializer[]::new);
        }
        return rows[number];
    }

    void write(int number, RowData row, DataOutputView out) throws IOException {
        out.writeShort(number);
        of(number).serialize(row, out);
    }

    KeptRow read(DataInputView in) throws IOException {
        int number = in.readShort();
        return new KeptRow(all.get(number), of(number).deserialize(in));
    }

    KeptRow copy(KeptRow kept) {
        return new KeptRow(kept.layout(), of(number(kept.layout())).copy(kept.row()));
    }

    void copy(DataInputView in, DataOutputView out) throws IOException {
        int number = in.readShort();
        out.writeShort(number);
        of(number).copy(in, out);
    }

    @Override public boolean equals(Object other) {
        return other instanceof Layouts same && all.equals(same.all);
    }

    @Override public int hashCode() {
        return all.hashCode();
    }

    /** The layouts, as they stand in a savepoint. Those of a newer revision are put behind them. */
    abstract static class Snapshot<T> implements TypeSerializerSnapshot<T> {
        private static final int VERSION = 1;
        private List<RowLayout> layouts;

        Snapshot(List<RowLayout> layouts) {
            this.layouts = layouts;
        }

        /** What reads and writes rows of these layouts. */
        abstract TypeSerializer<T> serializer(List<RowLayout> all);

        List<RowLayout> layouts() {
            return layouts;
        }

        @Override public int getCurrentVersion() {
            return VERSION;
        }

        @Override public void writeSnapshot(DataOutputView out) throws IOException {
            out.writeInt(layouts.size());
            for (RowLayout layout : layouts) {
                layout.write(out);
            }
        }

        @Override public void readSnapshot(int version, DataInputView in, ClassLoader classes) throws IOException {
            var read = new ArrayList<RowLayout>();
            for (int left = in.readInt(); left > 0; left--) {
                read.add(RowLayout.read(in, classes));
            }
            layouts = List.copyOf(read);
        }

        /** What was kept by other means, such as by Flink's own serializer, is not read. */
        @Override public TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(TypeSerializerSnapshot<T> old) {
            if (old.getClass() != getClass()) {
                return TypeSerializerSchemaCompatibility.incompatible();
            }
            RowLayout own = layouts.get(layouts.size() - 1);
            var all = new ArrayList<>(((Snapshot<T>) old).layouts);
            if (!all.get(all.size() - 1).equals(own)) {
                all.add(own);
            }
            return all.equals(layouts) ? TypeSerializerSchemaCompatibility.compatibleAsIs()
                    : TypeSerializerSchemaCompatibility.compatibleWithReconfiguredSerializer(serializer(all));
        }
    }
}
