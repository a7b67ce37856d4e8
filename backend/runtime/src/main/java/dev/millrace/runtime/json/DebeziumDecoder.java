package dev.millrace.runtime.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;

/**
 * Reads changes of a table as Debezium writes them in JSON, with the schema around them or without.
 *
 * <pre>
 *   {"op": "c", "r" or "u", "after": {…}}     the row of this key is as in after
 *   {"op": "d", "before": {…}}                the row of this key is gone; only the key is read
 *   no value                                  the same, by the key of the record
 * </pre>
 *
 * Not for several threads.
 */
public final class DebeziumDecoder {
    private final JsonFactory factory = new JsonFactory().disable(JsonFactory.Feature.INTERN_FIELD_NAMES);
    private final RowType keyType;
    private final int[] key;
    private final int arity;
    private final RowReader row;
    private final RowReader keyInValue;
    private final RowReader keyAlone;

    /**
     * @param type the columns to read
     * @param key positions of those that make the key
     * @param spare positions left empty behind the columns
     */
    public DebeziumDecoder(RowType type, int[] key, int spare) {
        List<RowType.RowField> fields = new ArrayList<>();
        for (int i : key) {
            fields.add(type.getFields().get(i));
        }
        this.keyType = new RowType(fields);
        this.key = key;
        this.arity = type.getFieldCount() + spare;
        this.row = new RowReader("", type, spare);
        this.keyInValue = new RowReader("before", keyType);
        this.keyAlone = new RowReader("", keyType);
    }

    private static final class Event {
        private String op;
        private GenericRowData before;
        private GenericRowData after;
    }

    /** The row that holds from now on, or the key of one that is gone. */
    public GenericRowData decode(byte[] value) throws BadRecord {
        Event event = JsonDecoder.read(factory, value, parser -> event(parser, new Event(), true));
        if (event.op == null) {
            throw new BadRecord("op: missing, so this is no change as Debezium writes it");
        }
        switch (event.op) {
            case "c":
            case "r":
            case "u":
                return changed(event);
            case "d":
                if (event.before == null) {
                    throw new BadRecord("before: missing, so it is not known which row was deleted. Set the table's REPLICA IDENTITY in PostgreSQL");
                }
                return gone(event.before);
            default:
                throw new BadRecord("op: '" + JsonDecoder.shortened(event.op) + "' is no change of a row; c, r, u and d are");
        }
    }

    private GenericRowData changed(Event event) throws BadRecord {
        if (event.after == null) {
            throw new BadRecord("after: missing");
        }
        for (int i = 0; event.before != null && i < key.length; i++) {
            if (!java.util.Objects.deepEquals(event.before.getField(i), event.after.getField(key[i]))) {
                throw new BadRecord(keyType.getFieldNames().get(i) + ": changed from one row of the key to another; the key is not the table's primary key");
            }
        }
        event.after.setRowKind(RowKind.UPDATE_AFTER);
        return event.after;
    }

    /** The row whose key a record without a value has. */
    public GenericRowData gone(byte[] recordKey) throws BadRecord {
        if (recordKey == null || recordKey.length == 0) {
            throw new BadRecord("The record has neither a value nor a key");
        }
        try {
            return gone(JsonDecoder.read(factory, recordKey, this::keyOf));
        } catch (BadRecord e) {
            throw new BadRecord("Key of a record without value: " + e.getMessage());
        }
    }

    private GenericRowData gone(GenericRowData of) {
        GenericRowData gone = new GenericRowData(arity);
        for (int i = 0; i < key.length; i++) {
            gone.setField(key[i], of.getField(i));
        }
        gone.setRowKind(RowKind.DELETE);
        return gone;
    }

    /** A key stands alone, or as the payload beside its schema, which comes first. */
    private GenericRowData keyOf(JsonParser parser) throws IOException, BadRecord {
        GenericRowData found = null;
        GenericRowData alone = new GenericRowData(key.length);
        boolean any = false;
        for (JsonToken token = parser.nextToken(); token == JsonToken.FIELD_NAME; token = parser.nextToken()) {
            String name = parser.currentName();
            token = parser.nextToken();
            int at = keyType.getFieldIndex(name);
            if (at >= 0 && token != JsonToken.VALUE_NULL) {
                alone.setField(at, keyAlone.value(at, parser));
                any = true;
            } else if (name.equals("payload") && token == JsonToken.START_OBJECT) {
                found = keyAlone.read(parser);
            } else {
                parser.skipChildren();
            }
        }
        if (found != null && !any) {
            return found;
        }
        for (int i = 0; i < key.length; i++) {
            if (alone.isNullAt(i)) {
                throw new BadRecord(keyType.getFieldNames().get(i) + ": required, but missing");
            }
        }
        return alone;
    }

    private Event event(JsonParser parser, Event event, boolean outer) throws IOException, BadRecord {
        for (JsonToken token = parser.nextToken(); token == JsonToken.FIELD_NAME; token = parser.nextToken()) {
            String name = parser.currentName();
            token = parser.nextToken();
            if (name.equals("op") && token == JsonToken.VALUE_STRING) {
                event.op = parser.getText();
            } else if (name.equals("after") && token == JsonToken.START_OBJECT) {
                event.after = row.read(parser);
            } else if (name.equals("before") && token == JsonToken.START_OBJECT) {
                event.before = keyInValue.read(parser);
            } else if (outer && name.equals("payload") && token == JsonToken.START_OBJECT) {
                event(parser, event, false);
            } else {
                parser.skipChildren();
            }
        }
        if (parser.currentToken() != JsonToken.END_OBJECT) {
            throw new BadRecord("The JSON object is not closed");
        }
        return event;
    }
}
