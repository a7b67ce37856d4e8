package dev.millrace.server.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Deployments over HTTP, from the first one to the clone of their pipeline. */
class DeploymentsRestTest extends OverRest {
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
        // Readings of a second are stored together, at its end.
        await().atMost(Duration.ofSeconds(60)).until(() -> json(get(path + "/history")).size() > 0);
        HttpResponse<String> resumed = post("/deployments", "{\"pipeline\":\"" + id + "\",\"start\":\"LATEST_STATE\"}");
        String second = "/deployments/" + json(resumed).get("id").stringValue();
        await().atMost(Duration.ofSeconds(60)).until(() -> json(get(second)).get("state").stringValue().equals("RUNNING"));
        assertThat(json(get(second)).get("restoredFrom").stringValue()).startsWith("fake:savepoint");
        assertThat(send(mine(second + "/cancel").POST(text(""))).statusCode()).isEqualTo(202);
        await().atMost(Duration.ofSeconds(60)).until(() -> json(get(second)).get("state").stringValue().equals("CANCELLED"));
        assertProblem(get("/deployments/" + id), 404, "no deployment");
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

    private void awaitState(String path, String state) {
        await().atMost(Duration.ofSeconds(60)).until(() -> json(get(path)).get("state").stringValue(), state::equals);
    }
}
