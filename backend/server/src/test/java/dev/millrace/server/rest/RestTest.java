package dev.millrace.server.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.document.PipelineDocument;
import dev.millrace.pipeline.NodeId;
import dev.millrace.server.TestApplication;
import dev.millrace.server.TestDatabase;
import dev.millrace.server.TestKafka;
import dev.millrace.server.TestPipelines;
import dev.millrace.server.security.ApiTokens;
import dev.millrace.server.security.User;
import dev.millrace.server.security.Users;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The REST interface as a client meets it: over HTTP, on a real database and a real Kafka. */
@SpringBootTest(classes = TestApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT)
class RestTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final PipelineDocument DOCUMENTS = new PipelineDocument(TestPipelines.KINDS);
    private static final String PASSWORD = "correct horse";
    private static String token;

    @Value("${local.server.port}") int port;
    @Autowired Users users;
    @Autowired ApiTokens tokens;

    @DynamicPropertySource static void settings(DynamicPropertyRegistry settings) {
        String url = TestDatabase.freshUrl();
        settings.add("spring.datasource.url", () -> url);
        settings.add("millrace.admin-password", () -> PASSWORD);
    }

    @BeforeAll static void forget() {
        token = null;
    }

    @BeforeEach void signIn() throws Exception {
        if (token == null) {
            HttpResponse<String> made = send(request("/tokens").header("Authorization", basic(PASSWORD))
                    .header("Content-Type", "application/json").POST(text("{\"label\":\"tests\"}")));
            assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
            token = json(made).get("secret").stringValue();
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1" + path));
    }

    private HttpRequest.Builder mine(String path) {
        return request(path).header("Authorization", "Bearer " + token);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.BodyPublisher text(String text) {
        return HttpRequest.BodyPublishers.ofString(text);
    }

    private static String basic(String password) {
        return "Basic " + Base64.getEncoder().encodeToString(("admin:" + password).getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode json(HttpResponse<String> response) {
        return JSON.readTree(response.body());
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return send(mine(path).header("Content-Type", "application/json").POST(text(body)));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(mine(path).GET());
    }

    private String createDemo(String topic) throws Exception {
        HttpResponse<String> created = send(mine("/pipelines").header("Content-Type", "application/yaml")
                .POST(text(DOCUMENTS.write(TestPipelines.demoTo(topic)))));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        assertThat(created.headers().firstValue("ETag")).contains("\"1\"");
        return json(created).get("id").stringValue();
    }

    private static void assertProblem(HttpResponse<String> response, int status, String part) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(json(response).get("status").intValue()).isEqualTo(status);
        assertThat(json(response).get("detail").stringValue()).contains(part);
        assertThat(response.body()).doesNotContain("\tat ").doesNotContain("Exception");
    }

    @Test void whoIsNotSignedInGetsAProblemAndNothingElse() throws Exception {
        for (String path : new String[] {"/pipelines", "/deployments", "/kinds", "/fragments", "/topics", "/templates", "/tokens", "/openapi.json", "/nothing"}) {
            HttpResponse<String> refused = send(request(path).GET());
            assertProblem(refused, 401, "token");
            assertThat(refused.headers().firstValue("Set-Cookie")).isEmpty();
            assertThat(refused.headers().firstValue("Location")).isEmpty();
        }
        assertProblem(send(request("/pipelines").header("Authorization", "Bearer mr_wrong").GET()), 401, "token");
        assertProblem(send(request("/pipelines").header("Authorization", basic(PASSWORD)).GET()), 401, "token");
        assertProblem(send(request("/tokens").header("Authorization", basic("wrong password")).header("Content-Type", "application/json")
                .POST(text("{\"label\":\"x\"}"))), 401, "token");
        assertProblem(send(request("/tokens").header("Content-Type", "application/json").POST(text("{\"label\":\"x\"}"))), 401, "token");
    }

    @Test void structureGoesInAndOut() throws Exception {
        String yaml = DOCUMENTS.write(TestPipelines.demoTo("structured")).replace("    kind: sink.kafka@1\n", "    kind: sink.kafka@1\n    disabled: bypass\n")
                + "notes:\n  why:\n    text: <b>late</b>\n    color: rose\ngroups:\n  ends:\n    title: Ends\n    folded: true\n    nodes: [out]\n";
        HttpResponse<String> created = send(mine("/pipelines").header("Content-Type", "application/yaml").POST(text(yaml)));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        assertThat(created.body()).contains("NOT_BYPASSABLE");
        JsonNode document = json(get("/pipelines/" + json(created).get("id").stringValue()));
        assertThat(document.at("/nodes/out/disabled").stringValue()).isEqualTo("bypass");
        assertThat(document.at("/notes/why/text").stringValue()).isEqualTo("<b>late</b>");
        assertThat(document.at("/groups/ends/folded").booleanValue()).isTrue();
        assertProblem(send(mine("/pipelines").header("Content-Type", "application/yaml").POST(text(yaml.replace("color: rose", "color: url(x)")))), 400, "no colour of notes");
    }

    @Test void samplesAreChosenKeptAndUsedOverRest() throws Exception {
        String copy = json(send(mine("/pipelines").header("Content-Type", "application/yaml").POST(text(DOCUMENTS.write(TestPipelines.copy("none-such", "copied"))))))
                .get("id").stringValue();
        String of = "/pipelines/" + copy;
        assertThat(post(of + "/preview", "").body()).contains("none-such");
        assertThat(post(of + "/preview?newest=10", "").statusCode()).isEqualTo(200);
        assertThat(json(post(of + "/preview", "{\"sources\": {\"in\": {\"take\": \"rows\", \"rows\": [{\"id\": 1}]}}}")).get("notes")).isEmpty();
        assertProblem(post(of + "/preview", "{\"all\": {\"take\": \"rows\", \"rows\": [{\"id\": 1}, 1.2300000000000000000001]}}"), 400, "Line 2");
        assertProblem(post(of + "/preview", "{\"all\": {\"take\": \"rows\", \"text\": \"{}\\nnothing\"}}"), 400, "Line 2");
        assertProblem(post(of + "/preview", "{\"all\": {\"take\": \"span\", \"from\": \"2026-01-01T00:00:00Z\"}}"), 400, "'from' and 'to'");
        assertProblem(post(of + "/preview", "{\"all\": {\"take\": \"some\"}}"), 400, "one of newest");
        assertProblem(post(of + "/preview", "{\"all\": {\"take\": \"saved\", \"set\": \"absent\"}}"), 400, "no sample 'absent'");

        HttpResponse<String> kept = post(of + "/samples", "{\"name\": \"three\", \"sample\": {\"all\": {\"take\": \"generated\", \"most\": 3, \"seed\": 5}}}");
        assertThat(kept.statusCode()).as(kept.body()).isEqualTo(201);
        assertThat(json(kept).get("rows").intValue()).isEqualTo(3);
        assertProblem(post(of + "/samples", "{\"name\": \"three\", \"sample\": {\"all\": {\"take\": \"generated\"}}}"), 400, "already");
        assertProblem(post(of + "/samples", "{\"name\": \"none\"}"), 400, "no rows");
        assertThat(post(of + "/preview", "{\"all\": {\"take\": \"saved\", \"set\": \"three\"}}").statusCode()).isEqualTo(200);
        String set = of + "/samples/" + json(kept).get("id").stringValue();
        assertThat(send(mine(set).header("Content-Type", "application/json").PUT(text("{\"name\": \"trio\"}"))).statusCode()).isEqualTo(204);
        assertThat(json(get(of + "/samples")).get(0).get("name").stringValue()).isEqualTo("trio");
        assertThat(send(mine(set).DELETE()).statusCode()).isEqualTo(204);
        assertProblem(send(mine(set).DELETE()), 400, "no longer there");
        assertThat(json(get(of + "/samples"))).isEmpty();
    }

    private static final String FRAGMENT = """
            {"millrace": 1, "name": "Kept orders", "parameters": {"least": {"type": "number", "value": 1}},
             "nodes": {"in": {"kind": "fragment.input", "settings": {"name": "orders", "columns": [{"name": "amount", "type": "BIGINT"}], "rows": "[{\\"amount\\": 5}]"}},
                       "keep": {"kind": "operator.filter", "settings": {"condition": "amount > ${param:least}"}},
                       "kept": {"kind": "fragment.output", "settings": {"name": "kept"}}},
             "edges": [{"from": "in.out", "to": "keep.in"}, {"from": "keep.out", "to": "kept.in"}]}
            """;
    private static final String USING = """
            {"millrace": 1, "name": "Using it",
             "nodes": {"rows": {"kind": "source.values", "settings": {"columns": [{"name": "amount", "type": "BIGINT"}], "rows": "[{\\"amount\\": 7}]"}},
                       "sieve": {"kind": "fragment.kept-orders@1", "settings": {"least": 6}},
                       "end": {"kind": "sink.discard"}},
             "edges": [{"from": "rows.out", "to": "sieve.orders"}, {"from": "sieve.kept", "to": "end.in"}]}
            """;

    @Test void aPipelineIsPublishedAsAFragmentAndUsedByOthers() throws Exception {
        assertThat(json(post("/pipelines", USING)).at("/diagnostics").toString()).contains("There is no node kind 'fragment.kept-orders'");
        String id = json(post("/pipelines", FRAGMENT)).get("id").stringValue();
        assertProblem(post("/pipelines/" + id + "/fragment", "{\"revision\": 7}"), 412, "revision");
        HttpResponse<String> first = post("/pipelines/" + id + "/fragment", "{\"revision\": 1, \"note\": \"<b>First</b>\"}");
        assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
        assertThat(json(first).get("kind").stringValue()).isEqualTo("fragment.kept-orders@1");
        assertThat(json(get("/kinds/fragment.kept-orders")).at("/settings/0/type/name").stringValue()).isEqualTo("number");

        JsonNode using = json(post("/pipelines", USING));
        assertThat(using.get("deployable").booleanValue()).as(using.toString()).isTrue();
        String user = using.get("id").stringValue();
        assertThat(get("/pipelines/" + user + "/plan").body()).contains("sieve--keep");
        assertThat(json(get("/fragments/kept-orders/uses")).toString()).contains(user);

        // A newer version changes nothing for those who use an older one; they are told.
        HttpResponse<String> changed = send(mine("/pipelines/" + id).header("Content-Type", "application/json").header("If-Match", "\"1\"")
                .PUT(text(FRAGMENT.replace("\"name\": \"kept\"", "\"name\": \"more\""))));
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(post("/pipelines/" + id + "/fragment", "{\"revision\": 2}").statusCode()).isEqualTo(201);
        assertThat(get("/pipelines/" + user + "/validation").body()).contains("has a version 2; this uses version 1", "Its output 'kept' is gone");
        assertThat(get("/pipelines/" + user + "/plan").body()).contains("sieve--keep");
        assertThat(json(get("/fragments/kept-orders")).size()).isEqualTo(2);
        assertThat(json(get("/fragments")).at("/0/version").intValue()).isEqualTo(2);
        assertThat(json(get("/fragments/kept-orders/versions/1")).at("/nodes/kept/settings/name").stringValue()).isEqualTo("kept");

        assertProblem(post("/deployments", "{\"pipeline\": \"" + id + "\"}"), 422, "A fragment is not deployed by itself");
        assertProblem(post("/pipelines/" + user + "/fragment", "{\"revision\": 1}"), 422, "no way in or out");
        assertProblem(get("/fragments/nothing"), 404, "no fragment of this name");
        assertProblem(get("/fragments/kept-orders/versions/9"), 404, "no such version");
    }

    @Test void onlyHealthIsOpen() throws Exception {
        HttpResponse<String> health = send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/health")).GET());
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(json(health).at("/status").stringValue()).isEqualTo("UP");
        for (String path : new String[] {"/actuator", "/actuator/env", "/actuator/health/db"}) {
            HttpResponse<String> refused = send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).GET());
            assertThat(refused.statusCode()).as(path).isEqualTo(401);
        }
    }

    @Test void aTokenIsShownOnceAndEndsWhenRevoked() throws Exception {
        HttpResponse<String> made = post("/tokens", "{\"label\":\"short-lived\"}");
        String secret = json(made).get("secret").stringValue();
        String id = json(made).get("id").stringValue();
        assertThat(get("/tokens").body()).contains("short-lived").contains(secret.substring(0, 9)).doesNotContain(secret);
        assertThat(send(request("/kinds").header("Authorization", "Bearer " + secret).GET()).statusCode()).isEqualTo(200);
        assertThat(send(mine("/tokens/" + id).DELETE()).statusCode()).isEqualTo(204);
        assertThat(send(request("/kinds").header("Authorization", "Bearer " + secret).GET()).statusCode()).isEqualTo(401);
        assertProblem(post("/tokens", "{\"label\":\"\"}"), 400, "label");
        assertProblem(post("/tokens", "{}"), 400, "'label' is missing");
    }

    @Test void aPipelineGoesOutAndInAsYamlAndJson() throws Exception {
        String id = createDemo("results");
        HttpResponse<String> yaml = send(mine("/pipelines/" + id).header("Accept", "application/yaml").GET());
        assertThat(yaml.body()).isEqualTo(DOCUMENTS.write(TestPipelines.demoTo("results")));
        assertThat(yaml.headers().firstValue("Content-Type").orElse("")).startsWith("application/yaml");
        HttpResponse<String> asJson = send(mine("/pipelines/" + id).header("Accept", "application/json").GET());
        assertThat(DOCUMENTS.read(asJson.body())).isEqualTo(DOCUMENTS.read(yaml.body()));
        assertThat(asJson.headers().firstValue("ETag")).contains("\"1\"");
        HttpResponse<String> again = post("/pipelines", asJson.body());
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(json(again).get("deployable").booleanValue()).isTrue();
        assertThat(get("/pipelines").body()).contains(id);
        assertThat(json(get("/pipelines/" + id + "/revisions")).get(0).get("author").stringValue()).isEqualTo("admin");
    }

    @Test void aPipelineIsTextForFlinkAndForPeople() throws Exception {
        String id = createDemo("results");
        assertThat(get("/pipelines/" + id + "/sql").body()).isEqualTo("-- " + TestPipelines.demoTo("results").name());
        HttpResponse<String> plan = get("/pipelines/" + id + "/plan");
        assertThat(plan.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
        assertThat(plan.body()).contains("flights: source.demo").contains("out: sink.kafka");
    }

    @Test void whoAcceptsAnythingGetsJsonAndTextsAreUtf8() throws Exception {
        String text = "Verspätungen, 遅延";
        String document = DOCUMENTS.write(TestPipelines.demoTo("results").withDescription(text));
        String id = json(send(mine("/pipelines").header("Content-Type", "application/yaml").POST(text(document)))).get("id").stringValue();
        HttpResponse<String> anything = get("/pipelines/" + id);
        assertThat(anything.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(json(anything).get("description").stringValue()).isEqualTo(text);
        HttpResponse<byte[]> yaml = HTTP.send(mine("/pipelines/" + id).header("Accept", "application/yaml").build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(new String(yaml.body(), StandardCharsets.UTF_8)).isEqualTo(document);
        assertThat(send(mine("/pipelines/" + id).header("If-None-Match", "\"1\"").GET()).statusCode()).isEqualTo(304);
    }

    @Test void replacingNeedsTheRevisionThatWasRead() throws Exception {
        String id = createDemo("results");
        String changed = DOCUMENTS.write(TestPipelines.demoTo("elsewhere"));
        assertProblem(send(mine("/pipelines/" + id).header("Content-Type", "application/yaml").PUT(text(changed))), 428, "If-Match");
        HttpResponse<String> replaced = send(mine("/pipelines/" + id).header("Content-Type", "application/yaml").header("If-Match", "\"1\"")
                .PUT(text(changed)));
        assertThat(replaced.statusCode()).as(replaced.body()).isEqualTo(200);
        assertThat(replaced.headers().firstValue("ETag")).contains("\"2\"");
        HttpResponse<String> stale = send(mine("/pipelines/" + id).header("Content-Type", "application/yaml").header("If-Match", "\"1\"")
                .PUT(text(changed)));
        assertProblem(stale, 412, "revision 2");
        assertThat(stale.headers().firstValue("ETag")).contains("\"2\"");
        assertThat(send(mine("/pipelines/" + id + "?revision=1").header("Accept", "application/yaml").GET()).body()).contains("results");
        assertProblem(get("/pipelines/" + id + "?revision=9"), 404, "no revision 9");
        assertThat(send(mine("/pipelines/" + id).DELETE()).statusCode()).isEqualTo(204);
        assertProblem(get("/pipelines/" + id), 404, "There is no pipeline");
        assertProblem(get("/pipelines/nonsense"), 404, "nonsense");
    }

    @Test void brokenDocumentsAreRefusedWithThePlace() throws Exception {
        assertProblem(post("/pipelines", "{\"millrace\":1,\"name\":\"x\",\"nodes\":[}"), 400, "Line 1");
        assertProblem(post("/pipelines", "{\"millrace\":1,\"name\":\"x\",\"name\":\"y\"}"), 400, "uplicate");
        assertProblem(post("/pipelines", "[]"), 400, "");
        assertProblem(send(mine("/pipelines").header("Content-Type", "application/yaml").POST(text("millrace: 1\nnoodles: {}"))), 400,
                "noodles");
        assertProblem(send(mine("/pipelines").header("Content-Type", "image/png").POST(text("x"))), 415, "image/png");
        assertProblem(send(mine("/kinds").DELETE()), 405, "DELETE");
        assertProblem(post("/deployments", "{\"pipeline\":"), 400, "cannot be read");
        assertProblem(get("/nothing/here"), 404, "nothing at this address");
    }

    @Test void validationTellsDiagnosticsAndSchemas() throws Exception {
        var broken = TestPipelines.demoTo("results");
        var document = broken.withNode(broken.node(new NodeId("out")).orElseThrow().withSettings(dev.millrace.pipeline.Settings.EMPTY));
        HttpResponse<String> answer = send(mine("/validation").header("Content-Type", "application/yaml").POST(text(DOCUMENTS.write(document))));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).get("deployable").booleanValue()).isFalse();
        assertThat(json(answer).get("diagnostics").valueStream().anyMatch(d -> d.get("code").stringValue().equals("MISSING_SETTING")
                && d.get("node").stringValue().equals("out") && d.get("setting").stringValue().equals("topic"))).isTrue();
        assertThat(json(answer).get("ports").get("flights.out").get("columns").get(1).get("type").stringValue()).isEqualTo("TIMESTAMP(3)");
        String id = json(send(mine("/pipelines").header("Content-Type", "application/yaml").POST(text(DOCUMENTS.write(document))))).get("id")
                .stringValue();
        assertThat(get("/pipelines/" + id + "/validation").body()).contains("MISSING_SETTING");
        assertProblem(get("/pipelines/" + id + "/sql"), 422, "cannot run yet");
        HttpResponse<String> refused = post("/deployments", "{\"pipeline\":\"" + id + "\"}");
        assertProblem(refused, 422, "cannot run yet");
        assertThat(json(refused).get("diagnostics").get(0).get("hint")).isNotNull();
    }

    private void awaitState(String path, String state) {
        await().atMost(Duration.ofSeconds(60)).until(() -> json(get(path)).get("state").stringValue(), state::equals);
    }

    @Test void aDeploymentIsKeptSuspendedAndUpgradedAndItsPipelineCloned() throws Exception {
        String id = createDemo("rest-life");
        String first = "/deployments/" + json(post("/deployments", "{\"pipeline\":\"" + id + "\",\"reason\":\"first\"}")).get("id").stringValue();
        awaitState(first, "RUNNING");
        HttpResponse<String> asked = post(first + "/savepoints", "{\"reason\":\"before the release\"}");
        assertThat(asked.statusCode()).as(asked.body()).isEqualTo(202);
        String savepoint = json(asked).get("id").stringValue();
        awaitState("/savepoints/" + savepoint, "KEPT");
        JsonNode listed = json(get("/pipelines/" + id + "/savepoints"));
        assertThat(listed.valueStream().filter(s -> s.get("id").stringValue().equals(savepoint)).findFirst().orElseThrow().get("bytes").longValue()).isPositive();

        assertThat(post(first + "/suspend", "").statusCode()).isEqualTo(202);
        awaitState(first, "SUSPENDED");
        assertProblem(post(first + "/savepoints", ""), 409, "does not run now");
        assertThat(post(first + "/resume", "").statusCode()).isEqualTo(202);
        awaitState(first, "RUNNING");
        assertProblem(post(first + "/resume", ""), 409, "Only a suspended deployment");

        String upgrade = "{\"pipeline\":\"" + id + "\",\"upgrade\":true,\"healthyWithinSeconds\":%s,\"start\":%s,\"reason\":\"faster\"}";
        assertProblem(post("/deployments", upgrade.formatted("-1", "\"FRESH\"")), 400, "healthyWithinSeconds");
        assertProblem(post("/deployments", upgrade.formatted("60", "\"SOMEHOW\"")), 400, "not 'SOMEHOW'");
        assertProblem(post("/deployments", upgrade.formatted("60", "{\"begin\":\"FRESH\",\"read\":{\"from\":\"TIMESTAMP\",\"at\":\"soon\"}}")), 400, "no time");
        JsonNode next = json(post("/deployments", upgrade.formatted("60", "{\"begin\":\"SAVEPOINT\",\"savepoint\":\"" + savepoint + "\"}")));
        assertThat(next.get("follows").stringValue()).isEqualTo(first.substring("/deployments/".length()));
        String second = "/deployments/" + next.get("id").stringValue();
        awaitState(second, "RUNNING");
        assertThat(json(get(second)).get("restoredFrom").stringValue()).isEqualTo(json(get("/savepoints/" + savepoint)).get("path").stringValue());
        assertThat(json(get(second)).get("trial").get("withinSeconds").intValue()).isEqualTo(60);
        JsonNode deployed = json(get(second + "/events")).get(0);
        assertThat(deployed.get("who").stringValue()).isEqualTo("admin");
        assertThat(deployed.get("reason").stringValue()).isEqualTo("faster");
        assertProblem(send(mine("/savepoints/" + savepoint).DELETE()), 409, "needs it");
        assertThat(send(mine(second + "/cancel").POST(text(""))).statusCode()).isEqualTo(202);
        awaitState(second, "CANCELLED");
        assertThat(send(mine("/savepoints/" + savepoint).DELETE()).statusCode()).isEqualTo(204);
        assertProblem(get("/savepoints/" + savepoint), 404, "no savepoint");

        HttpResponse<String> clone = post("/pipelines/" + id + "/clone", "{\"name\":\"Twin\"}");
        assertThat(clone.statusCode()).as(clone.body()).isEqualTo(201);
        assertThat(json(clone).get("name").stringValue()).isEqualTo("Twin");
        assertThat(json(clone).get("id").stringValue()).isNotEqualTo(id);
    }

    @Test void aDeploymentRunsCountsAndStops() throws Exception {
        String id = createDemo("rest-results");
        HttpResponse<String> deployed = post("/deployments", "{\"pipeline\":\"" + id + "\",\"start\":\"FRESH\"}");
        assertThat(deployed.statusCode()).as(deployed.body()).isEqualTo(202);
        String deployment = json(deployed).get("id").stringValue();
        String path = "/deployments/" + deployment;
        assertThat(deployed.headers().firstValue("Location")).contains("/api/v1" + path);
        await().atMost(Duration.ofSeconds(60)).until(() -> json(get(path)).get("state").stringValue().equals("RUNNING"));
        await().atMost(Duration.ofSeconds(60)).until(() -> json(get(path)).has("metrics")
                && json(get(path)).get("metrics").get("rowsIn").get("total").longValue() > 0);
        assertThat(get("/topics/rest-results").statusCode()).isEqualTo(200);
        assertProblem(post("/deployments", "{\"pipeline\":\"" + id + "\"}"), 409, "stop or cancel it first");
        assertProblem(send(mine("/pipelines/" + id).DELETE()), 409, "stop or cancel it first");
        assertThat(send(mine(path + "/stop").POST(text(""))).statusCode()).isEqualTo(202);
        await().atMost(Duration.ofSeconds(60)).until(() -> json(get(path)).get("state").stringValue().equals("STOPPED"));
        assertThat(json(get(path)).get("savepoint").stringValue()).startsWith("fake:");
        assertThat(json(get(path + "/events")).valueStream().map(e -> e.get("type").stringValue()).toList())
                .contains("DEPLOYED", "SUBMITTED", "RUNNING", "STOPPED");
        assertThat(json(get("/deployments?pipeline=" + id)).size()).isEqualTo(1);
        assertThat(json(get(path + "/history")).size()).isPositive();
        HttpResponse<String> resumed = post("/deployments", "{\"pipeline\":\"" + id + "\",\"start\":\"LATEST_STATE\"}");
        String second = "/deployments/" + json(resumed).get("id").stringValue();
        await().atMost(Duration.ofSeconds(60)).until(() -> json(get(second)).get("state").stringValue().equals("RUNNING"));
        assertThat(json(get(second)).get("restoredFrom").stringValue()).startsWith("fake:savepoint");
        assertThat(send(mine(second + "/cancel").POST(text(""))).statusCode()).isEqualTo(202);
        await().atMost(Duration.ofSeconds(60)).until(() -> json(get(second)).get("state").stringValue().equals("CANCELLED"));
        assertProblem(get("/deployments/" + id), 404, "no deployment");
    }

    @Test void topicsAreMadeLookedIntoAndUnderstood() throws Exception {
        assertThat(post("/topics", "{\"name\":\"rest-orders\",\"partitions\":2}").statusCode()).isEqualTo(201);
        assertProblem(post("/topics", "{\"name\":\"rest-orders\"}"), 400, "already");
        TestKafka.send("rest-orders", "{\"id\":1,\"at\":\"2026-01-01T00:00:00Z\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(get("/topics").body()).contains("rest-orders");
        assertThat(json(get("/topics/rest-orders/records?limit=5")).get(0).get("value").stringValue()).contains("\"id\":1");
        JsonNode columns = json(get("/topics/rest-orders/columns"));
        assertThat(columns.get("columns").get(0).get("type").stringValue()).isEqualTo("BIGINT");
        assertThat(columns.get("timeColumn").stringValue()).isEqualTo("at");
        assertThat(columns.get("columns").get(0).get("kinds").get("whole").intValue()).isEqualTo(1);
        assertThat(columns.get("from").stringValue()).isEqualTo("the newest record of 'rest-orders'");
        assertThat(json(get("/topics/rest-orders/columns?format=text")).get("columns").get(0).get("type").stringValue()).isEqualTo("STRING");
        assertProblem(get("/topics/rest-orders/columns?format=csv"), 400, "another format");
        assertProblem(get("/topics/rest-orders/columns?format=xml"), 400, "'format' is");
        assertProblem(get("/topics/rest-orders/columns?format=avro&registry=none"), 400, "not written with a schema registry");
        assertProblem(get("/topics/absent"), 404, "'absent'");
        topicsAreDescribedAndDeleted();
        assertProblem(get("/topics/absent/columns"), 404, "'absent'");
    }

    private void topicsAreDescribedAndDeleted() throws Exception {
        assertProblem(post("/topics", "{\"name\":\"rest-no\",\"cleanup\":\"burn\"}"), 400, "'cleanup' is delete");
        assertProblem(post("/topics", "{\"name\":\"rest-no\",\"retention\":\"soon\"}"), 400, "'retention' is a time");
        assertThat(post("/topics", "{\"name\":\"rest-kept\",\"cleanup\":\"compact-and-delete\",\"retention\":\"3 d\"}").statusCode()).isEqualTo(201);
        JsonNode kept = json(get("/topics/rest-kept"));
        assertThat(kept.get("retentionMillis").longValue()).isEqualTo(3 * 86_400_000L);
        assertThat(kept.get("cleanup").stringValue()).isEqualTo("compact-and-delete");
        assertThat(kept.get("partitions").get(0).get("leader").intValue()).isEqualTo(1);
        assertThat(kept.get("settings").valueStream().map(s -> s.get("name").stringValue())).contains("cleanup.policy", "retention.ms");
        assertThat(json(get("/topics/rest-orders/records?offset=0&limit=1")).get(0).get("offset").longValue()).isZero();
        assertProblem(get("/topics/rest-orders/records?offset=0&time=2026-01-01T00:00:00Z"), 400, "not both");
        assertProblem(get("/topics/rest-orders/records?partition=9"), 400, "no partition 9");
        assertThat(json(get("/topics/rest-orders/groups")).size()).isZero();
        String pipeline = createDemo("rest-kept");
        assertThat(json(get("/topics/rest-kept/pipelines")).get(0).get("pipeline").stringValue()).isEqualTo(pipeline);
        assertThat(json(get("/topics/rest-kept/pipelines")).get(0).get("writes").size()).isEqualTo(1);
        assertThat(json(get("/topics/rest-orders/pipelines")).size()).isZero();
        assertProblem(send(mine("/topics/rest-kept").DELETE()), 400, "?confirm=rest-kept");
        assertThat(send(mine("/topics/rest-kept?confirm=rest-kept").DELETE()).statusCode()).isEqualTo(204);
        assertProblem(send(mine("/topics/rest-kept?confirm=rest-kept").DELETE()), 404, "'rest-kept'");
        users.create("eve", "long enough", User.Role.EDITOR);
        String eve = "Bearer " + tokens.create("eve", "x").secret();
        assertProblem(send(request("/topics/rest-orders?confirm=rest-orders").header("Authorization", eve).DELETE()), 403, "Only administrators");
        assertThat(get("/topics/rest-orders").statusCode()).isEqualTo(200);
    }

    @Test void connectionsAreTriedOverRest() throws Exception {
        assertThat(json(get("/connections")).get(0).get("name").stringValue()).isEqualTo("kafka");
        JsonNode kafka = json(post("/connections/kafka/check", ""));
        assertThat(kafka.get("works").booleanValue()).as(kafka.toString()).isTrue();
        assertThat(kafka.get("cause").stringValue()).isEqualTo("none");
        assertProblem(post("/connections/mars/check", ""), 404, "There is no connection 'mars'");
    }

    @Test void columnsAreProposedFromElsewhereToo() throws Exception {
        JsonNode samples = json(send(mine("/columns/samples").header("Content-Type", "text/plain").POST(text("{\"id\": 1, \"name\": \"Zoë\"}\n{\"id\": \"x\"}"))));
        assertThat(samples.get("columns").get(0).get("note").stringValue()).startsWith("Mixed");
        assertThat(samples.get("columns").get(1).get("present").doubleValue()).isEqualTo(0.5);
        assertThat(samples.get("columns").get(1).get("absent").intValue()).isEqualTo(1);
        JsonNode csv = json(send(mine("/columns/samples?separator=%3B").header("Content-Type", "text/csv").POST(text("größe;at\n1;2026-01-01"))));
        assertThat(csv.get("columns").get(0).get("name").stringValue()).isEqualTo("größe");
        assertProblem(send(mine("/columns/samples?separator=ab").header("Content-Type", "text/csv").POST(text("a"))), 400, "'separator'");
        JsonNode schema = json(post("/columns/schema", "{\"properties\": {\"id\": {\"type\": \"integer\"}}, \"required\": [\"id\"]}"));
        assertThat(schema.get("columns").get(0).get("nullable").booleanValue()).isFalse();
        assertThat(schema.get("columns").get(0).has("values")).isFalse();
        assertProblem(post("/columns/schema", "{}"), 400, "neither a JSON Schema");
        assertThat(json(get("/registries")).size()).isZero();
        assertProblem(get("/registries/main/subjects"), 404, "No schema registry 'main' is set up");
        assertProblem(get("/columns/table?database=warehouse&table=x"), 404, "No database 'warehouse' is set up");
    }

    @Test void validationLooksAtTheDataWhereItIsAskedTo() throws Exception {
        assertThat(post("/topics", "{\"name\":\"rest-drift\"}").statusCode()).isEqualTo(201);
        TestKafka.send("rest-drift", "{\"other\":1}".getBytes(StandardCharsets.UTF_8));
        String document = DOCUMENTS.write(TestPipelines.copy("rest-drift", "rest-drift-copy"));
        String plain = send(mine("/validation").header("Content-Type", "application/yaml").POST(text(document))).body();
        assertThat(plain).doesNotContain("UNLIKE_DATA");
        JsonNode looked = json(send(mine("/validation?data=true").header("Content-Type", "application/yaml").POST(text(document))));
        assertThat(looked.get("deployable").booleanValue()).isTrue();
        assertThat(looked.get("diagnostics").valueStream().filter(d -> d.get("code").stringValue().equals("UNLIKE_DATA")).map(d -> d.get("setting").stringValue()).toList())
                .containsExactly("columns[0].name", "columns");
        String id = json(send(mine("/pipelines").header("Content-Type", "application/yaml").POST(text(document)))).get("id").stringValue();
        assertThat(get("/pipelines/" + id + "/validation?data=true").body()).contains("UNLIKE_DATA");
        assertThat(get("/pipelines/" + id + "/validation").body()).doesNotContain("UNLIKE_DATA");
    }

    @Test void kindsAndTheDescriptionAreThere() throws Exception {
        JsonNode kinds = json(get("/kinds"));
        assertThat(kinds.size()).isEqualTo(TestPipelines.KINDS.all().size());
        assertThat(json(get("/kinds/sink.kafka")).get("settings").get(0).get("type").get("name").stringValue()).isEqualTo("topic");
        assertProblem(get("/kinds/none"), 404, "no node kind");
        HttpResponse<String> description = get("/openapi.json");
        assertThat(description.statusCode()).isEqualTo(200);
        JsonNode paths = json(description).get("paths");
        for (String path : new String[] {"/pipelines", "/pipelines/{id}", "/validation", "/deployments", "/deployments/{id}/stop", "/kinds",
                "/templates", "/topics/{name}/columns", "/columns/samples", "/columns/schema", "/columns/subject", "/columns/table", "/registries", "/databases",
                "/tokens"}) {
            assertThat(paths.has("/api/v1" + path)).as(path + " in " + paths.propertyNames()).isTrue();
        }
        assertProblem(post("/templates/none/pipelines", "{\"name\":\"x\"}"), 404, "no template");
    }

    @Test void bodiesThatAreTooLongAreRefused() throws Exception {
        byte[] body = new byte[(int) SizeLimit.MOST_BYTES + 1];
        assertThat(send(mine("/pipelines").header("Content-Type", "application/yaml").POST(HttpRequest.BodyPublishers.ofByteArray(body)))
                .statusCode()).isEqualTo(413);
        assertThat(send(mine("/pipelines").header("Content-Type", "application/yaml")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))).statusCode()).isEqualTo(413);
    }
}
