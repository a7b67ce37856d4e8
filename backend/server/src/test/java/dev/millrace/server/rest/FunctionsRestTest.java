package dev.millrace.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.server.functions.TestJars;
import dev.millrace.server.security.User;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Libraries over HTTP: who may bring and delete them, and how versions count. */
class FunctionsRestTest extends OverRest {

    @DynamicPropertySource static void allowed(DynamicPropertyRegistry settings) {
        settings.add("millrace.functions.in-process", () -> true);
    }

    private static byte[] jar(int plus) {
        return TestJars.of(Map.of("geo.Shift", "package geo; public class Shift extends org.apache.flink.table.functions.ScalarFunction { public int eval(int by) { return by + " + plus + "; } }"));
    }

    private HttpResponse<String> upload(String token, String library, byte[] jar) throws Exception {
        return send(request("/functions/" + library).header("Authorization", token).header("Content-Type", "application/java-archive")
                .POST(HttpRequest.BodyPublishers.ofByteArray(jar)));
    }

    @Test void administratorsUploadVersionsAndEverybodyUsesThem() throws Exception {
        users.create("editor", PASSWORD, User.Role.EDITOR);
        String admin = bearer("admin");
        String editor = bearer("editor");
        assertThat(upload(editor, "geo", jar(1)).statusCode()).isEqualTo(403);
        assertThat(upload(admin, "Geo", jar(1)).body()).contains("cannot be the name of a library");
        assertThat(upload(admin, "geo", new byte[] {1}).body()).contains("This is no jar");
        assertThat(upload(admin, "geo", new byte[20_000_001]).statusCode()).isEqualTo(413);

        var first = upload(admin, "geo", jar(1));
        assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
        assertThat(json(first).get("functions").get(0).get("function").stringValue()).isEqualTo("geo@1.shift");
        assertThat(upload(admin, "geo", jar(1)).body()).contains("the jar of version 1 already");
        assertThat(json(upload(admin, "geo", jar(2))).get("version").intValue()).isEqualTo(2);

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
        assertThat(json(upload(admin, "geo", jar(3))).get("version").intValue()).as("no number means another jar").isEqualTo(3);
        var all = json(send(request("/functions").header("Authorization", editor).GET()));
        assertThat(all).extracting(l -> l.get("version").intValue()).containsExactly(3, 1);
        assertThat(all.get(0).get("author").stringValue()).isEqualTo("admin");
        assertThat(all.get(0).get("sha256").stringValue()).hasSize(64);
    }

    private HttpResponse<String> delete(String token, String library, int version) throws Exception {
        return send(request("/functions/" + library + "/versions/" + version).header("Authorization", token).DELETE());
    }
}
