package dev.millrace.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.server.security.User;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Templates over HTTP: made of a pipeline, used by another with values, brought as a file, withdrawn. */
class TemplatesRestTest extends OverRest {
    private static final String DRAWING = """
            millrace: 1
            name: Rows to a topic
            nodes:
              rows: {kind: source.values@1, settings: {columns: [{name: id, type: BIGINT}], rows: '[{"id": 1}]'}}
              out: {kind: sink.kafka@1, settings: {topic: first}}
            edges:
              - {from: rows.out, to: out.in}
            """;

    private HttpResponse<String> post(String token, String path, String body) throws Exception {
        return send(request(path).header("Authorization", token).header("Content-Type", "application/json").POST(text(body)));
    }

    private HttpResponse<String> bring(String token, String path, String file) throws Exception {
        return send(request(path).header("Authorization", token).header("Content-Type", "application/yaml").POST(text(file)));
    }

    private HttpResponse<String> get(String token, String path) throws Exception {
        return send(request(path).header("Authorization", token).GET());
    }

    /** Brought with a file; here a preview gives no rows, as said in {@link dev.millrace.server.TestApplication}. */
    private void expectedRows(String ada, String bob, String file) throws Exception {
        String expecting = file.replace("name: To a topic", "name: Expecting").replaceFirst("millrace: 1", "# expected: {\"sample\":\"{}\",\"rows\":{\"rows.out\":[[\"+I\",\"{\\\\\"id\\\\\":1}\"]]}}\nmillrace: 1");
        String path = "/templates/" + json(bring(bob, "/templates/imports?reach=everybody", expecting), 201).get("id").stringValue() + "/expected-rows";
        JsonNode read = json(get(ada, path), 200);
        assertThat(read.get("count").intValue()).isEqualTo(1);
        assertThat(read.get("by").stringValue()).isEqualTo("bob");
        assertThat(read.at("/outputs/0/output").stringValue()).isEqualTo("rows.out");
        assertThat(read.at("/outputs/0/rows/0/row/id").intValue()).isEqualTo(1);
        JsonNode checked = json(post(ada, path + "/check", ""), 200);
        assertThat(checked.get("asExpected").booleanValue()).isFalse();
        assertThat(checked.toString()).as("either the row is missing, or it is said why nothing can be").containsAnyOf("\"missing\":[{", "\"failure\":\"");
        assertThat(send(request(path).header("Authorization", ada).PUT(text(""))).statusCode()).isEqualTo(403);
        assertProblem(send(request(path).header("Authorization", bob).PUT(text(""))), 422, "nothing to expect");
        assertThat(send(request(path).header("Authorization", ada).DELETE()).statusCode()).isEqualTo(403);
        assertThat(send(request(path).header("Authorization", bob).DELETE()).statusCode()).isEqualTo(204);
        assertProblem(get(ada, path), 404, "No rows are expected");
        assertProblem(post(ada, path + "/check", ""), 404, "No rows are expected");
        assertProblem(get(ada, "/templates/none/expected-rows"), 404, "no template");
    }

    @Test void aTemplateIsMadeUsedBroughtAndWithdrawn() throws Exception {
        users.create("ada", PASSWORD, User.Role.EDITOR);
        users.create("bob", PASSWORD, User.Role.EDITOR);
        String ada = bearer("ada");
        String bob = bearer("bob");
        String pipeline = json(bring(ada, "/pipelines", DRAWING), 201).get("id").stringValue();

        String wish = "{\"revision\": 1, \"title\": \"To a topic\", \"tags\": [\"kafka\"], \"reach\": \"everybody\", \"parameters\": [{\"node\": \"out\", \"setting\": \"topic\", \"name\": \"target\", "
                + "\"label\": \"Topic of yours\", \"required\": true}]}";
        assertThat(post(ada, "/pipelines/" + pipeline + "/template", wish.replace("\"topic\"", "\"colour\"")).body()).contains("There is nothing at 'colour' of 'out'");
        assertThat(post(ada, "/pipelines/" + pipeline + "/template", wish.replace("\"revision\": 1", "\"revision\": 9")).statusCode()).isEqualTo(412);
        assertProblem(post(ada, "/pipelines/" + pipeline + "/template", wish.replace("\"revision\": 1", "\"revision\": 1, \"expected\": \"all\"")), 400, "none, before");
        assertProblem(post(ada, "/pipelines/" + pipeline + "/template", wish.replace("\"revision\": 1", "\"revision\": 1, \"expected\": \"now\"")), 422, "nothing to expect");
        JsonNode made = json(post(ada, "/pipelines/" + pipeline + "/template", wish), 201);
        String id = made.get("id").stringValue();
        assertThat(made.at("/parameters/0/type").stringValue()).isEqualTo("topic");
        assertThat(made.get("link").stringValue()).isEqualTo("/templates/" + id);

        assertThat(get(bob, "/templates").body()).contains(id, "flight-delays");
        assertThat(json(get(bob, "/templates/" + id), 200).get("author").stringValue()).isEqualTo("ada");
        HttpResponse<String> missing = post(bob, "/templates/" + id + "/pipelines", "{\"name\": \"Mine\"}");
        assertThat(json(missing, 422).at("/diagnostics/0/message").stringValue()).isEqualTo("Topic of yours is not set");
        JsonNode mine = json(post(bob, "/templates/" + id + "/pipelines", "{\"name\": \"Mine\", \"parameters\": {\"target\": \"bobs\"}}"), 201);
        assertThat(mine.get("deployable").booleanValue()).as(mine.toString()).isTrue();
        assertThat(get(bob, "/pipelines/" + mine.get("id").stringValue() + "/plan").body()).contains("bobs");
        JsonNode origin = json(get(bob, "/pipelines/" + mine.get("id").stringValue() + "/template"), 200);
        assertThat(origin.get("template").stringValue()).isEqualTo(id);
        assertThat(origin.get("newest").isNull()).isTrue();
        assertThat(get(bob, "/pipelines/" + pipeline + "/template").statusCode()).isEqualTo(404);
        assertThat(json(get(bob, "/templates/" + id), 200).get("used").intValue()).isEqualTo(1);

        // A topic of one's own in place of the demo stream.
        String own = "{\"name\": \"Own\", \"rows\": {\"flights\": {\"topic\": \"departures\", \"columns\": {\"id\": \"flight\", \"ts\": \"scheduled\", \"delay\": \"delay\", "
                + "\"distance\": null, \"origin\": \"from\", \"destination\": \"to\"}}}}";
        JsonNode reading = json(post(bob, "/templates/flight-delays/pipelines", own), 201);
        assertThat(get(bob, "/pipelines/" + reading.get("id").stringValue() + "/plan").body()).contains("departures", "scheduled");
        assertThat(json(post(bob, "/templates/flight-delays/pipelines", own.replace("\"departures\"", "\"no topic\"")), 400).get("detail").stringValue()).contains("no topic name");
        assertThat(json(post(bob, "/templates/flight-delays/pipelines", own.replace("\"ts\": \"scheduled\", ", "")), 422).get("detail").stringValue()).contains("which of your columns is 'ts'");

        // As a file: looked at first, then brought.
        String file = get(bob, "/templates/" + id + "/file").body();
        assertThat(json(bring(bob, "/templates/imports?look=true", file), 200).get("outcome").stringValue()).isEqualTo("SAME");
        assertThat(bring(bob, "/templates/imports", file).statusCode()).isEqualTo(422);
        JsonNode look = json(bring(bob, "/templates/imports?look=true", file.replace("name: To a topic", "name: To my topic")), 200);
        assertThat(look.get("outcome").stringValue()).isEqualTo("COPY");
        assertThat(look.get("canBeBrought").booleanValue()).isTrue();
        assertThat(look.get("nodes")).hasSize(2);
        assertThat(bring(bob, "/templates/imports?look=true", "nodes: [").statusCode()).isEqualTo(400);
        JsonNode brought = json(bring(bob, "/templates/imports?reach=everybody", file.replace("name: To a topic", "name: To my topic")), 201);
        assertThat(brought.get("author").stringValue()).isEqualTo("ada, brought by bob");
        expectedRows(ada, bob, file);

        String again = wish.replace("\"title\": \"To a topic\"", "\"title\": \"To one topic\", \"template\": \"" + id + "\"");
        assertThat(post(bob, "/pipelines/" + pipeline + "/template", again).statusCode()).isEqualTo(403);
        assertThat(json(post(ada, "/pipelines/" + pipeline + "/template", again), 201).get("version").intValue()).isEqualTo(2);
        assertThat(json(get(bob, "/pipelines/" + mine.get("id").stringValue() + "/template"), 200).get("newest").intValue()).isEqualTo(2);
        assertThat(json(get(bob, "/templates/" + id + "/versions"), 200)).hasSize(2);
        assertThat(json(get(bob, "/templates/" + id + "/versions/1"), 200).get("name").stringValue()).isEqualTo("To a topic");

        assertThat(send(request("/templates/" + id).header("Authorization", bob).DELETE()).statusCode()).isEqualTo(403);
        assertThat(send(request("/templates/" + id).header("Authorization", bearer("admin")).DELETE()).statusCode()).isEqualTo(204);
        assertThat(get(bob, "/templates/" + id).statusCode()).isEqualTo(404);
        assertThat(get(bob, "/pipelines/" + mine.get("id").stringValue()).statusCode()).as("what was made of it stays").isEqualTo(200);
    }
}
