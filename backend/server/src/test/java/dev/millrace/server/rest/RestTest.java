package dev.millrace.server.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.server.TestPipelines;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What holds for all of the REST interface: who may enter, how large a request may be, and that it is described. */
class RestTest extends OverRest {
    @Test void whoIsNotSignedInGetsAProblemAndNothingElse() throws Exception {
        for (String path : new String[] {"/pipelines", "/deployments", "/kinds", "/fragments", "/topics", "/templates", "/workspaces", "/tokens", "/openapi.json", "/nothing"}) {
            HttpResponse<String> refused = send(request(path).GET());
            assertProblem(refused, 401, "token");
            assertThat(refused.headers().firstValue("Set-Cookie")).isEmpty();
            assertThat(refused.headers().firstValue("Location")).isEmpty();
        }
        assertProblem(send(request("/pipelines").header("Authorization", "Bearer mr_wrong").GET()), 401, "token");
        assertProblem(send(request("/pipelines").header("Authorization", basic("admin", PASSWORD)).GET()), 401, "token");
        assertProblem(send(request("/tokens").header("Authorization", basic("admin", "wrong password")).header("Content-Type", "application/json")
                .POST(text("{\"label\":\"x\"}"))), 401, "token");
        assertProblem(send(request("/tokens").header("Content-Type", "application/json").POST(text("{\"label\":\"x\"}"))), 401, "token");
    }

    @Test void onlyHealthIsOpen() throws Exception {
        // What has not answered within two seconds is not said to be up.
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            HttpResponse<String> health = send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/health")).GET());
            assertThat(health.statusCode()).isEqualTo(200);
            assertThat(json(health).at("/status").stringValue()).isEqualTo("UP");
        });
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

    @Test void kindsAndTheDescriptionAreThere() throws Exception {
        JsonNode kinds = json(get("/kinds"));
        assertThat(kinds.valueStream().map(k -> k.get("id").stringValue()).filter(id -> !id.startsWith("fragment.") || id.endsWith("put")))
                .as("all that ship, beside the fragments of other tests").containsExactlyInAnyOrderElementsOf(TestPipelines.KINDS.all().stream().map(k -> k.id()).toList());
        assertThat(json(get("/kinds/sink.kafka")).get("settings").get(0).get("type").get("name").stringValue()).isEqualTo("topic");
        assertProblem(get("/kinds/none"), 404, "no node kind");
        HttpResponse<String> description = get("/openapi.json");
        assertThat(description.statusCode()).isEqualTo(200);
        JsonNode paths = json(description).get("paths");
        for (String path : new String[] {"/pipelines", "/pipelines/{id}", "/validation", "/deployments", "/deployments/{id}/stop", "/kinds",
                "/templates", "/workspaces", "/workspaces/{id}/members/{user}", "/topics/{name}/columns", "/columns/samples", "/columns/schema", "/columns/subject", "/columns/table", "/registries", "/databases",
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
