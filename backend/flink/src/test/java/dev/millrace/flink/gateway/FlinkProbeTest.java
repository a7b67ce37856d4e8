package dev.millrace.flink.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.millrace.server.SecureKafka;
import dev.millrace.server.connections.ConnectionCheck;
import dev.millrace.server.connections.ConnectionCheck.Cause;
import dev.millrace.server.embedded.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each thing that can be wrong with the address of a Flink, on real ports. */
class FlinkProbeTest {
    private static final String OVERVIEW = """
            {"taskmanagers": 2, "slots-total": 8, "slots-available": %d, "jobs-running": 1, "flink-version": "%s"}""";

    private final List<HttpServer> servers = new ArrayList<>();

    @AfterEach
    void stop() {
        servers.forEach(server -> server.stop(0));
    }

    private String listening(HttpServer server, int status, String answer) throws IOException {
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", call -> {
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            call.sendResponseHeaders(status, bytes.length);
            call.getResponseBody().write(bytes);
            call.close();
        });
        server.start();
        servers.add(server);
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private String web(int status, String answer) throws IOException {
        return listening(HttpServer.create(), status, answer);
    }

    private static ConnectionCheck check(String address) {
        ConnectionCheck found = new FlinkProbe("west", () -> URI.create(address), "2.3.0").check();
        // That no step hangs. What is promised within a time cannot be held by a machine that stands still meanwhile.
        assertThat(found.took()).isLessThan(ConnectionCheck.PATIENCE.plus(Duration.ofMinutes(1)));
        assertThat(found.name()).isEqualTo("flink-west");
        return found;
    }

    private static void fails(String address, Cause cause, String... words) {
        ConnectionCheck found = check(address);
        assertThat(found.cause()).as(found.toString()).isEqualTo(cause);
        assertThat(found.works()).isFalse();
        assertThat(found.hint()).as("a way out").isNotEmpty();
        assertThat(List.of(words)).allSatisfy(word -> assertThat(found.finding() + " / " + found.hint()).contains(word));
    }

    @Test
    void aFlinkSaysItsVersionAndItsSlots() throws IOException {
        ConnectionCheck found = check("http://" + web(200, OVERVIEW.formatted(5, "2.3.1")));
        assertThat(found.cause()).isEqualTo(Cause.NONE);
        assertThat(found.facts()).contains(new ConnectionCheck.Fact("Version", "2.3.1"), new ConnectionCheck.Fact("Slots", "8: 5 free, 3 used"));
        assertThat(check("http://" + web(200, OVERVIEW.formatted(0, "2.3.1"))).hint()).contains("No slot is free");
    }

    @Test
    void anotherVersionIsSaidToBeOne() throws IOException {
        ConnectionCheck found = check("http://" + web(200, OVERVIEW.formatted(5, "2.2.0")));
        assertThat(found.cause()).isEqualTo(Cause.OTHER_VERSION);
        assertThat(found.finding()).isEqualTo("This Flink is version 2.2.0, and jobs are made for 2.3");
        assertThat(found.hint()).contains("Use a cluster of version 2.3");
    }

    @Test
    void aWrongAddressIsSaidToBeOne() throws IOException {
        int closed = FreePorts.one();
        fails("http://127.0.0.1:" + closed, Cause.NOTHING_LISTENS, "Nothing listens at 127.0.0.1:" + closed);
        fails("http://no-such-host.invalid:8081", Cause.UNKNOWN_HOST, "No host is called 'no-such-host.invalid'");
        fails("flink:8081", Cause.BAD_ADDRESS, "http://host:port");
    }

    @Test
    void whatIsNotFlinkIsSaidNotToBe() throws IOException {
        fails("http://" + web(200, "<html>Welcome</html>"), Cause.SOMETHING_ELSE, "is not Flink", "8081");
        fails("http://" + web(200, "{\"name\": \"a service\"}"), Cause.SOMETHING_ELSE);
        fails("http://" + web(404, "{}"), Cause.SOMETHING_ELSE);
        fails("http://" + web(401, ""), Cause.SIGN_IN_EXPECTED, "wants a sign-in");
        try (var mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerAll(mute, "SSH-2.0-OpenSSH_9.6\r\n"));
            fails("http://127.0.0.1:" + mute.getLocalPort(), Cause.SOMETHING_ELSE, "is not Flink");
        }
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            fails("http://127.0.0.1:" + silent.getLocalPort(), Cause.NO_ANSWER, "does not answer");
        }
    }

    private static void answerAll(ServerSocket server, String words) {
        while (true) {
            try (var caller = server.accept()) {
                caller.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException over) {
                return;
            }
        }
    }

    @Test
    void tlsWhereThereIsNoneAndNoneWhereThereIs(@TempDir Path folder) throws Exception {
        fails("https://" + web(200, OVERVIEW.formatted(5, "2.3.0")), Cause.TLS_NOT_EXPECTED, "does not speak TLS", "http://");
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(SecureKafka.keyStore(folder, "flink"))) {
            keys.load(in, SecureKafka.STORE_PASSWORD.toCharArray());
        }
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, SecureKafka.STORE_PASSWORD.toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create();
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        String secure = listening(server, 200, OVERVIEW.formatted(5, "2.3.0"));
        fails("http://" + secure, Cause.TLS_EXPECTED, "wants TLS", "https://");
        fails("https://" + secure, Cause.CERTIFICATE_NOT_TRUSTED, "not trusted");
    }
}
