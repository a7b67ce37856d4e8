package dev.millrace.runtime.avro;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.runtime.json.BadRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/**
 * A schema registry by Confluent's interface. Each schema is asked for once. That it does not answer is no record's fault, and stops
 * the job; that it does not know a number is. Not for several threads.
 */
final class SchemaRegistry {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int ATTEMPTS = 3;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final AvroFormat.Registry at;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final Map<Integer, Schema> known = new HashMap<>();

    SchemaRegistry(AvroFormat.Registry at) {
        this.at = at;
    }

    Schema schema(int id) throws BadRecord {
        Schema schema = known.get(id);
        if (schema == null) {
            HttpResponse<String> answer = send(request("/schemas/ids/" + id).GET());
            if (answer.statusCode() == 404) {
                throw new BadRecord("The schema registry " + at + " does not know schema " + id);
            }
            JsonNode body = body(answer);
            String type = body.path("schemaType").asText("AVRO");
            if (!type.equals("AVRO")) {
                throw new BadRecord("Schema " + id + " of " + at + " is for " + type + ", not for Avro");
            }
            try {
                schema = new Schema.Parser().parse(body.path("schema").asText());
            } catch (SchemaParseException e) {
                throw new BadRecord("Schema " + id + " of " + at + " cannot be read: " + e.getMessage());
            }
            known.put(id, schema);
        }
        return schema;
    }

    /** The number of a schema for the values of a topic, which is registered where it is not yet. */
    int register(String topic, Schema schema) {
        String body = JSON.createObjectNode().put("schema", schema.toString()).toString();
        String subject = URLEncoder.encode(topic + "-value", StandardCharsets.UTF_8);
        JsonNode id = body(send(request("/subjects/" + subject + "/versions").header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .POST(HttpRequest.BodyPublishers.ofString(body)))).path("id");
        if (!id.isInt()) {
            throw failed("it gave no number for the schema", null);
        }
        return id.asInt();
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(at.url().replaceAll("/+$", "") + path)).timeout(PATIENCE);
        if (!at.user().isEmpty()) {
            String credentials = at.user() + ":" + at.password();
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
        }
        return request;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        for (int attempt = 1; ; attempt++) {
            try {
                HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() < 500 || attempt == ATTEMPTS) {
                    return answer;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw failed("the job ends", e);
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw failed(String.valueOf(e.getMessage() == null ? e : e.getMessage()), e);
                }
            }
        }
    }

    private JsonNode body(HttpResponse<String> answer) {
        try {
            JsonNode body = JSON.readTree(answer.body());
            if (answer.statusCode() != 200) {
                throw failed("it answers " + answer.statusCode() + " " + body.path("message").asText(""), null);
            }
            return body;
        } catch (JsonProcessingException e) {
            throw failed("it answers " + answer.statusCode() + " with what is no JSON", e);
        }
    }

    private UncheckedIOException failed(String why, Exception cause) {
        return new UncheckedIOException(new IOException("Schema registry " + at + ": " + why, cause));
    }
}
