package dev.millrace.server.rest;

import java.io.StringWriter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.json.JsonMapper;

/** A value as the JSON that it is, with every digit of its numbers. */
final class JsonText extends ValueDeserializer<String> {
    private static final JsonMapper JSON = new JsonMapper();

    @Override public String deserialize(JsonParser parser, DeserializationContext context) {
        var text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            out.copyCurrentStructureExact(parser);
        }
        return text.toString();
    }
}
