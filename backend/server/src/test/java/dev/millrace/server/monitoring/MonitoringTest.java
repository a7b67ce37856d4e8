package dev.millrace.server.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.server.TestApplication;
import dev.millrace.server.TestDatabase;
import dev.millrace.server.TestPipelines;
import dev.millrace.server.connections.Connection;
import dev.millrace.server.connections.ConnectionCheck;
import dev.millrace.server.connections.ConnectionSource;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentService;
import dev.millrace.server.deployment.FakeFlink;
import dev.millrace.server.deployment.Start;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.security.ApiTokens;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What Prometheus, a load balancer and anybody else get to see of a running application. */
@SpringBootTest(classes = TestApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT)
@Import(MonitoringTest.FlinkConnection.class)
class MonitoringTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Author ADA = Author.of("ada");
    private static final String URL = TestDatabase.freshUrl();
    private static final Path DASHBOARD = Path.of("../../docker/grafana-dashboard.json");
    private static volatile boolean flinkWorks = true;

    @Value("${local.server.port}") int port;
    @Autowired ApiTokens tokens;
    @Autowired DesignService designs;
    @Autowired DeploymentService deployments;
    @Autowired FakeFlink flink;
    private String prometheus;

    @DynamicPropertySource static void settings(DynamicPropertyRegistry settings) {
        settings.add("spring.datasource.url", () -> URL);
        settings.add("millrace.admin-password", () -> "correct horse");
    }

    /** Flink's probe lives in its own room. Not marked as a configuration, so that no other test's scan finds it. */
    static class FlinkConnection {
        @Bean ConnectionSource flinkConnections() {
            return () -> List.of(new Connection() {
                @Override public Kind kind() {
                    return Kind.FLINK;
                }

                @Override public String cluster() {
                    return "default";
                }

                @Override public String address() {
                    return "http://secret-host:8081";
                }

                @Override public ConnectionCheck check() {
                    return new ConnectionCheck("flink", address(), flinkWorks ? ConnectionCheck.Cause.NONE : ConnectionCheck.Cause.NO_ANSWER, "secret-host", "", List.of(), Duration.ZERO);
                }
            });
        }
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(Duration.ofMinutes(2));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String scrape() throws Exception {
        if (prometheus == null) {
            // Once: a person has a hundred tokens at most, and it is scraped until the numbers are there.
            prometheus = "Bearer " + tokens.create("admin", "prometheus").secret();
        }
        HttpResponse<String> scraped = get("/actuator/prometheus", "Authorization", prometheus);
        assertThat(scraped.statusCode()).as(scraped.body()).isEqualTo(200);
        return scraped.body();
    }

    private Deployment.State state(Deployment deployment) {
        return deployments.get(deployment.id()).state();
    }

    @Test void eachDeploymentAndNodeIsToldWhileItIsThereAndTheDashboardAsksForNothingElse() throws Exception {
        flink.showAll();
        assertThat(get("/actuator/prometheus").statusCode()).isEqualTo(401);
        var pipeline = TestPipelines.demoTo("watched").withName("Flights \"quoted\"\\ \n late");
        var design = designs.create(pipeline.name(), pipeline, ADA);
        Deployment deployment = deployments.deploy(design.id(), 1, Start.FRESH, ADA);
        String labels = "{deployment=\"" + deployment.id() + "\"";
        await().atMost(Duration.ofSeconds(60)).until(this::scrape, s -> s.contains("millrace_node_rows_in_total" + labels));
        String scrape = scrape();
        assertThat(scrape.lines().filter(line -> line.startsWith("millrace_deployment_state" + labels))).hasSize(Deployment.State.values().length)
                .filteredOn(line -> line.endsWith(" 1.0")).singleElement().asString().contains("state=\"RUNNING\"");
        assertThat(scrape).contains(labels + ",node=\"flights\"").contains(labels + ",node=\"out\"").contains("port=\"out\"").contains("jvm_memory_used_bytes")
                .contains("pipeline=\"Flights \\\"quoted\\\"\\\\").doesNotContain("secret");
        assertThat(scrape).contains("millrace_node_latency_median_seconds" + labels + ",node=\"out\"").doesNotContain("millrace_node_latency_median_seconds" + labels + ",node=\"flights\"")
                .containsPattern("(?m)^millrace_deployment_latency_worst_seconds\\" + labels + ".*} 1\\.9$")
                .containsPattern("(?m)^millrace_cluster_task_manager_cpu_ratio\\{cluster=\"default\"} 0\\.5$")
                .containsPattern("(?m)^millrace_cluster_job_manager_heap_bytes\\{cluster=\"default\"} 9\\.437184E7$");
        assertThat(missingOf(scrape)).as("names in the dashboard that no scrape has").isEmpty();

        // REST tells the same.
        JsonNode numbers = JsonMapper.builder().build().readTree(get("/api/v1/deployments/" + deployment.id(), "Authorization", "Bearer " + tokens.create("admin", "REST").secret()).body()).path("metrics");
        assertThat(numbers.at("/latency").toString()).isEqualTo("{\"medianMillis\":250,\"worstMillis\":1900}").isEqualTo(numbers.at("/nodes/out/latency").toString());
        assertThat(numbers.at("/nodes/flights").has("latency")).isFalse();
        assertThat(numbers.at("/load").toString()).isEqualTo("{\"taskManagerCpu\":0.5,\"taskManagerHeapBytes\":314572800,\"jobManagerCpu\":0.25,\"jobManagerHeapBytes\":94371840}");

        // A failure is told until something is deployed again, the numbers of what is over are not.
        flink.failJob(deployments.get(deployment.id()).job().orElseThrow(), "poisoned");
        await().atMost(Duration.ofSeconds(60)).until(() -> state(deployment) == Deployment.State.FAILED);
        assertThat(scrape().lines().filter(line -> line.contains(deployment.id().toString()))).hasSize(Deployment.State.values().length)
                .anyMatch(line -> line.contains("FAILED") && line.endsWith(" 1.0"));
        Deployment next = deployments.deploy(design.id(), 1, Start.FRESH, ADA);
        assertThat(scrape()).doesNotContain(deployment.id().toString()).contains(next.id().toString());
        deployments.cancel(next.id(), ADA);
        await().atMost(Duration.ofSeconds(60)).until(() -> state(next) == Deployment.State.CANCELLED);
        assertThat(scrape()).doesNotContain(next.id().toString());
    }

    /** Names in the dashboard's questions that are in no line of a scrape. */
    private static TreeSet<String> missingOf(String scrape) throws Exception {
        var names = new TreeSet<String>();
        for (JsonNode expression : JsonMapper.builder().build().readTree(Files.readString(DASHBOARD)).findValues("expr")) {
            // Words behind a bracket or an operator that no bracket follows are names of series; labels stand in braces and after "by".
            String bare = expression.stringValue().replaceAll("\\{[^}]*}", "").replaceAll("by \\([^)]*\\)", "").replaceAll("\\[[^]]*]", "");
            Pattern.compile("[a-z_]{2,}(?![a-z_]*\\s*\\()").matcher(bare).results().map(r -> r.group())
                    .filter(word -> !List.of("by", "on", "unless", "and", "or").contains(word)).forEach(names::add);
        }
        assertThat(names).contains("millrace_deployment_state", "millrace_node_busy_ratio").hasSizeGreaterThan(15);
        names.removeIf(name -> Pattern.compile("(?m)^" + name + "[{ ]").matcher(scrape).find());
        return names;
    }

    @Test void healthNamesWhatIsAwayAndNothingElse() throws Exception {
        // What has not answered within two seconds is not said to be up.
        HttpResponse<String> health = await().atMost(Duration.ofSeconds(60)).until(() -> get("/actuator/health"), MonitoringTest::allAreUp);
        assertThat(health.statusCode()).as(health.body()).isEqualTo(200);
        assertThat(health.body()).doesNotContain("secret").doesNotContain("postgres").doesNotContain("details").doesNotContain("127.0.0.1");
        assertThat(get("/actuator/health/liveness").statusCode()).isEqualTo(200);
        assertThat(get("/actuator/health/readiness").body()).contains("database");

        flinkWorks = false;
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            HttpResponse<String> away = get("/actuator/health");
            assertThat(away.statusCode()).isEqualTo(503);
            assertThat(JsonMapper.builder().build().readTree(away.body()).at("/components/flink/status").stringValue()).isEqualTo("DOWN");
            assertThat(away.body()).doesNotContain("secret");
        });
        await("jobs wait for Flink; people can still be served").atMost(Duration.ofSeconds(60)).until(() -> get("/actuator/health/readiness").statusCode() == 200);
        withoutDatabase(() -> {
            await().atMost(Duration.ofSeconds(60)).until(() -> get("/actuator/health/readiness").statusCode() == 503);
            assertThat(get("/actuator/health/readiness").body()).contains("\"database\":{\"status\":\"DOWN\"}").doesNotContain("Exception").doesNotContain("postgres");
            assertThat(get("/actuator/health/liveness").statusCode()).as("a restart would not bring the database back").isEqualTo(200);
            assertThat(get("/actuator/prometheus", "Authorization", "Bearer mr_any").statusCode()).isEqualTo(503);
        });
        await().atMost(Duration.ofSeconds(60)).until(() -> get("/actuator/health/readiness").statusCode() == 200);
    }

    private static boolean allAreUp(HttpResponse<String> health) {
        JsonNode all = JsonMapper.builder().build().readTree(health.body());
        return Stream.of("database", "kafka", "flink").allMatch(name -> all.at("/components/" + name + "/status").asString("").equals("UP"));
    }

    private interface Doing {
        void run() throws Exception;
    }

    private static void withoutDatabase(Doing what) throws Exception {
        String name = URL.replaceAll(".*/([a-z0-9]+)\\?.*", "$1");
        var server = JdbcClient.create(new DriverManagerDataSource(URL.replace("/" + name + "?", "/postgres?")));
        server.sql("alter database " + name + " with allow_connections false").update();
        try {
            server.sql("select pg_terminate_backend(pid) from pg_stat_activity where datname = ?").param(name).query((row, n) -> 1).list();
            what.run();
        } finally {
            server.sql("alter database " + name + " with allow_connections true").update();
        }
    }
}
