package dev.millrace.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.server.TestKafka;
import dev.millrace.server.security.User;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Topics, connections and columns over HTTP. */
class TopicsRestTest extends OverRest {
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
        users.create("tess", "long enough", User.Role.EDITOR);
        String eve = bearer("tess");
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
}
