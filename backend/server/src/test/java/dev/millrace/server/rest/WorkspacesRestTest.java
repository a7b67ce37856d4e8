package dev.millrace.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.server.security.User;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Workspaces over HTTP, and templates that are for their members. */
class WorkspacesRestTest extends OverRest {
    private static final String DRAWING = """
            millrace: 1
            name: Rows of a team
            nodes:
              rows: {kind: source.values@1, settings: {columns: [{name: id, type: BIGINT}], rows: '[{"id": 1}]'}}
              out: {kind: sink.kafka@1, settings: {topic: team-rows}}
            edges:
              - {from: rows.out, to: out.in}
            """;

    private HttpResponse<String> call(String method, String token, String path, String body) throws Exception {
        return send(request(path).header("Authorization", token).header("Content-Type", body.startsWith("{") || body.isEmpty() ? "application/json" : "application/yaml")
                .method(method, text(body)));
    }

    @Test void aTemplateIsForTheMembersOfAWorkspace() throws Exception {
        for (String user : new String[] {"wanda", "will", "wolf"}) {
            users.create(user, PASSWORD, User.Role.EDITOR);
        }
        String wanda = bearer("wanda");
        String will = bearer("will");
        String wolf = bearer("wolf");
        String admin = bearer("admin");

        assertProblem(call("POST", wanda, "/workspaces", "{}"), 400, "needs a name");
        assertProblem(call("POST", wanda, "/workspaces", "{\"name\": \"Team W\", \"members\": [\"nobody\"]}"), 400, "no user 'nobody'");
        JsonNode made = json(call("POST", wanda, "/workspaces", "{\"name\": \"Team W\", \"members\": [\"will\"]}"), 201);
        String id = made.get("id").stringValue();
        assertThat(made.get("owner").stringValue()).isEqualTo("wanda");
        assertThat(made.get("members").valueStream().map(JsonNode::stringValue)).containsExactly("wanda", "will");
        assertThat(made.get("link").stringValue()).isEqualTo("/workspaces/" + id);
        assertProblem(call("POST", wolf, "/workspaces", "{\"name\": \"team w\"}"), 400, "already");
        String path = "/workspaces/" + id;
        assertThat(json(call("GET", will, "/workspaces", ""), 200)).hasSize(1);
        assertThat(json(call("GET", wolf, "/workspaces", ""), 200)).isEmpty();
        assertThat(json(call("GET", admin, "/workspaces", ""), 200).valueStream().map(w -> w.get("name").stringValue())).contains("Team W");
        assertProblem(call("GET", wolf, path, ""), 404, "that you are a member of");
        assertProblem(call("GET", wanda, "/workspaces/none", ""), 404, "no workspace 'none'");
        assertProblem(call("GET", wanda, "/workspaces/" + UUID.randomUUID(), ""), 404, "no workspace");

        // Published to it: its members see it.
        String pipeline = json(call("POST", wanda, "/pipelines", DRAWING), 201).get("id").stringValue();
        String wish = "{\"revision\": 1, \"title\": \"Rows of the team\", \"reach\": \"%s\"}";
        assertProblem(call("POST", wanda, "/pipelines/" + pipeline + "/template", wish.formatted("us")), 400, "me, everybody, or the id of a workspace");
        assertProblem(call("POST", wolf, "/pipelines/" + pipeline + "/template", wish.formatted(id)), 404, "that you are a member of");
        assertProblem(call("POST", admin, "/pipelines/" + pipeline + "/template", wish.formatted(id)), 422, "Only members of the workspace 'Team W'");
        JsonNode template = json(call("POST", wanda, "/pipelines/" + pipeline + "/template", wish.formatted(id)), 201);
        String ofTemplate = "/templates/" + template.get("id").stringValue();
        assertThat(template.get("reach").stringValue()).isEqualTo(id);
        assertThat(template.get("workspace").stringValue()).isEqualTo("Team W");
        assertThat(json(call("GET", will, ofTemplate, ""), 200).get("reach").stringValue()).isEqualTo(id);
        assertThat(call("GET", wolf, ofTemplate, "").statusCode()).isEqualTo(404);
        assertThat(call("GET", wolf, "/templates", "").body()).doesNotContain("Rows of the team");
        assertThat(json(call("GET", will, path + "/templates", ""), 200).at("/0/title").stringValue()).isEqualTo("Rows of the team");
        assertThat(call("GET", wolf, path + "/templates", "").statusCode()).isEqualTo(404);
        String file = call("GET", will, ofTemplate + "/file", "").body().replace("name: Rows of the team", "name: More rows of the team");
        JsonNode brought = json(call("POST", will, "/templates/imports?reach=" + id, file), 201);
        assertThat(brought.get("workspace").stringValue()).isEqualTo("Team W");

        // Changed by its owner, left by a member, handed on, and deleted by an administrator.
        assertProblem(call("PUT", will, path, "{\"name\": \"Mine\"}"), 403, "Only wanda or an administrator");
        assertThat(json(call("PUT", wanda, path, "{\"name\": \"Team of W\"}"), 200).get("name").stringValue()).isEqualTo("Team of W");
        assertThat(json(call("PUT", wanda, path + "/members/wolf", ""), 200).get("members")).hasSize(3);
        assertThat(json(call("GET", wolf, ofTemplate, ""), 200).get("workspace").stringValue()).isEqualTo("Team of W");
        assertProblem(call("DELETE", will, path + "/members/wolf", ""), 403, "Only wanda");
        assertThat(call("DELETE", wolf, path + "/members/wolf", "").statusCode()).as("leaves").isEqualTo(204);
        assertThat(call("GET", wolf, ofTemplate, "").statusCode()).isEqualTo(404);
        assertProblem(call("DELETE", wanda, path + "/members/wanda", ""), 400, "Make another member the owner first");
        assertProblem(call("PUT", wanda, path + "/owner", "{}"), 400, "'user' is missing");
        assertThat(json(call("PUT", wanda, path + "/owner", "{\"user\": \"will\"}"), 200).get("owner").stringValue()).isEqualTo("will");
        assertThat(call("DELETE", wanda, path, "").statusCode()).isEqualTo(403);
        assertThat(call("DELETE", admin, path, "").statusCode()).isEqualTo(204);
        assertThat(call("GET", will, ofTemplate, "").statusCode()).isEqualTo(404);
        assertThat(json(call("GET", wanda, ofTemplate, ""), 200).get("reach").stringValue()).as("its owner's alone again").isEqualTo("me");
    }
}
