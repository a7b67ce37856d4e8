package dev.millrace.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.server.TestApplication;
import dev.millrace.server.TestDatabase;
import dev.millrace.server.functions.TestJars;
import dev.millrace.server.security.User;
import dev.millrace.server.security.Users;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.json.JsonMapper;

/** Libraries over HTTP: who may bring and delete them, and how versions count. */
@SpringBootTest(classes = TestApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT)
class FunctionsRestTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String PASSWORD = "correct horse";

    @Value("${local.server.port}") int port;
    @Autowired Users users;

    @DynamicPropertySource static void settings(DynamicPropertyRegistry settings) {
        String url = TestDatabase.freshUrl();
        settings.add("spring.datasource.url", () -> url);
        settings.add("millrace.admin-password", () -> PASSWORD);
        settings.add("millrace.functions.in-process", () -> true);
    }

    private static byte[] jar(int plus) {
        return TestJars.of(Map.of("geo.Shift", "package geo; public class Shift extends org.apache.flink.table.functions.ScalarFunction { public int eval(int by) { return by + " + plus + "; } }"));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1" + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String token(String user) throws Exception {
        String basic = Base64.getEncoder().encodeToString((user + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        var made = send(request("/tokens").header("Authorization", "Basic " + basic).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"label\":\"tests\"}")));
        return "Bearer " + JSON.readTree(made.body()).get("secret").stringValue();
    }

    private HttpResponse<String> upload(String token, String library, byte[] jar) throws Exception {
        return send(request("/functions/" + library).header("Authorization", token).header("Content-Type", "application/java-archive")
                .POST(HttpRequest.BodyPublishers.ofByteArray(jar)));
    }

    @Test void administratorsUploadVersionsAndEverybodyUsesThem() throws Exception {
        users.create("editor", PASSWORD, User.Role.EDITOR);
        String admin = token("admin");
        String editor = token("editor");
        assertThat(upload(editor, "geo", jar(1)).statusCode()).isEqualTo(403);
        assertThat(upload(admin, "Geo", jar(1)).body()).contains("cannot be the name of a library");
        assertThat(upload(admin, "geo", new byte[] {1}).body()).contains("This is no jar");
        assertThat(upload(admin, "geo", new byte[20_000_001]).statusCode()).isEqualTo(413);

        var first = upload(admin, "geo", jar(1));
        assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
        assertThat(JSON.readTree(first.body()).get("functions").get(0).get("function").stringValue()).isEqualTo("geo@1.shift");
        assertThat(upload(admin, "geo", jar(1)).body()).contains("the jar of version 1 already");
        assertThat(JSON.readTree(upload(admin, "geo", jar(2)).body()).get("version").intValue()).isEqualTo(2);

        String drawing = """
                millrace: 1
                name: Shifted
                nodes:
                  demo: {kind: source.values@1, settings: {columns: [{name: id, type: INT}], rows: ['{"id": 1}']}}
                  shift: {kind: operator.function@1, settings: {function: geo@1.shift, arguments: [{value: id}], column: shifted}}
                edges:
                  - {from: demo.out, to: shift.in}
                """;
        var stored = send(request("/pipelines").header("Authorization", editor).header("Content-Type", "application/yaml").POST(HttpRequest.BodyPublishers.ofString(drawing)));
        assertThat(stored.statusCode()).as(stored.body()).isEqualTo(201);

        assertThat(delete(editor, "geo", 2).statusCode()).isEqualTo(403);
        assertThat(delete(admin, "geo", 1).body()).contains("is used by 'Shifted'");
        assertThat(delete(admin, "geo", 2).statusCode()).isEqualTo(204);
        assertThat(JSON.readTree(upload(admin, "geo", jar(3)).body()).get("version").intValue()).as("no number means another jar").isEqualTo(3);
        var all = JSON.readTree(send(request("/functions").header("Authorization", editor).GET()).body());
        assertThat(all).extracting(l -> l.get("version").intValue()).containsExactly(3, 1);
        assertThat(all.get(0).get("author").stringValue()).isEqualTo("admin");
        assertThat(all.get(0).get("sha256").stringValue()).hasSize(64);
    }

    private HttpResponse<String> delete(String token, String library, int version) throws Exception {
        return send(request("/functions/" + library + "/versions/" + version).header("Authorization", token).DELETE());
    }
}
