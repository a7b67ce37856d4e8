package dev.millrace.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.server.TestApplication;
import dev.millrace.server.TestDatabase;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The history of a pipeline over HTTP: names, differences and the way back. */
@SpringBootTest(classes = TestApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT)
class RevisionsRestTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String PASSWORD = "correct horse";
    private static final String DRAWING = """
            millrace: 1
            name: Rows to a topic
            nodes:
              rows: {kind: source.values@1, settings: {columns: [{name: id, type: BIGINT}], rows: '[{"id": 1}]'}}
              out: {kind: sink.kafka@1, settings: {topic: first}}
            edges:
              - {from: rows.out, to: out.in}
            layout: {rows: {x: 0, y: 0}, out: {x: 300, y: 0}}
            """;

    @Value("${local.server.port}") int port;
    private String token;

    @DynamicPropertySource static void settings(DynamicPropertyRegistry settings) {
        String url = TestDatabase.freshUrl();
        settings.add("spring.datasource.url", () -> url);
        settings.add("millrace.admin-password", () -> PASSWORD);
    }

    @BeforeEach void signIn() throws Exception {
        token = "Basic " + Base64.getEncoder().encodeToString(("admin:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        token = "Bearer " + json(send("POST", "/tokens", "application/json", "{\"label\":\"tests\"}"), 201).get("secret").stringValue();
    }

    private HttpResponse<String> send(String method, String path, String type, String body, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1" + path)).header("Authorization", token).header("Content-Type", type);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.method(method, HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send("GET", path, "application/json", "", "Accept", "application/json");
    }

    private static JsonNode json(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JSON.readTree(answer.body());
    }

    /** @return the address of a pipeline with two revisions, of which the second has another topic and one node that was moved */
    private String changed() throws Exception {
        String pipeline = "/pipelines/" + json(send("POST", "/pipelines", "application/yaml", DRAWING), 201).get("id").stringValue();
        String second = DRAWING.replace("topic: first", "topic: second").replace("x: 300", "x: 500");
        assertThat(send("PUT", pipeline, "application/yaml", second, "If-Match", "\"1\"").statusCode()).isEqualTo(200);
        return pipeline;
    }

    @Test void revisionsAreNamed() throws Exception {
        String revisions = changed() + "/revisions";
        assertThat(send("PUT", revisions + "/1/name", "application/json", "{\"name\": \"before the move\", \"reason\": \"<script>alert(1)</script>\"}").statusCode()).isEqualTo(204);
        JsonNode named = json(get(revisions + "?named=true"), 200);
        assertThat(named).hasSize(1);
        assertThat(named.at("/0/number").intValue()).isEqualTo(1);
        assertThat(named.at("/0/name").stringValue()).isEqualTo("before the move");
        assertThat(named.at("/0/reason").stringValue()).isEqualTo("<script>alert(1)</script>");
        assertThat(named.at("/0/namedBy").stringValue()).isEqualTo("admin");
        assertThat(json(get(revisions), 200)).hasSize(2);

        assertThat(json(send("PUT", revisions + "/1/name", "application/json", "{\"name\": \"" + "x".repeat(81) + "\"}"), 400).get("detail").stringValue()).contains("at most 80");
        assertThat(send("PUT", revisions + "/1/name", "application/json", "{}").statusCode()).isEqualTo(400);
        assertThat(send("PUT", revisions + "/1/name", "application/json", "{\"name\": \"a\\u0000b\"}").statusCode()).isEqualTo(400);
        assertThat(send("PUT", revisions + "/7/name", "application/json", "{\"name\": \"x\"}").statusCode()).isEqualTo(404);
        assertThat(send("PUT", revisions + "/one/name", "application/json", "{\"name\": \"x\"}").statusCode()).isEqualTo(400);

        assertThat(send("DELETE", revisions + "/1/name", "application/json", "").statusCode()).isEqualTo(204);
        assertThat(json(get(revisions + "?named=true"), 200)).isEmpty();
    }

    @Test void revisionsAreComparedInWordsAndInLines() throws Exception {
        String revisions = changed() + "/revisions";
        JsonNode comparison = json(get(revisions + "/1/compare/2"), 200);
        assertThat(comparison.get("changes")).hasSize(1);
        JsonNode topic = comparison.at("/changes/0");
        assertThat(topic.get("path").stringValue()).isEqualTo("nodes.out.settings.topic");
        assertThat(topic.get("node").stringValue()).isEqualTo("out");
        assertThat(topic.get("sign").stringValue()).isEqualTo("CHANGED");
        assertThat(topic.get("before").stringValue()).isEqualTo("first");
        assertThat(topic.get("after").stringValue()).isEqualTo("second");
        assertThat(topic.get("words").stringValue()).isEqualTo("'Topic' of 'out' is “second”, no longer “first”");
        assertThat(comparison.get("looks")).hasSize(1);
        assertThat(comparison.at("/looks/0/path").stringValue()).isEqualTo("layout.out");
        assertThat(json(get(revisions + "/2/compare/1"), 200).at("/changes/0/after").stringValue()).isEqualTo("first");
        assertThat(json(get(revisions + "/2/compare/2"), 200).get("changes")).isEmpty();

        HttpResponse<String> lines = send("GET", revisions + "/1/compare/2", "application/json", "", "Accept", "text/plain");
        assertThat(lines.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
        assertThat(lines.body().lines().filter(l -> l.matches("[-+] +topic: .*")).map(String::strip)).containsExactly("-      topic: first", "+      topic: second");
        assertThat(get(revisions + "/1/compare/9").statusCode()).isEqualTo(404);
        assertThat(get("/pipelines/nothing/revisions/1/compare/2").statusCode()).isEqualTo(404);
    }

    @Test void anEarlierRevisionIsRestored() throws Exception {
        String pipeline = changed();
        HttpResponse<String> restored = send("POST", pipeline + "/revisions/1/restore", "application/json", "");
        assertThat(json(restored, 200).get("revision").intValue()).isEqualTo(3);
        assertThat(restored.headers().firstValue("ETag")).contains("\"3\"");
        JsonNode same = json(get(pipeline + "/revisions/1/compare/3"), 200);
        assertThat(same.get("changes")).isEmpty();
        assertThat(same.get("looks")).isEmpty();
        assertThat(json(get(pipeline + "/revisions"), 200).at("/0/summary").stringValue()).isEqualTo("Restored revision 1");
        assertThat(send("POST", pipeline + "/revisions/8/restore", "application/json", "").statusCode()).isEqualTo(404);
    }
}
