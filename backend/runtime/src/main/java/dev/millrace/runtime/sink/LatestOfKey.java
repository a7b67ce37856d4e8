package dev.millrace.runtime.sink;

import java.util.Arrays;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;

/**
 * Leaves out what is taken back only to be replaced at once, so that a topic gets one record for a change and not two.
 *
 * <pre>
 *   -U a 1   +U a 3             ──▶   +U a 3
 *   -U a 1   (a filter took +U)  ──▶   -D a 1
 * </pre>
 *
 * <p>A row taken back is held until the next row shows whether that replaces it; where none comes, for a moment, and never over a
 * checkpoint. So there is no state.
 */
public final class LatestOfKey extends AbstractStreamOperator<RowData> implements OneInputStreamOperator<RowData, RowData> {
    private static final long serialVersionUID = 1L;
    /** Some times as long as Flink keeps a buffer that is not full (execution.buffer-timeout, 100 ms): the two rows of a change may come in two. */
    private static final long LONGEST_HELD_MILLIS = 500;

    private final RowType type;
    private final int[] key;
    private transient RowDataSerializer rows;
    private transient RowData.FieldGetter[] parts;
    private transient RowData held;
    private transient boolean timed;

    private LatestOfKey(RowType type, int[] key) {
        this.type = type;
        this.key = key.clone();
    }

    /** @param key positions of the key columns */
    public static DataStream<RowData> of(DataStream<RowData> changes, RowType type, int[] key) {
        return changes.transform("latest of key", InternalTypeInfo.of(type), new LatestOfKey(type, key));
    }

    @Override
    public void open() throws Exception {
        super.open();
        rows = new RowDataSerializer(type);
        parts = Arrays.stream(key).mapToObj(i -> RowData.createFieldGetter(type.getTypeAt(i), i)).toArray(RowData.FieldGetter[]::new);
    }

    @Override
    public void processElement(StreamRecord<RowData> element) {
        RowData row = element.getValue();
        switch (row.getRowKind()) {
            case INSERT, UPDATE_AFTER -> {
                if (held != null && replaces(row)) {
                    held = null;
                }
                letGo();
                output.collect(element);
            }
            case UPDATE_BEFORE -> {
                letGo();
                held = rows.copy(row);
                if (!timed) {
                    timed = true;
                    long at = getProcessingTimeService().getCurrentProcessingTime() + LONGEST_HELD_MILLIS;
                    getProcessingTimeService().registerTimer(at, time -> {
                        timed = false;
                        letGo();
                    });
                }
            }
            case DELETE -> {
                letGo();
                output.collect(element);
            }
        }
    }

    private boolean replaces(RowData row) {
        for (RowData.FieldGetter part : parts) {
            Object before = part.getFieldOrNull(held);
            Object after = part.getFieldOrNull(row);
            if (before instanceof byte[] a && after instanceof byte[] b ? !Arrays.equals(a, b) : before == null ? after != null : !before.equals(after)) {
                return false;
            }
        }
        return true;
    }

    private void letGo() {
        if (held != null) {
            held.setRowKind(RowKind.DELETE);
            output.collect(new StreamRecord<>(held));
            held = null;
        }
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpoint) {
        letGo();
    }

    @Override
    public void finish() throws Exception {
        letGo();
        super.finish();
    }
}
