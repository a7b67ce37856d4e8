package dev.millrace.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Tags over HTTP. */
class TagsRestTest extends OverRest {
    private static final String DRAWING = """
            millrace: 1
            name: Tagged
            nodes:
              rows: {kind: source.values@1, settings: {columns: [{name: id, type: BIGINT}], rows: '[{"id": 1}]'}}
            edges: []
            """;

    private HttpResponse<String> put(String path, String body) throws Exception {
        return send(mine(path).header("Content-Type", "application/json").PUT(text(body)));
    }

    @Test void tagsAreSetAsAWholeAndOnlyShortWordsAre() throws Exception {
        String tags = "/pipelines/" + json(postYaml("/pipelines", DRAWING), 201).get("id").stringValue() + "/tags";
        assertThat(json(get(tags), 200).get("tags")).isEmpty();
        assertThat(json(put(tags, "{\"tags\": [\"Nightly\", \"eu\"]}"), 200).get("tags").valueStream().map(JsonNode::stringValue)).containsExactly("eu", "nightly");
        assertThat(json(put(tags, "{\"tags\": [\"<script>\"]}"), 400).get("detail").stringValue()).contains("'<script>' cannot be a tag");
        assertThat(json(put(tags, "{}"), 400).get("detail").stringValue()).contains("as a list");
        assertThat(put(tags, "{\"tags\": [null]}").statusCode()).isEqualTo(400);
        assertThat(get("/pipelines/" + UUID.randomUUID() + "/tags").statusCode()).isEqualTo(404);
        assertThat(json(get(tags), 200).get("tags")).hasSize(2);
    }
}
