package dev.millrace.server.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.millrace.server.outside.SchemaRegistries.Language;
import dev.millrace.server.outside.SchemaRegistries.Registered;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server that answers as Confluent's registry does, or does not. */
class HttpSchemaRegistriesTest {
    private final Map<String, String> answers = Map.of("/subjects", "[\"orders-value\", \"a/b c\"]", "/subjects/orders-value/versions", "[1, 2]",
            "/subjects/a%2Fb%20c/versions", "[3]",
            "/subjects/orders-value/versions/latest", "{\"subject\":\"orders-value\",\"version\":2,\"id\":7,\"schema\":\"\\\"string\\\"\"}",
            "/subjects/orders-value/versions/1", "{\"version\":1,\"id\":5,\"schemaType\":\"JSON\",\"schema\":\"{}\"}",
            "/schemas/ids/7", "{\"schema\":\"\\\"string\\\"\"}", "/schemas/ids/8", "no json", "/schemas/ids/9", "[" + "1,".repeat(3_000_000) + "1]");
    private HttpServer server;
    private HttpSchemaRegistries registries;

    @BeforeEach void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String reader = "Basic " + Base64.getEncoder().encodeToString("reader:secret".getBytes(StandardCharsets.UTF_8));
        server.createContext("/", exchange -> {
            boolean known = reader.equals(exchange.getRequestHeaders().getFirst("Authorization"));
            String answer = known ? answers.get(exchange.getRequestURI().getRawPath()) : "{\"message\":\"Unauthorized\"}";
            byte[] body = (answer == null ? "{\"error_code\":40401,\"message\":\"not found\"}" : answer).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(!known ? 401 : answer == null ? 404 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
        registries = new HttpSchemaRegistries(Map.of("main", new OutsideSystems.Registry(url, "reader", "secret"),
                "closed", new OutsideSystems.Registry(url, "reader", "wrong"), "away", new OutsideSystems.Registry("http://127.0.0.1:1", "", "")));
    }

    @AfterEach void stop() {
        server.stop(0);
    }

    @Test void subjectsVersionsAndSchemasAreRead() {
        assertThat(registries.names()).containsExactly("away", "closed", "main");
        assertThat(registries.subjects("main")).containsExactly("a/b c", "orders-value");
        assertThat(registries.versions("main", "orders-value")).containsExactly(1, 2);
        assertThat(registries.versions("main", "a/b c")).containsExactly(3);
        assertThat(registries.schema("main", "orders-value", "latest")).isEqualTo(new Registered(7, 2, Language.AVRO, "\"string\""));
        assertThat(registries.schema("main", "orders-value", "1").language()).isEqualTo(Language.JSON);
        assertThat(registries.schema("main", 7).text()).isEqualTo("\"string\"");
    }

    @Test void whatIsNotThereIsSaid() {
        assertThatThrownBy(() -> registries.subjects("other")).isInstanceOf(UnknownOutside.class).hasMessage("No schema registry 'other' is set up; there is away, closed, main");
        assertThatThrownBy(() -> registries.versions("main", "../none")).isInstanceOf(UnknownOutside.class).hasMessageContaining("no subject '../none'");
        assertThatThrownBy(() -> registries.schema("main", "orders-value", "9")).isInstanceOf(UnknownOutside.class).hasMessageContaining("no version 9");
        assertThatThrownBy(() -> registries.schema("main", "orders-value", "1/../../config")).isInstanceOf(UnknownOutside.class).hasMessageContaining("is no version");
        assertThatThrownBy(() -> registries.schema("main", 5)).isInstanceOf(UnknownOutside.class).hasMessageContaining("does not know schema 5");
    }

    @Test void aRegistryThatDoesNotAnswerAsItShouldIsSaidToNot() {
        assertThatThrownBy(() -> registries.subjects("away")).isInstanceOf(OutsideUnavailable.class).hasMessageContaining("'away'");
        assertThatThrownBy(() -> registries.subjects("closed")).isInstanceOf(OutsideUnavailable.class).hasMessageContaining("401 (Unauthorized)").hasMessageNotContaining("wrong");
        assertThatThrownBy(() -> registries.schema("main", 8)).isInstanceOf(OutsideUnavailable.class).hasMessageContaining("no JSON");
        assertThatThrownBy(() -> registries.schema("main", 9)).isInstanceOf(OutsideUnavailable.class).hasMessageContaining("too long");
    }

    @Test void passwordsAreNotShown() {
        assertThat(List.of(new OutsideSystems.Registry("http://x", "u", "secret"), new OutsideSystems.Database("jdbc:x", "u", "secret")).toString()).doesNotContain("secret");
    }
}
