package dev.millrace.flink.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.flink.connect.HttpServices;
import dev.millrace.flink.gateway.RestGateway;
import dev.millrace.pipeline.NodeId;
import dev.millrace.runtime.http.HttpAddress;
import dev.millrace.server.deployment.JobId;
import dev.millrace.server.deployment.Latency;
import dev.millrace.server.deployment.Observation;
import dev.millrace.server.deployment.RestorePoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.ObjectMapper;

/** How long records are on their way, where that is known: some were written a minute ago, and a service takes its time. */
class LatencyTest {
    private static final int SERVICE_MILLIS = 800;
    /** What a busy machine may add. */
    private static final int SLACK = 20_000;
    private static final Duration AGO = Duration.ofMinutes(1);

    @TempDir
    private static Path home;
    private static CasesCluster cluster;
    private static RestGateway gateway;
    private static HttpServer service;
    private static final ScheduledExecutorService LATER = Executors.newScheduledThreadPool(1);
    private int written;

    @BeforeAll
    static void start() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", call -> LATER.schedule(() -> answer(call), SERVICE_MILLIS, TimeUnit.MILLISECONDS));
        service.start();
        cluster = CasesCluster.start(home, new HttpServices(Map.of("slow", new HttpAddress("http://127.0.0.1:" + service.getAddress().getPort(), Map.of()))));
        gateway = cluster.gateway();
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
        service.stop(0);
        LATER.shutdownNow();
    }

    private static void answer(HttpExchange call) {
        try (call) {
            byte[] body = "{\"name\": \"Ada\"}".getBytes(StandardCharsets.UTF_8);
            call.sendResponseHeaders(200, body.length);
            call.getResponseBody().write(body);
        } catch (IOException e) {
            // Whoever asked has gone.
        }
    }

    private static final String ORDERS = """
            millrace: 1
            name: On the way
            run: {parallelism: 2, checkpointInterval: 500 ms}
            nodes:
              orders:
                kind: source.kafka@1
                settings: {topic: way-orders, columns: [{name: id, type: BIGINT, required: true}, {name: at, type: TIMESTAMP(3)}], eventTime: at, start: earliest}
              plain: {kind: sink.kafka@1, settings: {topic: way-plain}}
              ask: {kind: operator.http@1, settings: {service: slow, path: '/{id}', columns: [{name: name, type: STRING}], cacheRows: 0, requests: 100, timeout: 1 min, failure: stop}}
              asked: {kind: sink.kafka@1, settings: {topic: way-asked, delivery: exactly-once}}
              daily: {kind: window.tumbling@1, settings: {time: at, size: 1 day, keys: [id], aggregates: [{name: n, function: count}]}}
              days: {kind: sink.kafka@1, settings: {topic: way-days}}
            edges:
              - {from: orders.out, to: plain.in}
              - {from: orders.out, to: ask.in}
              - {from: ask.out, to: asked.in}
              - {from: orders.out, to: daily.in}
              - {from: daily.out, to: days.in}
            """;

    /** One for each partition. */
    private void write(Instant when) {
        cluster.produce("way-orders", IntStream.range(0, 2).mapToObj(i -> "{\"id\": " + written++ + ", \"at\": \"2020-01-01T12:00:00\"}").toList(), when);
    }

    private static Optional<Latency> at(JobId job, String node) {
        return Optional.ofNullable(gateway.metrics(job).nodes().get(new NodeId(node))).flatMap(n -> n.latency());
    }

    private static boolean isBetween(Optional<Latency> latency, long least, long most) {
        return latency.filter(l -> l.medianMillis() >= least && l.medianMillis() < most && l.worstMillis() >= l.medianMillis()).isPresent();
    }

    @Test
    void aSinkTellsHowLongItsRecordsWereOnTheirWay() throws Exception {
        cluster.topic("way-orders", 2);
        for (String topic : List.of("way-plain", "way-asked", "way-days")) {
            cluster.topic(topic, 1);
        }
        JobId first = cluster.submit(ORDERS, RestorePoint.FRESH);
        CasesCluster.await(() -> gateway.observe(first).state() == Observation.State.RUNNING);
        CasesCluster.await(() -> gateway.metrics(first).nodes().containsKey(new NodeId("plain")));
        assertThat(at(first, "plain")).as("nothing has come yet").isEmpty();
        // By the clock of the topic: that the rows say they are of 2020 is nothing to it. What waits for an answer takes longer, and the others do not.
        CasesCluster.await(() -> {
            write(Instant.now());
            return isBetween(at(first, "plain"), 0, SERVICE_MILLIS) && isBetween(at(first, "asked"), SERVICE_MILLIS, SERVICE_MILLIS + SLACK);
        });
        // No day is over, so that no row comes out; how long one would have been on its way is known all the same.
        CasesCluster.await(() -> {
            write(Instant.now());
            return isBetween(at(first, "days"), 0, SLACK);
        });
        assertThat(cluster.seen("way-days")).isEmpty();
        assertThat(at(first, "orders")).as("only sinks tell").isEmpty();
        assertThat(at(first, "ask")).isEmpty();

        String savepoint = gateway.stopWithSavepoint(first);
        CasesCluster.await(() -> gateway.observe(first).state() == Observation.State.FINISHED);
        JobId second = cluster.submit(ORDERS, new RestorePoint.FromState(savepoint));
        CasesCluster.await(() -> {
            write(Instant.now().minus(AGO));
            return isBetween(at(second, "plain"), AGO.toMillis(), AGO.toMillis() + SLACK)
                    && isBetween(at(second, "asked"), AGO.toMillis() + SERVICE_MILLIS, AGO.toMillis() + SERVICE_MILLIS + SLACK)
                    && isBetween(at(second, "days"), AGO.toMillis(), AGO.toMillis() + SLACK);
        });
        // What waited for its answer at the savepoint was asked for again. It is there once, since the sink writes in transactions: an answer that comes between the
        // savepoint and the end of the job goes out of it too, and readers of a sink that writes at least once would see it twice.
        CasesCluster.await(() -> cluster.seen("way-asked").size() >= written);
        assertThat(cluster.seen("way-asked").stream().map(row -> new ObjectMapper().readTree(row).path("id").asLong()).sorted().toList())
                .isEqualTo(IntStream.range(0, written).mapToObj(i -> (long) i).toList());
        gateway.cancel(second);
        CasesCluster.await(() -> gateway.observe(second).state() == Observation.State.CANCELLED);
    }
}
