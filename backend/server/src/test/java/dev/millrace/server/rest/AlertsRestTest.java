package dev.millrace.server.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.document.PipelineDocument;
import dev.millrace.server.TestApplication;
import dev.millrace.server.TestDatabase;
import dev.millrace.server.TestPipelines;
import dev.millrace.server.security.ApiTokens;
import dev.millrace.server.security.User;
import dev.millrace.server.security.Users;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Alerts over HTTP: rules are made, one fires on what really runs, somebody acknowledges it, and it is resolved. */
@SpringBootTest(classes = TestApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT)
class AlertsRestTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration SOON = Duration.ofSeconds(60);

    @Value("${local.server.port}") int port;
    @Autowired Users users;
    @Autowired ApiTokens tokens;

    @DynamicPropertySource static void settings(DynamicPropertyRegistry settings) {
        String url = TestDatabase.freshUrl();
        settings.add("spring.datasource.url", () -> url);
        settings.add("millrace.admin-password", () -> "correct horse");
        settings.add("millrace.http.nowhere.url", () -> "http://127.0.0.1:9/s3cret");
    }

    private String token;

    private HttpResponse<String> send(String method, String path, String body, String type) throws Exception {
        if (token == null) {
            token = tokens.create("admin", "tests").secret();
        }
        return HTTP.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1" + path)).header("Authorization", "Bearer " + token)
                .header("Content-Type", type).method(method, HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode json(int status, String method, String path, String body) throws Exception {
        HttpResponse<String> answer = send(method, path, body, "application/json");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).doesNotContain("s3cret");
        return answer.body().isEmpty() ? JSON.nullNode() : JSON.readTree(answer.body());
    }

    private void refused(int status, String method, String path, String body, String words) throws Exception {
        assertThat(json(status, method, path, body).get("detail").stringValue()).contains(words);
    }

    private String runningPipeline() throws Exception {
        String yaml = new PipelineDocument(TestPipelines.KINDS).write(TestPipelines.demoTo("alerted"));
        String pipeline = JSON.readTree(send("POST", "/pipelines", yaml, "application/yaml").body()).get("id").stringValue();
        json(202, "POST", "/deployments", "{\"pipeline\":\"" + pipeline + "\"}");
        return pipeline;
    }

    @Test void anAlertIsRaisedAcknowledgedAndResolved() throws Exception {
        String pipeline = runningPipeline();
        JsonNode channel = json(201, "POST", "/alerts/channels", "{\"name\":\"nowhere\",\"target\":{\"type\":\"webhook\",\"service\":\"nowhere\",\"format\":\"SLACK\"}}");
        String wish = "{\"name\":\"It runs\",\"pipeline\":\"" + pipeline + "\",\"severity\":\"CRITICAL\",\"condition\":{\"type\":\"state\",\"states\":[\"%s\"]}}";
        JsonNode rule = json(201, "POST", "/alerts/rules", wish.formatted("RUNNING"));
        assertThat(rule.get("inWords").stringValue()).isEqualTo("it runs");
        await().atMost(SOON).until(() -> json(200, "GET", "/alerts", "").valueStream().anyMatch(a -> a.get("state").stringValue().equals("FIRING")));
        JsonNode alert = json(200, "GET", "/alerts", "").get(0);
        assertThat(alert.get("name").stringValue()).isEqualTo("It runs");
        assertThat(alert.get("pipeline").stringValue()).isEqualTo(pipeline);
        String id = alert.get("id").stringValue();
        assertThat(json(200, "POST", "/alerts/" + id + "/acknowledge", "").get("acknowledgedBy").stringValue()).isEqualTo("admin");
        await().atMost(SOON).until(() -> json(200, "GET", "/alerts/messages", "").size() == 1);
        JsonNode message = json(200, "GET", "/alerts/messages", "").get(0);
        assertThat(message.get("trouble").stringValue()).startsWith("Nothing listens at http://127.0.0.1:9");
        json(202, "POST", "/alerts/messages/" + message.get("id").stringValue() + "/send", "");
        json(204, "DELETE", "/alerts/messages/" + message.get("id").stringValue(), "");
        json(200, "POST", "/alerts/rules/" + rule.get("id").stringValue() + "/mute", "{\"until\":\"2999-01-01T00:00:00Z\"}");
        refused(400, "POST", "/alerts/rules/" + rule.get("id").stringValue() + "/mute", "{\"until\":\"1999-01-01T00:00:00Z\"}", "a time to come");
        json(200, "PUT", "/alerts/rules/" + rule.get("id").stringValue(), wish.formatted("FAILED"));
        assertThat(json(200, "GET", "/alerts", "").valueStream().map(a -> a.get("id").stringValue())).doesNotContain(id);
        assertThat(json(200, "GET", "/alerts/history", "").valueStream().map(a -> a.get("id").stringValue())).contains(id);
        assertThat(json(200, "GET", "/alerts/" + id, "").get("state").stringValue()).isEqualTo("RESOLVED");
        // Those that each pipeline has from its first deployment on, beside the one that was made.
        assertThat(json(200, "GET", "/alerts/rules", "").valueStream().filter(r -> r.path("pipeline").asString("").equals(pipeline))).hasSize(6);
        json(204, "DELETE", "/alerts/rules/" + rule.get("id").stringValue(), "");
        refused(404, "GET", "/alerts/rules/" + rule.get("id").stringValue(), "", "There is no rule");
        json(204, "DELETE", "/alerts/channels/" + channel.get("id").stringValue(), "");
    }

    @Test void whatCannotBeIsRefusedWithAReason() throws Exception {
        String lag = "\"condition\":{\"type\":\"threshold\",\"metric\":\"LAG\",\"above\":1}";
        refused(400, "POST", "/alerts/rules", "{" + lag + "}", "1 to 100 characters");
        refused(400, "POST", "/alerts/rules", "{\"name\":\"x\"}", "'condition' is missing");
        refused(400, "POST", "/alerts/rules", "{\"name\":\"x\",\"node\":\"NO ID\"," + lag + "}", "'node' is no id");
        refused(404, "POST", "/alerts/rules", "{\"name\":\"x\",\"pipeline\":\"none\"," + lag + "}", "There is no pipeline");
        refused(400, "POST", "/alerts/rules", "{\"name\":\"x\",\"pipeline\":\"00000000-0000-0000-0000-000000000000\"," + lag + "}", "There is no pipeline");
        refused(400, "POST", "/alerts/rules", "{\"name\":\"x\",\"severity\":\"AWFUL\"," + lag + "}", "INFO, WARNING or CRITICAL");
        refused(400, "POST", "/alerts/rules", "{\"name\":\"x\",\"forSeconds\":-1," + lag + "}", "one day");
        refused(404, "POST", "/alerts/none/acknowledge", "", "There is no alert");
        refused(400, "POST", "/alerts/channels", "{\"name\":\"x\",\"target\":{\"type\":\"webhook\",\"service\":\"http://evil\"}}", "there is nowhere");
        refused(400, "POST", "/alerts/channels", "{\"name\":\"x\",\"target\":{\"type\":\"mail\",\"to\":[\"a@b\"]}}", "No server for mail");
        refused(400, "POST", "/alerts/channels", "{\"name\":\"x\",\"target\":{\"type\":\"kafka\",\"cluster\":\"mars\",\"topic\":\"t\"}}", "there is default");
        users.create("eve", "long enough", User.Role.EDITOR);
        token = tokens.create("eve", "x").secret();
        refused(403, "POST", "/alerts/channels", "{\"name\":\"x\",\"target\":{\"type\":\"kafka\",\"topic\":\"t\"}}", "Only administrators");
        json(201, "POST", "/alerts/rules", "{\"name\":\"of eve\"," + lag + "}");
    }
}
