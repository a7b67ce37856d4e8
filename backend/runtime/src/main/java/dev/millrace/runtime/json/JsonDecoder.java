package dev.millrace.runtime.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.types.logical.RowType;

/**
 * Reads one JSON object per record into a row, only the declared columns, straight from the token stream. Whatever does not fit
 * is a {@link BadRecord} with a reason, never another exception. A field that is absent is NULL; of a field given twice the
 * last counts. Rows are new objects, so they are safe where Flink reuses objects. Not for several threads.
 */
public final class JsonDecoder {
    private static final int SHOWN = 60;

    /** Field names are remembered per decoder, but not for ever: they are whatever people send. */
    private final JsonFactory factory = new JsonFactory().disable(JsonFactory.Feature.INTERN_FIELD_NAMES);
    private final RowReader row;

    /** @throws IllegalArgumentException where a column has a type that JSON cannot hold */
    public JsonDecoder(RowType type) {
        this(type, 0);
    }

    /** @param spare positions left empty behind the columns */
    public JsonDecoder(RowType type, int spare) {
        this.row = new RowReader("", type, spare);
    }

    public GenericRowData decode(byte[] bytes) throws BadRecord {
        return read(factory, bytes, row::read);
    }

    /** Reads what begins with an object and has nothing behind it; whatever goes wrong is a bad record. */
    static <T> T read(JsonFactory factory, byte[] bytes, ObjectReader<T> reader) throws BadRecord {
        if (bytes == null || bytes.length == 0) {
            throw new BadRecord("The record is empty");
        }
        try (JsonParser parser = factory.createParser(bytes)) {
            JsonToken first = parser.nextToken();
            if (first != JsonToken.START_OBJECT) {
                throw new BadRecord("Expected a JSON object, found " + ValueReader.found(parser));
            }
            T read = reader.read(parser);
            if (parser.nextToken() != null) {
                throw new BadRecord("There is more behind the JSON object: " + ValueReader.found(parser));
            }
            return read;
        } catch (JsonEOFException e) {
            throw new BadRecord("Not valid JSON: the record ends in the middle");
        } catch (JsonProcessingException e) {
            throw new BadRecord("Not valid JSON: " + shortened(e.getOriginalMessage()) + " at character "
                    + (e.getLocation() == null ? "?" : Long.toString(e.getLocation().getByteOffset() + 1)));
        } catch (IOException e) {
            throw new BadRecord("Not valid JSON: " + shortened(String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            // No record may stop a job, whatever a library makes of it.
            throw new BadRecord("The record cannot be read: " + shortened(String.valueOf(e)));
        }
    }

    /** Reads an object whose START_OBJECT is the current token, up to its END_OBJECT. */
    interface ObjectReader<T> {
        T read(JsonParser parser) throws IOException, BadRecord;
    }

    static String shortened(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
