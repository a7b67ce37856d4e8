package dev.millrace.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.pipeline.NodeId;
import dev.millrace.server.TestKafka;
import dev.millrace.server.TestPipelines;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Pipelines over HTTP: in and out as documents, checked, previewed on samples, published as fragments. */
class PipelinesRestTest extends OverRest {
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

    @Test void structureGoesInAndOut() throws Exception {
        String yaml = DOCUMENTS.write(TestPipelines.demoTo("structured")).replace("    kind: sink.kafka@1\n", "    kind: sink.kafka@1\n    disabled: bypass\n")
                + "notes:\n  why:\n    text: <b>late</b>\n    color: rose\ngroups:\n  ends:\n    title: Ends\n    folded: true\n    nodes: [out]\n";
        HttpResponse<String> created = postYaml("/pipelines", yaml);
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        assertThat(created.body()).contains("NOT_BYPASSABLE");
        JsonNode document = json(get("/pipelines/" + json(created).get("id").stringValue()));
        assertThat(document.at("/nodes/out/disabled").stringValue()).isEqualTo("bypass");
        assertThat(document.at("/notes/why/text").stringValue()).isEqualTo("<b>late</b>");
        assertThat(document.at("/groups/ends/folded").booleanValue()).isTrue();
        assertProblem(postYaml("/pipelines", yaml.replace("color: rose", "color: url(x)")), 400, "no colour of notes");
    }

    @Test void whoAcceptsAnythingGetsJsonAndTextsAreUtf8() throws Exception {
        String text = "Verspätungen, 遅延";
        String document = DOCUMENTS.write(TestPipelines.demoTo("results").withDescription(text));
        String id = json(postYaml("/pipelines", document)).get("id").stringValue();
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
        assertProblem(postYaml("/pipelines", "millrace: 1\nnoodles: {}"), 400,
                "noodles");
        assertProblem(send(mine("/pipelines").header("Content-Type", "image/png").POST(text("x"))), 415, "image/png");
        assertProblem(send(mine("/kinds").DELETE()), 405, "DELETE");
        assertProblem(post("/deployments", "{\"pipeline\":"), 400, "cannot be read");
        assertProblem(get("/nothing/here"), 404, "nothing at this address");
    }

    @Test void aPipelineIsTextForFlinkAndForPeople() throws Exception {
        String id = createDemo("results");
        assertThat(get("/pipelines/" + id + "/sql").body()).isEqualTo("-- " + TestPipelines.demoTo("results").name());
        HttpResponse<String> plan = get("/pipelines/" + id + "/plan");
        assertThat(plan.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
        assertThat(plan.body()).contains("flights: source.demo").contains("out: sink.kafka");
    }

    @Test void validationTellsDiagnosticsAndSchemas() throws Exception {
        var broken = TestPipelines.demoTo("results");
        var document = broken.withNode(broken.node(new NodeId("out")).orElseThrow().withSettings(dev.millrace.pipeline.Settings.EMPTY));
        HttpResponse<String> answer = postYaml("/validation", DOCUMENTS.write(document));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).get("deployable").booleanValue()).isFalse();
        assertThat(json(answer).get("diagnostics").valueStream().anyMatch(d -> d.get("code").stringValue().equals("MISSING_SETTING")
                && d.get("node").stringValue().equals("out") && d.get("setting").stringValue().equals("topic"))).isTrue();
        assertThat(json(answer).get("ports").get("flights.out").get("columns").get(1).get("type").stringValue()).isEqualTo("TIMESTAMP(3)");
        String id = json(postYaml("/pipelines", DOCUMENTS.write(document))).get("id")
                .stringValue();
        assertThat(get("/pipelines/" + id + "/validation").body()).contains("MISSING_SETTING");
        assertProblem(get("/pipelines/" + id + "/sql"), 422, "cannot run yet");
        HttpResponse<String> refused = post("/deployments", "{\"pipeline\":\"" + id + "\"}");
        assertProblem(refused, 422, "cannot run yet");
        assertThat(json(refused).get("diagnostics").get(0).get("hint")).isNotNull();
    }

    @Test void validationLooksAtTheDataWhereItIsAskedTo() throws Exception {
        assertThat(post("/topics", "{\"name\":\"rest-drift\"}").statusCode()).isEqualTo(201);
        TestKafka.send("rest-drift", "{\"other\":1}".getBytes(StandardCharsets.UTF_8));
        String document = DOCUMENTS.write(TestPipelines.copy("rest-drift", "rest-drift-copy"));
        String plain = postYaml("/validation", document).body();
        assertThat(plain).doesNotContain("UNLIKE_DATA");
        JsonNode looked = json(postYaml("/validation?data=true", document));
        assertThat(looked.get("deployable").booleanValue()).isTrue();
        assertThat(looked.get("diagnostics").valueStream().filter(d -> d.get("code").stringValue().equals("UNLIKE_DATA")).map(d -> d.get("setting").stringValue()).toList())
                .containsExactly("columns[0].name", "columns");
        String id = json(postYaml("/pipelines", document)).get("id").stringValue();
        assertThat(get("/pipelines/" + id + "/validation?data=true").body()).contains("UNLIKE_DATA");
        assertThat(get("/pipelines/" + id + "/validation").body()).doesNotContain("UNLIKE_DATA");
    }

    @Test void samplesAreChosenKeptAndUsedOverRest() throws Exception {
        String copy = json(postYaml("/pipelines", DOCUMENTS.write(TestPipelines.copy("none-such", "copied"))))
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
}
