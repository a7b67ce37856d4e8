package dev.millrace.runtime.live;

import java.io.Serializable;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.data.utils.JoinedRowData;

/**
 * Puts the values that live parameters have now behind each row. Stands before a node that reads some.
 *
 * <pre>
 *   rows     (id, amount) ──▶ ┐
 *                             ├──▶ (id, amount, limit)
 *   changes  limit = 120  ──▶ ┘        every copy gets every change, and keeps the values in its state
 * </pre>
 *
 * <p>Only the rows move event time: the changes have none, and would hold it back for ever.
 */
public final class LiveValues extends AbstractStreamOperator<RowData> implements TwoInputStreamOperator<RowData, String, RowData> {
    private static final long serialVersionUID = 1L;
    private static final MapStateDescriptor<String, String> STATE = new MapStateDescriptor<>("values", StringSerializer.INSTANCE, StringSerializer.INSTANCE);

    private final List<Slot> slots;
    private transient BroadcastState<String, String> kept;
    private transient long[] versions;
    private transient GenericRowData values;
    private transient JoinedRowData joined;

    /** What a parameter's values are. */
    public enum Type { WHOLE_NUMBER, NUMBER, TEXT, YES_NO, INSTANT }

    /** A parameter with the value that holds where none with a higher version was kept. */
    public record Slot(LiveChange planned, Type type) implements Serializable {}

    /** @param slots in the order of the columns behind a row */
    public LiveValues(List<Slot> slots) {
        this.slots = List.copyOf(slots);
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        kept = context.getOperatorStateStore().getBroadcastState(STATE);
        versions = new long[slots.size()];
        values = new GenericRowData(slots.size());
        joined = new JoinedRowData();
        for (int i = 0; i < slots.size(); i++) {
            versions[i] = -1;
            String before = kept.get(slots.get(i).planned().name());
            // What was planned is always readable; what was kept may be of another type by now.
            take(i, slots.get(i).planned());
            Optional<LiveChange> change = before == null ? Optional.empty() : LiveChange.read(before);
            if (change.isPresent()) {
                take(i, change.get());
            }
        }
    }

    @Override
    public void processElement1(StreamRecord<RowData> element) {
        RowData row = element.getValue();
        joined.replace(row, values);
        joined.setRowKind(row.getRowKind());
        output.collect(element.replace((RowData) joined));
    }

    @Override
    public void processElement2(StreamRecord<String> element) throws Exception {
        Optional<LiveChange> change = LiveChange.read(element.getValue());
        if (change.isEmpty()) {
            LOG.warn("What came is no change of a live parameter: {}", element.getValue());
            return;
        }
        for (int i = 0; i < slots.size(); i++) {
            if (slots.get(i).planned().name().equals(change.get().name())) {
                take(i, change.get());
            }
        }
    }

    private void take(int slot, LiveChange change) throws Exception {
        if (change.version() <= versions[slot]) {
            return;
        }
        Object value;
        try {
            value = value(slots.get(slot).type(), change.value());
        } catch (IllegalArgumentException | DateTimeParseException e) {
            LOG.warn("'{}' is no value for the live parameter {}, which stays as it is", change.value(), change.name());
            return;
        }
        versions[slot] = change.version();
        // A new row, for somebody may still hold the one before.
        var next = new GenericRowData(slots.size());
        for (int i = 0; i < slots.size(); i++) {
            next.setField(i, i == slot ? value : values.getField(i));
        }
        values = next;
        kept.put(change.name(), change.write());
    }

    private static Object value(Type type, String text) {
        return switch (type) {
            case WHOLE_NUMBER -> Long.parseLong(text);
            case NUMBER -> Double.parseDouble(text);
            case TEXT -> StringData.fromString(text);
            case YES_NO -> Boolean.parseBoolean(text);
            case INSTANT -> TimestampData.fromInstant(Instant.parse(text));
        };
    }

    @Override
    public void processWatermark1(Watermark mark) throws Exception {
        processWatermark(mark);
    }

    @Override
    public void processWatermark2(Watermark mark) {
        // Changes know no event time.
    }

    @Override
    protected void processWatermarkStatus(WatermarkStatus status, int input) throws Exception {
        if (input == 0) {
            processWatermarkStatus(status);
        }
    }
}
