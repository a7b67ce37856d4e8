package dev.millrace.server.rest;

import dev.millrace.document.DocumentRefused;
import dev.millrace.document.PipelineDocument;
import dev.millrace.pipeline.Pipeline;
import java.util.Map;
import org.springframework.http.MediaType;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Pipeline documents as requests bring and answers take them: JSON, or YAML where asked for. */
final class Documents {
    static final String YAML = "application/yaml";
    static final String OLD_YAML = "application/x-yaml";
    static final String TEXT_YAML = "text/yaml";

    private final PipelineDocument documents;
    private final JsonMapper json = JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    Documents(PipelineDocument documents) {
        this.documents = documents;
    }

    Pipeline read(String body, MediaType type) {
        if (type == null || !type.isCompatibleWith(MediaType.APPLICATION_JSON)) {
            return documents.read(body);
        }
        try {
            return documents.read(json.readValue(body, new TypeReference<Map<String, Object>>() {}));
        } catch (JacksonException notJson) {
            String place = notJson.getLocation() == null ? "" : "Line " + notJson.getLocation().getLineNr() + ", column "
                    + notJson.getLocation().getColumnNr() + ": ";
            throw new DocumentRefused(place + notJson.getOriginalMessage());
        }
    }

    String yaml(Pipeline pipeline) {
        return documents.write(pipeline);
    }

    Map<String, Object> values(Pipeline pipeline) {
        return documents.values(pipeline);
    }
}
