package dev.millrace.runtime.source;

import dev.millrace.runtime.json.BadRecord;
import dev.millrace.runtime.json.JsonDecoder;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;

/** Turns the bytes of one record into an envelope, whatever they are. Not for several threads. */
public final class RowDecoder {
    private final JsonDecoder json;
    private final int columns;
    private final int eventTime;
    private final String eventTimeName;

    public RowDecoder(ReadSettings settings) {
        json = new JsonDecoder(settings.columns(), 1);
        columns = settings.columns().getFieldCount();
        eventTime = settings.eventTime();
        eventTimeName = eventTime < 0 ? null : settings.columns().getFieldNames().get(eventTime);
    }

    public RowData decode(String topic, int partition, long offset, long timestamp, byte[] key, byte[] value) {
        try {
            GenericRowData row = json.decode(value);
            if (eventTime >= 0 && row.isNullAt(eventTime)) {
                throw new BadRecord(eventTimeName + ": the event time is missing");
            }
            return row;
        } catch (BadRecord e) {
            return Envelope.bad(columns, Envelope.deadLetter(topic, partition, offset, timestamp, key, value, e.getMessage()));
        }
    }
}
