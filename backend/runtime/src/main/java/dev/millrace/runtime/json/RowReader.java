package dev.millrace.runtime.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.types.logical.RowType;

/** Reads a JSON object whose START_OBJECT is the current token; ends at its END_OBJECT. */
final class RowReader implements ValueReader {
    private final String path;
    private final String[] names;
    private final boolean[] required;
    private final ValueReader[] readers;
    private final Map<String, Integer> byName = new HashMap<>();
    private final int arity;

    RowReader(String path, RowType type) {
        this(path, type, 0);
    }

    RowReader(String path, RowType type, int spare) {
        this.path = path;
        this.arity = type.getFieldCount() + spare;
        int count = type.getFieldCount();
        names = new String[count];
        required = new boolean[count];
        readers = new ValueReader[count];
        for (int i = 0; i < count; i++) {
            names[i] = (path.isEmpty() ? "" : path + ".") + type.getFieldNames().get(i);
            required[i] = !type.getTypeAt(i).isNullable();
            readers[i] = ValueReader.of(names[i], type.getTypeAt(i));
            byName.put(type.getFieldNames().get(i), i);
        }
    }

    /** One value, whose token is the current one. */
    Object value(int column, JsonParser parser) throws IOException, BadRecord {
        return readers[column].read(parser);
    }

    @Override
    public GenericRowData read(JsonParser parser) throws IOException, BadRecord {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw ValueReader.unexpected(path, "ROW", parser);
        }
        GenericRowData row = new GenericRowData(arity);
        for (JsonToken token = parser.nextToken(); token == JsonToken.FIELD_NAME; token = parser.nextToken()) {
            Integer index = byName.get(parser.currentName());
            token = parser.nextToken();
            if (index == null) {
                parser.skipChildren();
            } else {
                row.setField(index, token == JsonToken.VALUE_NULL ? null : readers[index].read(parser));
            }
        }
        if (parser.currentToken() != JsonToken.END_OBJECT) {
            throw new BadRecord("The JSON object is not closed");
        }
        for (int i = 0; i < required.length; i++) {
            if (required[i] && row.isNullAt(i)) {
                throw new BadRecord(names[i] + ": required, but missing");
            }
        }
        return row;
    }
}
