package dev.millrace.server.outside;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Registries by Confluent's interface, which Karapace and Apicurio have too. Nothing of an answer is trusted, its length neither. */
final class HttpSchemaRegistries implements SchemaRegistries {
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final int LONGEST_ANSWER = 4_000_000;
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, OutsideSystems.Registry> byName;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).followRedirects(HttpClient.Redirect.NEVER).build();

    HttpSchemaRegistries(Map<String, OutsideSystems.Registry> byName) {
        this.byName = Map.copyOf(byName);
    }

    @Override public List<String> names() {
        return List.copyOf(new TreeSet<>(byName.keySet()));
    }

    @Override public List<String> subjects(String registry) {
        return ask(registry, "/subjects", "").valueStream().filter(JsonNode::isString).map(JsonNode::stringValue).sorted().toList();
    }

    @Override public List<Integer> versions(String registry, String subject) {
        return ask(registry, "/subjects/" + encoded(subject) + "/versions", "There is no subject '" + subject + "' in the schema registry '" + registry + "'")
                .valueStream().filter(JsonNode::isInt).map(JsonNode::intValue).sorted().toList();
    }

    @Override public Registered schema(String registry, String subject, String version) {
        if (!version.equals(LATEST) && !version.matches("[0-9]{1,9}")) {
            throw new UnknownOutside("'" + version + "' is no version of a schema; write a number, or latest");
        }
        return registered(registry, ask(registry, "/subjects/" + encoded(subject) + "/versions/" + version,
                "The schema registry '" + registry + "' has no version " + version + " of '" + subject + "'"));
    }

    @Override public Registered schema(String registry, int id) {
        Registered found = registered(registry, ask(registry, "/schemas/ids/" + id, "The schema registry '" + registry + "' does not know schema " + id));
        return new Registered(id, 0, found.language(), found.text());
    }

    private Registered registered(String registry, JsonNode answer) {
        String language = answer.path("schemaType").asString("AVRO");
        if (!answer.path("schema").isString() || List.of(Language.values()).stream().noneMatch(l -> l.name().equals(language))) {
            throw unavailable(registry, "its answer is no schema", null);
        }
        return new Registered(answer.path("id").asInt(0), answer.path("version").asInt(0), Language.valueOf(language), answer.path("schema").stringValue());
    }

    private JsonNode ask(String registry, String path, String unknown) {
        OutsideSystems.Registry at = byName.get(registry);
        if (at == null) {
            throw UnknownOutside.notSetUp("schema registry", registry, "millrace.registries", byName.keySet());
        }
        try {
            HttpResponse<InputStream> answer = http.send(request(at, path), HttpResponse.BodyHandlers.ofInputStream());
            byte[] body;
            try (InputStream stream = answer.body()) {
                body = stream.readNBytes(LONGEST_ANSWER + 1);
            }
            if (answer.statusCode() == 404 && !unknown.isEmpty()) {
                throw new UnknownOutside(unknown);
            }
            if (answer.statusCode() != 200 || body.length > LONGEST_ANSWER) {
                throw unavailable(registry, answer.statusCode() != 200 ? "it answers " + answer.statusCode() + said(body) : "its answer is too long", null);
            }
            return JSON.readTree(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(registry, "the question was cancelled", e);
        } catch (JacksonException e) {
            throw unavailable(registry, "its answer is no JSON", e);
        } catch (IOException | IllegalArgumentException e) {
            throw unavailable(registry, e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage(), e);
        }
    }

    private static String said(byte[] body) {
        try {
            String message = JSON.readTree(body).path("message").asString("");
            return message.isEmpty() ? "" : " (" + (message.length() <= 200 ? message : message.substring(0, 200) + "…") + ")";
        } catch (JacksonException e) {
            return "";
        }
    }

    private static HttpRequest request(OutsideSystems.Registry at, String path) {
        var request = HttpRequest.newBuilder(URI.create(at.url().replaceAll("/+$", "") + path)).timeout(PATIENCE)
                .header("Accept", "application/vnd.schemaregistry.v1+json, application/json");
        if (!at.user().isEmpty()) {
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString((at.user() + ":" + at.password()).getBytes(StandardCharsets.UTF_8)));
        }
        return request.build();
    }

    private static String encoded(String subject) {
        return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static OutsideUnavailable unavailable(String registry, String why, Exception cause) {
        return new OutsideUnavailable("The schema registry '" + registry + "' does not answer as it should: " + why, cause);
    }
}
