package dev.millrace.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.document.PipelineDocument;
import dev.millrace.server.TestApplication;
import dev.millrace.server.TestDatabase;
import dev.millrace.server.TestPipelines;
import dev.millrace.server.security.ApiTokens;
import dev.millrace.server.security.Users;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The REST interface as a client meets it: over HTTP, on a real database and a real Kafka. Classes that add no settings share one
 * application and its database, so what a test looks for has a name that no other one uses.
 */
@SpringBootTest(classes = TestApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT)
abstract class OverRest {
    static final HttpClient HTTP = HttpClient.newHttpClient();
    static final PipelineDocument DOCUMENTS = new PipelineDocument(TestPipelines.KINDS);
    static final String PASSWORD = "correct horse";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Value("${local.server.port}") int port;
    @Autowired Users users;
    @Autowired ApiTokens tokens;
    private String mine;

    @DynamicPropertySource static void settings(DynamicPropertyRegistry settings) {
        String url = TestDatabase.freshUrl();
        settings.add("spring.datasource.url", () -> url);
        settings.add("millrace.admin-password", () -> PASSWORD);
    }

    final HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1" + path));
    }

    /** A request of the first administrator. */
    final HttpRequest.Builder mine(String path) {
        if (mine == null) {
            mine = bearer("admin");
        }
        return request(path).header("Authorization", mine);
    }

    static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    final HttpResponse<String> get(String path) throws Exception {
        return send(mine(path).GET());
    }

    final HttpResponse<String> post(String path, String body) throws Exception {
        return send(mine(path).header("Content-Type", "application/json").POST(text(body)));
    }

    /** The same with a pipeline's document as text. */
    final HttpResponse<String> postYaml(String path, String yaml) throws Exception {
        return send(mine(path).header("Content-Type", "application/yaml").POST(text(yaml)));
    }

    /** The header of a person who has a token. */
    final String bearer(String user) {
        return "Bearer " + tokens.create(user, "tests").secret();
    }

    /** The header of a person who gives name and password. */
    static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    static HttpRequest.BodyPublisher text(String text) {
        return HttpRequest.BodyPublishers.ofString(text);
    }

    static JsonNode json(HttpResponse<String> response) {
        return JSON.readTree(response.body());
    }

    /** The answer, which has to have this status. */
    static JsonNode json(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return response.body().isEmpty() ? JSON.nullNode() : json(response);
    }

    /** The answer says in the form of RFC 9457 what is wrong, in words for people. */
    static void assertProblem(HttpResponse<String> response, int status, String part) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(json(response).get("status").intValue()).isEqualTo(status);
        assertThat(json(response).get("detail").stringValue()).contains(part);
        assertThat(response.body()).doesNotContain("\tat ").doesNotContain("Exception");
    }

    /** @return the id of a new pipeline from the demo stream into this topic */
    final String createDemo(String topic) throws Exception {
        HttpResponse<String> created = postYaml("/pipelines", DOCUMENTS.write(TestPipelines.demoTo(topic)));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        assertThat(created.headers().firstValue("ETag")).contains("\"1\"");
        return json(created).get("id").stringValue();
    }
}
