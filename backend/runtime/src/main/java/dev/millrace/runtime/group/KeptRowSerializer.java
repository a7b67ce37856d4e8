package dev.millrace.runtime.group;

import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Rows with the layout of their time, written by {@link Layouts}. */
public final class KeptRowSerializer extends TypeSerializer<KeptRow> {
    private final Layouts layouts;

    /** @param layouts oldest first */
    KeptRowSerializer(List<RowLayout> layouts) {
        this.layouts = new Layouts(layouts);
    }

    List<RowLayout> layouts() {
        return layouts.all();
    }

    @Override public void serialize(KeptRow kept, DataOutputView out) throws IOException {
        layouts.write(layouts.number(kept.layout()), kept.row(), out);
    }

    @Override public KeptRow deserialize(DataInputView in) throws IOException {
        return layouts.read(in);
    }

    @Override public KeptRow deserialize(KeptRow reuse, DataInputView in) throws IOException {
        return deserialize(in);
    }

    @Override public void copy(DataInputView in, DataOutputView out) throws IOException {
        layouts.copy(in, out);
    }

    @Override public KeptRow copy(KeptRow kept) {
        return layouts.copy(kept);
    }

    @Override public KeptRow copy(KeptRow kept, KeptRow reuse) {
        return copy(kept);
    }

    @Override public KeptRow createInstance() {
        int newest = layouts.newest();
        return new KeptRow(layouts.get(newest), layouts.of(newest).createInstance());
    }

    @Override public TypeSerializer<KeptRow> duplicate() {
        return new KeptRowSerializer(layouts.all());
    }

    @Override public boolean isImmutableType() {
        return false;
    }

    @Override public int getLength() {
        return -1;
    }

    @Override public boolean equals(Object other) {
        return other instanceof KeptRowSerializer same && layouts.equals(same.layouts);
    }

    @Override public int hashCode() {
        return layouts.hashCode();
    }

    @Override public TypeSerializerSnapshot<KeptRow> snapshotConfiguration() {
        return new Snapshot(layouts.all());
    }

    /** The layouts, as they stand in a savepoint. */
    public static final class Snapshot extends Layouts.Snapshot<KeptRow> {
        /** For Flink, which reads it by {@link #readSnapshot}. */
        public Snapshot() {
            this(List.of());
        }

        private Snapshot(List<RowLayout> layouts) {
            super(layouts);
        }

        @Override TypeSerializer<KeptRow> serializer(List<RowLayout> all) {
            return new KeptRowSerializer(all);
        }

        @Override public TypeSerializer<KeptRow> restoreSerializer() {
            return new KeptRowSerializer(layouts());
        }
    }
}
