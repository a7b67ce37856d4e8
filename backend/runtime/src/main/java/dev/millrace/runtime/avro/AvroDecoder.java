package dev.millrace.runtime.avro;

import dev.millrace.runtime.json.BadRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.types.logical.RowType;

/**
 * Reads one Avro record into a row, by a schema that is given or by the one whose number stands before it.
 *
 * <pre>
 *   0 │ number, 4 bytes │ record      with a registry
 *   record                            without
 * </pre>
 *
 * Not for several threads.
 */
public final class AvroDecoder {
    static final int HEADER = 5;

    private final RowType type;
    private final int spare;
    private final Reading given;
    private final SchemaRegistry registry;
    private final Map<Integer, Reading> byId = new HashMap<>();

    /**
     * @param spare positions left empty behind the columns
     * @throws IllegalArgumentException where a column can never be read from the given schema
     */
    public AvroDecoder(RowType type, AvroFormat format, int spare) {
        this.type = type;
        this.spare = spare;
        this.registry = format.registry() == null ? null : new SchemaRegistry(format.registry());
        this.given = registry != null ? null : reading(new Schema.Parser().parse(format.schema()));
    }

    private record Reading(GenericDatumReader<Object> reader, FromAvro row) {}

    private Reading reading(Schema schema) {
        if (schema.getType() != Schema.Type.RECORD) {
            throw new IllegalArgumentException("The Avro schema is " + schema.getType().getName() + ", not a record");
        }
        return new Reading(new GenericDatumReader<>(schema), FromAvro.row("", schema, type, spare));
    }

    public GenericRowData decode(byte[] bytes) throws BadRecord {
        if (bytes == null || bytes.length == 0 && registry != null) {
            throw new BadRecord("The record is empty");
        }
        Reading reading = registry == null ? given : named(bytes);
        BoundedDecoder decoder = new BoundedDecoder(bytes, registry == null ? 0 : HEADER);
        Object value;
        try {
            value = reading.reader().read(null, decoder);
        } catch (IOException | RuntimeException e) {
            throw new BadRecord("Not valid Avro: " + e.getMessage());
        } catch (StackOverflowError e) {
            throw new BadRecord("Not valid Avro: nested too deep");
        }
        if (decoder.left() > 0) {
            throw new BadRecord("Not valid Avro for this schema: " + decoder.left() + " bytes are left");
        }
        try {
            return (GenericRowData) reading.row().read(value);
        } catch (RuntimeException e) {
            throw new BadRecord("The record cannot be read: " + e);
        }
    }

    private Reading named(byte[] bytes) throws BadRecord {
        if (bytes.length < HEADER || bytes[0] != 0) {
            throw new BadRecord("There is no number of a schema before the record");
        }
        int id = ByteBuffer.wrap(bytes, 1, 4).getInt();
        Reading reading = byId.get(id);
        if (reading == null) {
            try {
                reading = reading(registry.schema(id));
            } catch (IllegalArgumentException e) {
                throw new BadRecord("Schema " + id + ": " + e.getMessage());
            }
            byId.put(id, reading);
        }
        return reading;
    }
}
