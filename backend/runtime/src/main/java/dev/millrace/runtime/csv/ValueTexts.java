package dev.millrace.runtime.csv;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.millrace.runtime.json.JsonEncoder;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/** The values of a row as text, written as in JSON but without quotes. Not for several threads. */
public final class ValueTexts {
    private static final JsonFactory JSON = new JsonFactory();

    private final JsonEncoder encoder;
    private final int count;

    /** @throws IllegalArgumentException where a column has a type that text cannot hold */
    public ValueTexts(RowType type, int[] positions) {
        this.encoder = new JsonEncoder(type, positions);
        this.count = positions.length;
    }

    /** One for each position; null for NULL. */
    public String[] of(RowData row) {
        String[] texts = new String[count];
        try (JsonParser json = JSON.createParser(encoder.encode(row))) {
            json.nextToken();
            for (int i = 0; i < count; i++) {
                json.nextToken();
                texts[i] = text(json, json.nextToken());
            }
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(JsonParser json, JsonToken token) throws IOException {
        switch (token) {
            case VALUE_NULL:
                return null;
            case START_OBJECT:
            case START_ARRAY: {
                StringWriter copy = new StringWriter();
                try (JsonGenerator out = JSON.createGenerator(copy)) {
                    out.copyCurrentStructure(json);
                }
                return copy.toString();
            }
            default:
                return json.getText();
        }
    }
}
