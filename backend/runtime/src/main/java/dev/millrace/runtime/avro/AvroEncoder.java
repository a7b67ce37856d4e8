package dev.millrace.runtime.avro;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/** Writes a row as one Avro record, with the number of its schema before it where there is a registry. Not for several threads. */
public final class AvroEncoder {
    private final Function<RowData, GenericData.Record> record;
    private final GenericDatumWriter<GenericData.Record> writer;
    private final Schema schema;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private byte[] header = new byte[0];
    private BinaryEncoder encoder;

    /** @throws IllegalArgumentException where the columns do not fit the schema, or Avro cannot hold them */
    public AvroEncoder(RowType type, AvroFormat format) {
        try {
            schema = format.schema() == null ? ToAvro.schema("Row", type) : new Schema.Parser().parse(format.schema());
        } catch (AvroRuntimeException e) {
            throw new IllegalArgumentException("The Avro schema: " + e.getMessage(), e);
        }
        record = ToAvro.row("", schema, type);
        writer = new GenericDatumWriter<>(schema);
    }

    /** Asks the registry for the number of the schema for the values of a topic. */
    public AvroEncoder registeredFor(String topic, AvroFormat.Registry registry) {
        int id = new SchemaRegistry(registry).register(topic, schema);
        header = ByteBuffer.allocate(AvroDecoder.HEADER).put((byte) 0).putInt(id).array();
        return this;
    }

    public byte[] encode(RowData row) {
        bytes.reset();
        bytes.writeBytes(header);
        encoder = EncoderFactory.get().directBinaryEncoder(bytes, encoder);
        try {
            writer.write(record.apply(row), encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
