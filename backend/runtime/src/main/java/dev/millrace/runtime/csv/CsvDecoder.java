package dev.millrace.runtime.csv;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.runtime.json.BadRecord;
import dev.millrace.runtime.json.JsonDecoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/**
 * Reads one CSV record into a row. Its fields become the fields of a JSON object, so that every type is read exactly as from JSON
 * text; lists, maps and rows are JSON in a field. Not for several threads.
 */
public final class CsvDecoder {
    private static final JsonFactory JSON = new JsonFactory();

    private final JsonDecoder decoder;
    private final List<String> fields;
    private final Set<String> wanted;
    private final Set<String> nested = new HashSet<>();
    private final char separator;

    /**
     * @param type the columns to read
     * @param fields names of all fields of a record, in their order
     * @param spare positions left empty behind the columns
     */
    public CsvDecoder(RowType type, List<String> fields, char separator, int spare) {
        this.decoder = new JsonDecoder(type, spare);
        this.fields = List.copyOf(fields);
        this.separator = separator;
        this.wanted = Set.copyOf(type.getFieldNames());
        for (RowType.RowField field : type.getFields()) {
            if (hasParts(field.getType())) {
                nested.add(field.getName());
            }
        }
    }

    private static boolean hasParts(LogicalType type) {
        switch (type.getTypeRoot()) {
            case ARRAY:
            case MAP:
            case ROW:
                return true;
            default:
                return false;
        }
    }

    public GenericRowData decode(byte[] record) throws BadRecord {
        if (record == null || record.length == 0) {
            throw new BadRecord("The record is empty");
        }
        return decoder.decode(json(CsvText.split(withoutLineEnd(text(record)), separator)));
    }

    /** The names in a header line. */
    public static List<String> header(byte[] line, char separator) throws BadRecord {
        return CsvText.split(withoutLineEnd(text(line)), separator).stream().map(name -> name == null ? "" : name.strip()).toList();
    }

    private static String text(byte[] record) throws BadRecord {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(record)).toString();
        } catch (CharacterCodingException e) {
            throw new BadRecord("Not valid CSV: the record is no UTF-8 text");
        }
    }

    private static String withoutLineEnd(String text) {
        int end = text.length();
        if (end > 0 && text.charAt(end - 1) == '\n') {
            end--;
        }
        if (end > 0 && text.charAt(end - 1) == '\r') {
            end--;
        }
        return text.substring(0, end);
    }

    private byte[] json(List<String> values) throws BadRecord {
        if (values.size() != fields.size()) {
            throw new BadRecord("Expected " + fields.size() + " fields, found " + values.size());
        }
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        try (JsonGenerator out = JSON.createGenerator(json)) {
            out.writeStartObject();
            for (int i = 0; i < values.size(); i++) {
                String name = fields.get(i);
                String value = values.get(i);
                if (!wanted.contains(name) || value == null) {
                    continue;
                }
                out.writeFieldName(name);
                if (nested.contains(name)) {
                    out.writeRawValue(value);
                } else {
                    out.writeString(value);
                }
            }
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return json.toByteArray();
    }
}
