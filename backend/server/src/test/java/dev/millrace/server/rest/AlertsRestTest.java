package dev.millrace.server.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.server.security.User;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** Alerts over HTTP: rules are made, one fires on what really runs, somebody acknowledges it, and it is resolved. */
class AlertsRestTest extends OverRest {
    private static final Duration SOON = Duration.ofSeconds(60);

    private String who;

    @DynamicPropertySource static void nowhere(DynamicPropertyRegistry settings) {
        settings.add("millrace.http.nowhere.url", () -> "http://127.0.0.1:9/s3cret");
    }

    @BeforeEach void asAdministrator() {
        who = bearer("admin");
    }

    private JsonNode json(int status, String method, String path, String body) throws Exception {
        HttpResponse<String> answer = send(request(path).header("Authorization", who).header("Content-Type", "application/json").method(method, text(body)));
        assertThat(answer.body()).doesNotContain("s3cret");
        return json(answer, status);
    }

    private void refused(int status, String method, String path, String body, String words) throws Exception {
        assertThat(json(status, method, path, body).get("detail").stringValue()).contains(words);
    }

    private String runningPipeline() throws Exception {
        String pipeline = createDemo("alerted");
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
        who = bearer("eve");
        refused(403, "POST", "/alerts/channels", "{\"name\":\"x\",\"target\":{\"type\":\"kafka\",\"topic\":\"t\"}}", "Only administrators");
        json(201, "POST", "/alerts/rules", "{\"name\":\"of eve\"," + lag + "}");
    }
}
