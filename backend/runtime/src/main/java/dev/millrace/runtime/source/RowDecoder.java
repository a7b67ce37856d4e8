package dev.millrace.runtime.source;

import dev.millrace.runtime.avro.AvroDecoder;
import dev.millrace.runtime.csv.CsvDecoder;
import dev.millrace.runtime.json.BadRecord;
import dev.millrace.runtime.json.DebeziumDecoder;
import dev.millrace.runtime.json.JsonDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Turns one record into an envelope, whatever its bytes are. Not for several threads. */
public final class RowDecoder {
    private static final Headers NONE = new RecordHeaders();

    private interface Value {
        GenericRowData decode(byte[] value) throws BadRecord;
    }

    private final ReadSettings settings;
    private final Value value;
    /** Null where each record is a new row. */
    private final JsonDecoder keys;
    /** Null where records are no changes of a table. */
    private final DebeziumDecoder changes;
    private final int columns;
    private final int eventTime;
    private final String eventTimeName;
    /** Positions of the columns that are in the value. */
    private final int[] valuePositions;

    public RowDecoder(ReadSettings settings) {
        this.settings = settings;
        RowType all = settings.columns();
        columns = all.getFieldCount();
        List<RowType.RowField> inValue = new ArrayList<>();
        List<Integer> positions = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            if (!settings.parts().containsKey(i)) {
                RowType.RowField field = all.getFields().get(i);
                // The value may lack what the key holds.
                inValue.add(isKey(i) ? new RowType.RowField(field.getName(), field.getType().copy(true)) : field);
                positions.add(i);
            }
        }
        valuePositions = positions.stream().mapToInt(i -> i).toArray();
        boolean isChanges = settings.format().kind() == RecordFormat.Kind.DEBEZIUM;
        changes = isChanges ? new DebeziumDecoder(all, settings.key(), 1) : null;
        value = isChanges ? changes::decode : value(settings.format(), new RowType(false, inValue), settings.parts().isEmpty() ? 1 : 0);
        keys = isChanges || settings.key().length == 0 ? null
                : new JsonDecoder(new RowType(Arrays.stream(settings.key()).mapToObj(i -> all.getFields().get(i)).toList()));
        eventTime = settings.eventTime();
        eventTimeName = eventTime < 0 ? null : all.getFieldNames().get(eventTime);
    }

    private boolean isKey(int column) {
        return Arrays.stream(settings.key()).anyMatch(i -> i == column);
    }

    private static Value value(RecordFormat format, RowType type, int spare) {
        switch (format.kind()) {
            case JSON: {
                JsonDecoder json = new JsonDecoder(type, spare);
                return json::decode;
            }
            case CSV: {
                CsvDecoder csv = new CsvDecoder(type, format.fields(), format.separator(), spare);
                return csv::decode;
            }
            case AVRO: {
                AvroDecoder avro = new AvroDecoder(type, format.avro(), spare);
                return avro::decode;
            }
            default:
                return text(type, spare);
        }
    }

    private static Value text(RowType type, int spare) {
        boolean isText = type.getFieldCount() > 0 && type.getTypeAt(0).is(LogicalTypeFamily.CHARACTER_STRING);
        return bytes -> {
            GenericRowData row = new GenericRowData(type.getFieldCount() + spare);
            if (type.getFieldCount() > 0) {
                if (bytes == null && !type.getTypeAt(0).isNullable()) {
                    throw new BadRecord(type.getFieldNames().get(0) + ": required, but missing");
                }
                row.setField(0, bytes == null ? null : isText ? (Object) StringData.fromBytes(bytes) : bytes);
            }
            return row;
        };
    }

    /** A record that is nothing but its value. */
    public RowData decode(String topic, int partition, long offset, byte[] value) {
        return decode(topic, partition, offset, ConsumerRecord.NO_TIMESTAMP, null, value, NONE);
    }

    /** A record without headers. */
    public RowData decode(String topic, int partition, long offset, long timestamp, byte[] key, byte[] value) {
        return decode(topic, partition, offset, timestamp, key, value, NONE);
    }

    public RowData decode(String topic, int partition, long offset, long timestamp, byte[] key, byte[] bytes, Headers headers) {
        try {
            GenericRowData of = keys == null ? null : key(key);
            if (of != null && bytes == null) {
                return replacing(new GenericRowData(columns + 1), of, RowKind.DELETE);
            }
            if (changes != null && (bytes == null || bytes.length == 0)) {
                return changes.gone(key);
            }
            GenericRowData row = value.decode(bytes);
            if (of != null) {
                row = replacing(row, of, RowKind.UPDATE_AFTER);
            }
            if (!settings.parts().isEmpty()) {
                row = whole(row, topic, partition, offset, timestamp, key, headers);
            }
            if (eventTime >= 0 && row.isNullAt(eventTime) && row.getRowKind() != RowKind.DELETE) {
                throw new BadRecord(eventTimeName + ": the event time is missing");
            }
            return row;
        } catch (BadRecord e) {
            return Envelope.bad(columns, Envelope.deadLetter(topic, partition, offset, timestamp, key, bytes, e.getMessage()));
        }
    }

    private GenericRowData key(byte[] key) throws BadRecord {
        if (key == null || key.length == 0) {
            throw new BadRecord("The record has no key");
        }
        try {
            return keys.decode(key);
        } catch (BadRecord e) {
            throw new BadRecord("Key: " + e.getMessage());
        }
    }

    /** The row that holds from now on, or the key of one that is gone. */
    private GenericRowData replacing(GenericRowData row, GenericRowData key, RowKind kind) {
        for (int i = 0; i < settings.key().length; i++) {
            row.setField(settings.key()[i], key.getField(i));
        }
        row.setRowKind(kind);
        return row;
    }

    private GenericRowData whole(GenericRowData read, String topic, int partition, long offset, long timestamp, byte[] key, Headers headers) {
        GenericRowData row = new GenericRowData(columns + 1);
        for (int i = 0; i < valuePositions.length; i++) {
            row.setField(valuePositions[i], read.getField(i));
        }
        settings.parts().forEach((position, part) -> row.setField(position, part(part, topic, partition, offset, timestamp, key, headers)));
        return row;
    }

    private static Object part(RecordPart part, String topic, int partition, long offset, long timestamp, byte[] key, Headers headers) {
        switch (part) {
            case TOPIC:
                return StringData.fromString(topic);
            case PARTITION:
                return partition;
            case OFFSET:
                return offset;
            case TIMESTAMP:
                return timestamp == ConsumerRecord.NO_TIMESTAMP ? null : TimestampData.fromEpochMillis(timestamp);
            case KEY_TEXT:
                return key == null ? null : StringData.fromBytes(key);
            case KEY_BYTES:
                return key;
            default: {
                Map<Object, Object> byName = new LinkedHashMap<>();
                for (Header header : headers) {
                    byName.put(StringData.fromString(header.key()), header.value() == null ? null : StringData.fromBytes(header.value()));
                }
                return new GenericMapData(byName);
            }
        }
    }
}
