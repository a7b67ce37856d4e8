package dev.millrace.flink.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.flink.embedded.EmbeddedFlinkStart;
import dev.millrace.server.TestDatabase;
import dev.millrace.server.TestKafka;
import dev.millrace.server.embedded.FreePorts;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** All of the backend over REST, with real PostgreSQL, Kafka and Flink: a template runs, survives a restart, stops and goes on. */
class WholeBackendTest {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir private Path home;
    private final String database = TestDatabase.freshUrl();
    private ConfigurableApplicationContext application;
    private String token;

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @ComponentScan(basePackages = {"dev.millrace.server", "dev.millrace.flink"}, excludeFilters =
            @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*\\.Test[A-Z].*|.*WholeBackendTest.*"))
    static class Backend {}

    private void start() {
        var spring = new SpringApplication(Backend.class);
        spring.addInitializers(new EmbeddedFlinkStart());
        application = spring.run("--server.port=0", "--spring.datasource.url=" + database, "--millrace.admin-password=correct horse",
                // A port for 0 is one of those that the system gives to connections, and may be taken before Flink comes to it.
                "--millrace.home=" + home, "--millrace.flink.port=" + FreePorts.one(), "--millrace.flink.slots=4",
                "--millrace.kafka.bootstrap-servers=" + TestKafka.connection().bootstrapServers(), "--spring.main.banner-mode=off");
    }

    private JsonNode call(String method, String path, String body, int expected) throws Exception {
        int port = ((WebServerApplicationContext) application).getWebServer().getPort();
        String authorization = token == null
                ? "Basic " + Base64.getEncoder().encodeToString("admin:correct horse".getBytes(StandardCharsets.UTF_8)) : "Bearer " + token;
        HttpResponse<String> answer = HTTP.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1" + path))
                .header("Authorization", authorization).header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(method + " " + path + ": " + answer.body()).isEqualTo(expected);
        return JSON.readTree(answer.body());
    }

    private JsonNode awaitState(String deployment, String state) {
        return await().atMost(PATIENCE).until(() -> call("GET", "/deployments/" + deployment, "", 200),
                seen -> seen.get("state").stringValue().equals(state));
    }

    private long awaitRowsOut(String deployment, long atLeast) {
        return await().atMost(PATIENCE).until(() -> rowsOut(deployment), rows -> rows >= atLeast);
    }

    private long rowsOut(String deployment) throws Exception {
        JsonNode seen = call("GET", "/deployments/" + deployment, "", 200);
        return seen.has("metrics") ? seen.get("metrics").get("rowsOut").get("total").longValue() : 0;
    }

    @Test void aTemplateRunsSurvivesARestartStopsAndGoesOn() throws Exception {
        start();
        try {
            token = call("POST", "/tokens", "{\"label\":\"test\"}", 201).get("secret").stringValue();
            JsonNode templates = call("GET", "/templates", "", 200);
            assertThat(templates.size()).isGreaterThanOrEqualTo(3);
            for (JsonNode template : templates) {
                JsonNode made = call("POST", "/templates/" + template.get("id").stringValue() + "/pipelines", "{\"name\":\"Mine\"}", 201);
                assertThat(made.get("deployable").booleanValue()).as(made.toString()).isTrue();
            }
            String pipeline = call("POST", "/templates/router-dead-letters/pipelines", "{\"name\":\"Router\"}", 201).get("id").stringValue();
            String deployment = call("POST", "/deployments", "{\"pipeline\":\"" + pipeline + "\"}", 202).get("id").stringValue();
            String firstJob = awaitState(deployment, "RUNNING").get("job").stringValue();
            long before = awaitRowsOut(deployment, 100);
            await().atMost(PATIENCE).until(() -> call("GET", "/deployments/" + deployment, "", 200).get("metrics").has("lastCheckpoint"));

            application.close();
            start();
            JsonNode again = await().atMost(PATIENCE).until(() -> call("GET", "/deployments/" + deployment, "", 200),
                    seen -> seen.get("state").stringValue().equals("RUNNING") && !seen.get("job").stringValue().equals(firstJob));
            assertThat(again.get("restoredFrom").stringValue()).contains(firstJob);
            awaitRowsOut(deployment, before + 100);

            call("POST", "/deployments/" + deployment + "/stop", "", 202);
            String savepoint = awaitState(deployment, "STOPPED").get("savepoint").stringValue();
            String second = call("POST", "/deployments", "{\"pipeline\":\"" + pipeline + "\",\"start\":\"LATEST_STATE\"}", 202).get("id")
                    .stringValue();
            assertThat(awaitState(second, "RUNNING").get("restoredFrom").stringValue()).isEqualTo(savepoint);
            call("POST", "/deployments/" + second + "/cancel", "", 202);
            awaitState(second, "CANCELLED");
            assertThat(call("GET", "/topics", "", 200).valueStream().anyMatch(t -> t.get("records").longValue() > 0)).isTrue();
        } finally {
            application.close();
        }
    }
}
