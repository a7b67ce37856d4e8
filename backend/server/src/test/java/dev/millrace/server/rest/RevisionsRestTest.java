package dev.millrace.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The history of a pipeline over HTTP: names, differences and the way back. */
class RevisionsRestTest extends OverRest {
    private static final String DRAWING = """
            millrace: 1
            name: Rows to a topic
            nodes:
              rows: {kind: source.values@1, settings: {columns: [{name: id, type: BIGINT}], rows: '[{"id": 1}]'}}
              out: {kind: sink.kafka@1, settings: {topic: first}}
            edges:
              - {from: rows.out, to: out.in}
            layout: {rows: {x: 0, y: 0}, out: {x: 300, y: 0}}
            """;

    /** @return the address of a pipeline with two revisions, of which the second has another topic and one node that was moved */
    private String changed() throws Exception {
        String pipeline = "/pipelines/" + json(postYaml("/pipelines", DRAWING), 201).get("id").stringValue();
        String second = DRAWING.replace("topic: first", "topic: second").replace("x: 300", "x: 500");
        assertThat(send(mine(pipeline).header("Content-Type", "application/yaml").header("If-Match", "\"1\"").PUT(text(second))).statusCode()).isEqualTo(200);
        return pipeline;
    }

    private HttpResponse<String> named(String path, String body) throws Exception {
        return send(mine(path).header("Content-Type", "application/json").PUT(text(body)));
    }

    @Test void revisionsAreNamed() throws Exception {
        String revisions = changed() + "/revisions";
        assertThat(named(revisions + "/1/name", "{\"name\": \"before the move\", \"reason\": \"<script>alert(1)</script>\"}").statusCode()).isEqualTo(204);
        JsonNode named = json(get(revisions + "?named=true"), 200);
        assertThat(named).hasSize(1);
        assertThat(named.at("/0/number").intValue()).isEqualTo(1);
        assertThat(named.at("/0/name").stringValue()).isEqualTo("before the move");
        assertThat(named.at("/0/reason").stringValue()).isEqualTo("<script>alert(1)</script>");
        assertThat(named.at("/0/namedBy").stringValue()).isEqualTo("admin");
        assertThat(json(get(revisions), 200)).hasSize(2);

        assertThat(json(named(revisions + "/1/name", "{\"name\": \"" + "x".repeat(81) + "\"}"), 400).get("detail").stringValue()).contains("at most 80");
        assertThat(named(revisions + "/1/name", "{}").statusCode()).isEqualTo(400);
        assertThat(named(revisions + "/1/name", "{\"name\": \"a\\u0000b\"}").statusCode()).isEqualTo(400);
        assertThat(named(revisions + "/7/name", "{\"name\": \"x\"}").statusCode()).isEqualTo(404);
        assertThat(named(revisions + "/one/name", "{\"name\": \"x\"}").statusCode()).isEqualTo(400);

        assertThat(send(mine(revisions + "/1/name").DELETE()).statusCode()).isEqualTo(204);
        assertThat(json(get(revisions + "?named=true"), 200)).isEmpty();
    }

    @Test void revisionsAreComparedInWordsAndInLines() throws Exception {
        String revisions = changed() + "/revisions";
        JsonNode comparison = json(get(revisions + "/1/compare/2"), 200);
        assertThat(comparison.get("changes")).hasSize(1);
        JsonNode topic = comparison.at("/changes/0");
        assertThat(topic.get("path").stringValue()).isEqualTo("nodes.out.settings.topic");
        assertThat(topic.get("node").stringValue()).isEqualTo("out");
        assertThat(topic.get("sign").stringValue()).isEqualTo("CHANGED");
        assertThat(topic.get("before").stringValue()).isEqualTo("first");
        assertThat(topic.get("after").stringValue()).isEqualTo("second");
        assertThat(topic.get("words").stringValue()).isEqualTo("'Topic' of 'out' is “second”, no longer “first”");
        assertThat(comparison.get("looks")).hasSize(1);
        assertThat(comparison.at("/looks/0/path").stringValue()).isEqualTo("layout.out");
        assertThat(json(get(revisions + "/2/compare/1"), 200).at("/changes/0/after").stringValue()).isEqualTo("first");
        assertThat(json(get(revisions + "/2/compare/2"), 200).get("changes")).isEmpty();

        HttpResponse<String> lines = send(mine(revisions + "/1/compare/2").header("Accept", "text/plain").GET());
        assertThat(lines.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
        assertThat(lines.body().lines().filter(l -> l.matches("[-+] +topic: .*")).map(String::strip)).containsExactly("-      topic: first", "+      topic: second");
        assertThat(get(revisions + "/1/compare/9").statusCode()).isEqualTo(404);
        assertThat(get("/pipelines/nothing/revisions/1/compare/2").statusCode()).isEqualTo(404);
    }

    @Test void anEarlierRevisionIsRestored() throws Exception {
        String pipeline = changed();
        HttpResponse<String> restored = post(pipeline + "/revisions/1/restore", "");
        assertThat(json(restored, 200).get("revision").intValue()).isEqualTo(3);
        assertThat(restored.headers().firstValue("ETag")).contains("\"3\"");
        JsonNode same = json(get(pipeline + "/revisions/1/compare/3"), 200);
        assertThat(same.get("changes")).isEmpty();
        assertThat(same.get("looks")).isEmpty();
        assertThat(json(get(pipeline + "/revisions"), 200).at("/0/summary").stringValue()).isEqualTo("Restored revision 1");
        assertThat(post(pipeline + "/revisions/8/restore", "").statusCode()).isEqualTo(404);
    }
}
