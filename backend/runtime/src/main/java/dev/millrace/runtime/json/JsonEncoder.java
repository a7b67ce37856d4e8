package dev.millrace.runtime.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.TimestampType;

/**
 * Writes rows as JSON objects, byte by byte, without a tree in between. NULL is written as null; timestamps as
 * {@code yyyy-MM-dd HH:mm:ss.SSS} with the digits of their type, points in time with a Z behind; decimals as plain numbers with
 * their scale; bytes as Base64; NaN and the infinities, which JSON lacks, as text. Not for several threads.
 */
public final class JsonEncoder {
    private static final JsonFactory FACTORY = new JsonFactory().setRootValueSeparator(null);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final DateTimeFormatter TIME_MILLIS = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    /** Writes the value at a position of a row or list. */
    private interface Writer {
        void write(JsonGenerator out, RowData row, int at) throws IOException;
    }

    private interface Element {
        void write(JsonGenerator out, ArrayData list, int at) throws IOException;
    }

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    private final SerializableString[] names;
    private final int[] positions;
    private final Writer[] writers;
    private JsonGenerator generator;

    /** @throws IllegalArgumentException where a column has a type that JSON cannot hold */
    public JsonEncoder(RowType type) {
        this(type, all(type.getFieldCount()));
    }

    /** Writes only the columns at these positions. */
    public JsonEncoder(RowType type, int[] positions) {
        this.positions = positions.clone();
        names = new SerializableString[positions.length];
        writers = new Writer[positions.length];
        for (int i = 0; i < positions.length; i++) {
            names[i] = new SerializedString(type.getFieldNames().get(positions[i]));
            writers[i] = writer(type.getTypeAt(positions[i]));
        }
    }

    public byte[] encode(RowData row) {
        try {
            if (generator == null) {
                generator = FACTORY.createGenerator(bytes);
            }
            bytes.reset();
            generator.writeStartObject();
            for (int i = 0; i < writers.length; i++) {
                generator.writeFieldName(names[i]);
                if (row.isNullAt(positions[i])) {
                    generator.writeNull();
                } else {
                    writers[i].write(generator, row, positions[i]);
                }
            }
            generator.writeEndObject();
            generator.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            generator = null;
            throw new UncheckedIOException(e);
        }
    }

    private static int[] all(int count) {
        int[] positions = new int[count];
        for (int i = 0; i < count; i++) {
            positions[i] = i;
        }
        return positions;
    }

    private static Writer writer(LogicalType type) {
        switch (type.getTypeRoot()) {
            case BOOLEAN:
                return (out, row, at) -> out.writeBoolean(row.getBoolean(at));
            case TINYINT:
                return (out, row, at) -> out.writeNumber(row.getByte(at));
            case SMALLINT:
                return (out, row, at) -> out.writeNumber(row.getShort(at));
            case INTEGER:
                return (out, row, at) -> out.writeNumber(row.getInt(at));
            case BIGINT:
                return (out, row, at) -> out.writeNumber(row.getLong(at));
            case FLOAT:
                return (out, row, at) -> out.writeNumber(row.getFloat(at));
            case DOUBLE:
                return (out, row, at) -> out.writeNumber(row.getDouble(at));
            case DECIMAL: {
                DecimalType decimal = (DecimalType) type;
                return (out, row, at) -> out.writeNumber(row.getDecimal(at, decimal.getPrecision(), decimal.getScale()).toBigDecimal().toPlainString());
            }
            case CHAR:
            case VARCHAR:
                return (out, row, at) -> {
                    byte[] text = row.getString(at).toBytes();
                    out.writeUTF8String(text, 0, text.length);
                };
            case BINARY:
            case VARBINARY:
                return (out, row, at) -> out.writeBinary(row.getBinary(at));
            case DATE:
                return (out, row, at) -> out.writeString(LocalDate.ofEpochDay(row.getInt(at)).toString());
            case TIME_WITHOUT_TIME_ZONE:
                return (out, row, at) -> out.writeString(time(row.getInt(at)));
            case TIMESTAMP_WITHOUT_TIME_ZONE: {
                int digits = ((TimestampType) type).getPrecision();
                return timestamp(digits, false);
            }
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE: {
                int digits = ((LocalZonedTimestampType) type).getPrecision();
                return timestamp(digits, true);
            }
            case ARRAY: {
                Element element = element(((ArrayType) type).getElementType());
                return (out, row, at) -> list(out, row.getArray(at), element);
            }
            case MAP: {
                MapType map = (MapType) type;
                if (!map.getKeyType().is(LogicalTypeFamily.CHARACTER_STRING)) {
                    throw new IllegalArgumentException("The keys of a JSON object are text, not " + map.getKeyType().asSummaryString());
                }
                Element value = element(map.getValueType());
                return (out, row, at) -> map(out, row.getMap(at), value);
            }
            case ROW: {
                Nested nested = new Nested((RowType) type);
                return (out, row, at) -> nested.write(out, row.getRow(at, nested.writers.length));
            }
            default:
                throw new IllegalArgumentException("JSON cannot hold a " + type.asSummaryString());
        }
    }

    private static Writer timestamp(int digits, boolean utc) {
        char[] text = new char[TimeText.LONGEST];
        return (out, row, at) -> out.writeString(text, 0, TimeText.write(row.getTimestamp(at, digits), digits, utc, text));
    }

    /** Lists share the writers of rows: an element is seen as a row of one column. */
    private static Element element(LogicalType type) {
        Writer writer = writer(type);
        ArrayData.ElementGetter getter = ArrayData.createElementGetter(type);
        return (out, list, at) -> {
            Object value = getter.getElementOrNull(list, at);
            if (value == null) {
                out.writeNull();
            } else {
                writer.write(out, GenericRowData.of(value), 0);
            }
        };
    }

    private static void list(JsonGenerator out, ArrayData list, Element element) throws IOException {
        out.writeStartArray();
        for (int i = 0; i < list.size(); i++) {
            element.write(out, list, i);
        }
        out.writeEndArray();
    }

    private static void map(JsonGenerator out, MapData map, Element value) throws IOException {
        ArrayData keys = map.keyArray();
        ArrayData values = map.valueArray();
        out.writeStartObject();
        for (int i = 0; i < map.size(); i++) {
            out.writeFieldName(keys.isNullAt(i) ? "null" : wellFormed(keys.getString(i)));
            value.write(out, values, i);
        }
        out.writeEndObject();
    }

    /** Half a surrogate pair, which JSON input can hold, becomes a question mark as everywhere in Flink; Jackson would refuse it. */
    private static String wellFormed(StringData text) {
        return new String(text.toBytes(), StandardCharsets.UTF_8);
    }

    private static String time(int millisOfDay) {
        LocalTime time = LocalTime.ofNanoOfDay(millisOfDay * 1_000_000L);
        return (millisOfDay % 1000 == 0 ? TIME : TIME_MILLIS).format(time);
    }

    private static final class Nested {
        private final SerializableString[] names;
        private final Writer[] writers;

        Nested(RowType type) {
            names = type.getFieldNames().stream().map(SerializedString::new).toArray(SerializableString[]::new);
            writers = type.getChildren().stream().map(JsonEncoder::writer).toArray(Writer[]::new);
        }

        void write(JsonGenerator out, RowData row) throws IOException {
            out.writeStartObject();
            for (int i = 0; i < writers.length; i++) {
                out.writeFieldName(names[i]);
                if (row.isNullAt(i)) {
                    out.writeNull();
                } else {
                    writers[i].write(out, row, i);
                }
            }
            out.writeEndObject();
        }
    }
}
