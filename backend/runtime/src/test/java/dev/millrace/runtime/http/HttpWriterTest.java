package dev.millrace.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server that answers as it is told, on a port of its own. */
class HttpWriterTest {
    private static final RowType TYPE = RowType.of(new LogicalType[] {new BigIntType()}, new String[] {"id"});

    private final Deque<Integer> statuses = new ArrayDeque<>();
    private final List<String> bodies = new ArrayList<>();
    private final List<String> secrets = new ArrayList<>();
    private final AtomicLong refused = new AtomicLong();
    private final CountDownLatch end = new CountDownLatch(1);
    private HttpServer server;
    private ExecutorService threads;

    @BeforeEach
    void start() throws IOException {
        threads = Executors.newCachedThreadPool();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/in", call -> {
            int status;
            synchronized (bodies) {
                bodies.add(call.getRequestMethod() + " " + new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                secrets.add(call.getRequestHeaders().getFirst("X-Key"));
                status = statuses.isEmpty() ? 200 : statuses.poll();
            }
            if (status == 0) {
                await();
            }
            call.getResponseHeaders().add("Location", "http://127.0.0.1:1/elsewhere");
            byte[] answer = "told\nso".getBytes(StandardCharsets.UTF_8);
            call.sendResponseHeaders(status == 0 ? 200 : status, answer.length);
            call.getResponseBody().write(answer);
            call.close();
        });
        server.start();
    }

    private void await() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    /** Waits long for an answer, as all but one of these get theirs. */
    private HttpWriter writer(int together, boolean drops, int tries) {
        return writer(together, drops, tries, Duration.ofMinutes(1));
    }

    private HttpWriter writer(int together, boolean drops, int tries, Duration timeout) {
        var address = new HttpAddress("http://127.0.0.1:" + server.getAddress().getPort() + "/in", Map.of("X-Key", "s3cret"));
        return new HttpWriter(new HttpRows(address, "POST", TYPE, together, timeout, tries, Duration.ofMillis(1), drops), refused::addAndGet);
    }

    private static GenericRowData row(long id) {
        return GenericRowData.of(id);
    }

    @Test
    void rowsGoTogetherWhenThereAreEnoughAndWithACheckpoint() throws Exception {
        HttpWriter writer = writer(2, false, 1);
        writer.write(row(1), null);
        assertThat(bodies).isEmpty();
        writer.write(row(2), null);
        writer.write(row(3), null);
        writer.flush(false);
        writer.flush(false);
        assertThat(bodies).containsExactly("POST [{\"id\":1},{\"id\":2}]", "POST [{\"id\":3}]");
        assertThat(secrets).containsOnly("s3cret");
    }

    @Test
    void aServiceThatIsBusyIsAskedAgain() throws Exception {
        statuses.addAll(List.of(503, 429, 200));
        writer(1, false, 3).write(row(1), null);
        assertThat(bodies).hasSize(3).containsOnly("POST {\"id\":1}");
    }

    @Test
    void aServiceThatStaysBusyStopsTheJobWithWhatItSaidAndWithoutSecrets() {
        statuses.addAll(List.of(503, 500));
        assertThatThrownBy(() -> writer(1, true, 2).write(row(1), null)).isInstanceOf(IOException.class)
                .hasMessageContaining("it answered 500: told so, also at the last of 2 tries").hasMessageNotContaining("s3cret").hasMessageNotContaining("/in");
        assertThat(refused).hasValue(0);
    }

    @Test
    void anAnswerThatDoesNotComeIsGivenUp() throws Exception {
        statuses.addAll(List.of(0, 200));
        // What it takes to give up an answer is also the time that a connection, and the answer that does come, have on a busy machine.
        Duration soon = Duration.ofSeconds(2);
        writer(1, false, 2, soon).write(row(1), null);
        assertThat(bodies).hasSize(2);
        statuses.add(0);
        assertThatThrownBy(() -> writer(1, false, 1, soon).write(row(2), null)).hasMessageContaining("no answer within 2000 ms");
    }

    @Test
    void aRefusedRowStopsTheJobOrIsCounted() throws Exception {
        statuses.addAll(List.of(404, 400, 200));
        assertThatThrownBy(() -> writer(1, false, 3).write(row(1), null)).isInstanceOf(IOException.class)
                .hasMessageContaining("does not take a row").hasMessageContaining("404");
        HttpWriter dropping = writer(2, true, 3);
        dropping.write(row(2), null);
        dropping.write(row(3), null);
        dropping.write(row(4), null);
        dropping.flush(true);
        assertThat(refused).hasValue(2);
        assertThat(bodies).last().isEqualTo("POST [{\"id\":4}]");
    }

    @Test
    void aRedirectIsNotFollowed() {
        statuses.add(302);
        assertThatThrownBy(() -> writer(1, false, 1).write(row(1), null)).hasMessageContaining("it answered 302");
    }

    @Test
    void onlyAddressesOfTheWebAreTaken() {
        for (String url : List.of("", "file:///etc/passwd", "ftp://a/b", "http:///x", "https://user:pw@host/x", "no address", "jar:http://a!/b")) {
            assertThatThrownBy(() -> new HttpAddress(url, Map.of())).as(url).isInstanceOf(IllegalArgumentException.class).hasMessageNotContaining("pw");
        }
        assertThat(new HttpAddress("https://hooks.example/T0/secret?x=1", Map.of("A", "b"))).hasToString("https://hooks.example");
    }
}
