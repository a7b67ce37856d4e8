package dev.millrace.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.server.security.User;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Dashboards over HTTP: whose they are, who sees them, who changes them, and that nobody overwrites what they have not seen. */
class DashboardsRestTest extends OverRest {
    private static final String DASHBOARD = """
            millrace-dashboard: 1
            title: Throughput
            tiles:
              - {id: in, type: line, title: Rows in, at: {x: 0, y: 0, w: 6, h: 4}, source: {metric: rows-in}}
            """;

    private HttpResponse<String> call(String method, String token, String path, String body, String... headers) throws Exception {
        var request = request(path).header("Authorization", token).header("Content-Type", body.startsWith("{") ? "application/json" : "application/yaml");
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return send(request.method(method, text(body)));
    }

    @Test void aDashboardIsItsOwners() throws Exception {
        users.create("dora", PASSWORD, User.Role.EDITOR);
        users.create("dan", PASSWORD, User.Role.EDITOR);
        String eve = bearer("dora");
        String dan = bearer("dan");
        String admin = bearer("admin");
        String pipeline = json(call("POST", eve, "/pipelines", "{\"millrace\": 1, \"name\": \"Watched\"}"), 201).get("id").stringValue();

        assertThat(json(call("POST", eve, "/dashboards", DASHBOARD.replace("line", "pie")), 400).get("detail").stringValue()).startsWith("Line 4, column").contains("tiles[0].type: 'pie' is not known");
        HttpResponse<String> created = call("POST", eve, "/dashboards?pipeline=" + pipeline, DASHBOARD);
        String id = json(created, 201).get("id").stringValue();
        assertThat(created.headers().firstValue("Location")).contains("/api/v1/dashboards/" + id);
        assertThat(json(created, 201).get("everybody").booleanValue()).as("private at first").isFalse();
        String path = "/dashboards/" + id;

        // Private: nobody else knows of it, administrators neither.
        assertThat(json(call("GET", dan, "/dashboards", ""), 200)).isEmpty();
        assertThat(json(call("GET", dan, path, ""), 404).get("detail").stringValue()).contains("its owner keeps it private");
        assertThat(call("DELETE", dan, path, "").statusCode()).isEqualTo(404);
        assertThat(call("GET", admin, path, "").statusCode()).isEqualTo(404);
        assertThat(call("GET", eve, "/dashboards/nothing", "").statusCode()).isEqualTo(404);

        // For everybody: others look, and only the owner and administrators change it.
        HttpResponse<String> yaml = call("GET", eve, path, "", "Accept", "application/yaml");
        assertThat(yaml.body()).contains("pipeline: " + pipeline);
        assertThat(call("PUT", eve, path, yaml.body()).statusCode()).isEqualTo(428);
        assertThat(json(call("PUT", eve, path + "?everybody=true", yaml.body(), "If-Match", "\"1\""), 200).get("version").intValue()).isEqualTo(2);
        HttpResponse<String> seen = call("GET", dan, path, "");
        assertThat(json(seen, 200).at("/tiles/0/source/metric").stringValue()).isEqualTo("rows-in");
        assertThat(seen.headers().firstValue("ETag")).contains("\"2\"");
        assertThat(json(call("GET", dan, "/dashboards?pipeline=" + pipeline, ""), 200)).hasSize(1);
        assertThat(json(call("PUT", dan, path, seen.body(), "If-Match", "\"2\""), 403).get("detail").stringValue()).contains("Only dora or an administrator", "Make a copy");
        assertThat(call("DELETE", dan, path, "").statusCode()).isEqualTo(403);

        // Who has seen an older one does not overwrite the newer.
        HttpResponse<String> stale = call("PUT", eve, path, yaml.body(), "If-Match", "\"1\"");
        assertThat(json(stale, 412).get("version").intValue()).isEqualTo(2);
        assertThat(stale.headers().firstValue("ETag")).contains("\"2\"");
        JsonNode byAdmin = json(call("PUT", admin, path + "?everybody=false", seen.body().replace("Throughput", "By admin"), "If-Match", "\"2\""), 200);
        assertThat(byAdmin.get("changedBy").stringValue()).isEqualTo("admin");
        assertThat(byAdmin.get("everybody").booleanValue()).as("nobody hides what is somebody else's").isTrue();
        assertThat(call("DELETE", eve, path, "").statusCode()).isEqualTo(204);
        assertThat(call("GET", eve, path, "").statusCode()).isEqualTo(404);
    }
}
