package dev.millrace.runtime.live;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.Serializable;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * A value that was set for a live parameter, as it goes to a job by a topic and is kept there.
 *
 * @param version grows with each change; of two values the one with the higher version holds, in whatever order they come
 * @param value as text: a number, true or false, a point in time, or any text
 */
public record LiveChange(String name, long version, String value) implements Serializable {
    private static final JsonFactory JSON = new JsonFactory();

    /** As JSON. */
    public String write() {
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("name", name);
            json.writeNumberField("version", version);
            json.writeStringField("value", value);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** Reads what {@link #write} wrote; empty for anything else. */
    public static Optional<LiveChange> read(String text) {
        String name = null;
        String value = null;
        long version = -1;
        try (JsonParser json = JSON.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "name" -> name = json.getText();
                    case "value" -> value = json.getText();
                    case "version" -> version = json.getLongValue();
                    default -> json.skipChildren();
                }
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return name == null || value == null || version < 0 ? Optional.empty() : Optional.of(new LiveChange(name, version, value));
    }
}
