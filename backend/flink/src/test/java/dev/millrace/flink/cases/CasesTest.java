package dev.millrace.flink.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.flink.gateway.RestGateway;
import dev.millrace.pipeline.NodeId;
import dev.millrace.server.deployment.JobId;
import dev.millrace.server.deployment.JobMetrics.NodeMetrics;
import dev.millrace.server.deployment.Observation;
import dev.millrace.server.deployment.ReadPartitions;
import dev.millrace.server.deployment.RestorePoint;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Pipelines as documents, run on Kafka and Flink over input whose answers were computed by other means. */
class CasesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path home;
    private static CasesCluster cluster;
    private static RestGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        cluster = CasesCluster.start(home);
        gateway = cluster.gateway();
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    private static final String FLIGHTS = """
            millrace: 1
            name: Flights
            description: ''
            run:
              parallelism: 1
              checkpointInterval: 500 ms
            nodes:
              flights:
                kind: source.kafka@1
                label: Flights
                settings:
                  topic: flights
                  columns:
                    - name: id
                      type: BIGINT
                      required: false
                    - name: ts
                      type: TIMESTAMP(3)
                      required: false
                    - name: delay
                      type: BIGINT
                      required: false
                    - name: origin
                      type: STRING
                      required: false
                  eventTime: ts
                  watermarkDelay: 6 h
                  start: earliest
              daily:
                kind: window.tumbling@1
                label: Daily
                settings:
                  time: ts
                  size: 1 day
                  offset: 0 s
                  keys: [origin]
                  aggregates:
                    - name: n
                      function: count
                    - name: sum_delay
                      function: sum
                      column: delay
                    - name: max_delay
                      function: max
                      column: delay
              results:
                kind: sink.kafka@1
                label: Results
                settings:
                  topic: daily
                  key: [origin]
                  delivery: exactly-once
            edges:
              - from: flights.out
                to: daily.in
              - from: daily.out
                to: results.in
            """;

    /** Stopped half way, edited elsewhere, spread over two slots and gone on with: nothing is lost and nothing counted twice. */
    @Test
    void flightsPerDayAreRightOverAnEditAndARescale() throws Exception {
        cluster.topic("flights", 2);
        cluster.topic("daily", 1);
        cluster.topic("copies", 1);
        List<String> records = CasesCluster.lines("flights.jsonl.gz");
        int half = records.size() / 2;
        cluster.produce("flights", records.subList(0, half));
        JobId first = cluster.submit(FLIGHTS, RestorePoint.FRESH);
        CasesCluster.await(() -> cluster.rowsOut(first, "flights") == half);
        String savepoint = gateway.stopWithSavepoint(first);
        CasesCluster.await(() -> gateway.observe(first).state() == Observation.State.FINISHED);

        cluster.produce("flights", records.subList(half, records.size()));
        String edited = FLIGHTS.replace("parallelism: 1", "parallelism: 2")
                .replace("edges:\n  - from: flights.out\n    to: daily.in\n", """
                        edges:
                          - {from: flights.out, to: real.in}
                          - {from: real.out, to: daily.in}
                          - {from: real.out, to: copies.in}
                        """)
                .replace("nodes:\n", """
                        nodes:
                          real:
                            kind: operator.filter@1
                            label: Real
                            settings:
                              condition: origin IS NOT NULL
                          copies:
                            kind: sink.kafka@1
                            label: Copies
                            settings:
                              topic: copies
                              key: []
                              delivery: at-least-once
                        """);
        JobId second = cluster.submit(edited, new RestorePoint.FromState(savepoint));
        List<String> expected = CasesCluster.lines("F1_daily_by_origin.jsonl.gz").stream().map(JSON::readTree)
                .filter(row -> row.path("closed_without_flush").asBoolean()).map(CasesTest::daily).sorted().toList();
        List<JsonNode> written = consume("daily", expected.size());
        assertThat(written.stream().map(CasesTest::daily).sorted().toList()).isEqualTo(expected);
        assertThat(consume("copies", records.size() - half)).hasSize(records.size() - half);
        CasesCluster.await(() -> cluster.rowsOut(second, "flights") == records.size());
        // All rows are out, but what Flink says of each node may be from a moment before.
        CasesCluster.await(() -> cluster.rowsOut(second, "real") >= records.size() - half && cluster.rowsOut(second, "daily") >= expected.size());
        NodeMetrics real = gateway.metrics(second).nodes().get(new NodeId("real"));
        assertThat(real.rowsOut().get("out")).isEqualTo(records.size() - half);
        NodeMetrics daily = gateway.metrics(second).nodes().get(new NodeId("daily"));
        assertThat(daily.late()).isZero();
        assertThat(daily.rowsOut().get("out")).isEqualTo(expected.size());
        gateway.cancel(second);
        CasesCluster.await(() -> gateway.observe(second).state() == Observation.State.CANCELLED);
    }

    private static String daily(JsonNode row) {
        return row.path("window_start").asString().substring(0, 10) + " " + row.path("origin").asString() + " " + row.path("n").asLong() + " "
                + row.path("sum_delay").asLong() + " " + row.path("max_delay").asLong();
    }

    /** Killed between two checkpoints, with rows in open transactions: gone on with, readers of committed records see each row once. */
    @Test
    void eachRowIsSeenOnceOverAKill() throws Exception {
        cluster.topic("sequence", 1);
        cluster.topic("once", 1);
        String document = """
                millrace: 1
                name: Once
                run: {checkpointInterval: 300 ms, exactlyOnce: true}
                nodes:
                  rows: {kind: source.kafka, settings: {topic: sequence, columns: [{name: n, type: BIGINT}], start: earliest}}
                  once: {kind: sink.kafka, settings: {topic: once, delivery: at-least-once}}
                edges: [{from: rows.out, to: once.in}]
                """;
        cluster.produce("sequence", numbers(0, 20_000));
        JobId first = cluster.submit(document, RestorePoint.FRESH);
        CasesCluster.await(() -> cluster.rowsOut(first, "rows") == 20_000 && gateway.latestCheckpoint(first).isPresent());
        cluster.produce("sequence", numbers(20_000, 25_000));
        CasesCluster.await(() -> cluster.rowsOut(first, "rows") > 20_000);
        gateway.cancel(first);
        CasesCluster.await(() -> gateway.observe(first).state() == Observation.State.CANCELLED);
        cluster.produce("sequence", numbers(25_000, 30_000));
        JobId second = cluster.submit(document, gateway.latestCheckpoint(first).orElseThrow());
        List<Long> seen = cluster.consume("once", records -> records.size() >= 30_000).stream().map(r -> JSON.readTree(r.value()).path("n").asLong()).toList();
        assertThat(seen).hasSize(30_000).doesNotHaveDuplicates().isSorted();
        assertThat(gateway.observe(second).restarts()).isZero();
        gateway.cancel(second);
        CasesCluster.await(() -> gateway.observe(second).state() == Observation.State.CANCELLED);
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(n -> "{\"n\":" + n + "}").toList();
    }

    private static final String NEXMARK = """
            millrace: 1
            name: Nexmark
            description: ''
            run:
              parallelism: 1
              checkpointInterval: 500 ms
            nodes:
              events:
                kind: source.kafka@1
                label: Events
                settings:
                  topic: nexmark
                  columns:
                    - name: event_type
                      type: INT
                      required: true
                    - name: bid
                      type: ROW<auction BIGINT, bidder BIGINT, price BIGINT, `dateTime` TIMESTAMP(3)>
                      required: false
                  watermarkDelay: 0 s
                  start: earliest
              bids:
                kind: operator.filter@1
                label: Bids
                settings:
                  condition: event_type = 2
              euros:
                kind: operator.map@1
                label: Euros
                settings:
                  begin: listed-columns
                  keep: []
                  drop: []
                  cast: []
                  rename: []
                  compute:
                    - name: auction
                      expression: bid.auction
                    - name: bidder
                      expression: bid.bidder
                    - name: price
                      expression: CAST(0.908 * bid.price AS DECIMAL(23, 3))
                    - name: dateTime
                      expression: bid.`dateTime`
              some:
                kind: operator.filter@1
                label: Some
                settings:
                  condition: MOD(bid.auction, 123) = 0
              short:
                kind: operator.map@1
                label: Short
                settings:
                  begin: listed-columns
                  keep: []
                  drop: []
                  cast: []
                  rename: []
                  compute:
                    - name: auction
                      expression: bid.auction
                    - name: price
                      expression: bid.price
              q1:
                kind: sink.kafka@1
                label: Q1
                settings: {topic: q1, key: [], delivery: at-least-once}
              q2:
                kind: sink.kafka@1
                label: Q2
                settings: {topic: q2, key: [], delivery: at-least-once}
              bad:
                kind: sink.kafka@1
                label: Bad
                settings: {topic: bad, key: [], delivery: at-least-once}
            edges:
              - {from: events.out, to: bids.in}
              - {from: events.bad, to: bad.in}
              - {from: bids.out, to: euros.in}
              - {from: bids.out, to: some.in}
              - {from: some.out, to: short.in}
              - {from: euros.out, to: q1.in}
              - {from: short.out, to: q2.in}
            """;

    @Test
    void nexmarkOneAndTwoAreRightWithBrokenRecordsMixedIn() throws Exception {
        for (String topic : List.of("nexmark", "q1", "q2", "bad")) {
            cluster.topic(topic, 1);
        }
        List<String> records = new ArrayList<>();
        List<String> good = CasesCluster.lines("events-20k.jsonl.gz");
        for (int i = 0; i < good.size(); i++) {
            if (i % 1000 == 500) {
                records.add(switch (i / 1000 % 4) {
                    case 0 -> "{\"event_type\": 2, \"bid\": {";
                    case 1 -> "not json";
                    case 2 -> "{\"event_type\": \"two\"}";
                    default -> "[]";
                });
            }
            records.add(good.get(i));
        }
        cluster.produce("nexmark", records);
        JobId job = cluster.submit(NEXMARK, RestorePoint.FRESH);
        List<String> q1 = CasesCluster.lines("q1.jsonl.gz").stream().map(JSON::readTree).map(CasesTest::bid).sorted().toList();
        List<String> q2 = CasesCluster.lines("q2.jsonl.gz").stream().map(JSON::readTree).map(CasesTest::bid).sorted().toList();
        assertThat(consume("q1", q1.size()).stream().map(CasesTest::bid).sorted().toList()).isEqualTo(q1);
        assertThat(consume("q2", q2.size()).stream().map(CasesTest::bid).sorted().toList()).isEqualTo(q2);
        assertThat(consume("bad", 20)).hasSize(20).allSatisfy(row -> {
            assertThat(row.path("reason").asString()).isNotBlank();
            assertThat(row.path("topic").asString()).isEqualTo("nexmark");
            assertThat(row.path("raw").asString()).isNotBlank();
        });
        CasesCluster.await(() -> cluster.rowsOut(job, "events") == good.size());
        assertThat(gateway.metrics(job).nodes().get(new NodeId("events")).rejected()).isEqualTo(20);
        assertThat(gateway.metrics(job).nodes().get(new NodeId("q1")).rowsIn()).isEqualTo(q1.size());
        CasesCluster.await(() -> gateway.metrics(job).nodes().get(new NodeId("events")).lag().equals(OptionalLong.of(0)));
        CasesCluster.await(() -> gateway.metrics(job).nodes().get(new NodeId("events")).read().partitions().equals(List.of(new ReadPartitions.Partition("nexmark", 0,
                OptionalLong.of(records.size()), OptionalLong.empty(), OptionalLong.empty(), Optional.empty(), false))));
        CasesCluster.await(() -> gateway.metrics(job).load().taskManagerHeap().orElse(0) > 1_000_000 && gateway.metrics(job).load().taskManagerCpu().isPresent()
                && gateway.metrics(job).load().jobManagerHeap().orElse(0) > 1_000_000);
        assertThat(gateway.observe(job).restarts()).isZero();
        gateway.cancel(job);
        CasesCluster.await(() -> gateway.observe(job).state() == Observation.State.CANCELLED);
    }

    private static String bid(JsonNode row) {
        return row.path("auction").asString() + " " + row.path("bidder").asString("") + " "
                + new BigDecimal(row.path("price").asString()).stripTrailingZeros().toPlainString() + " "
                + row.path("dateTime").asString("");
    }

    private static List<JsonNode> consume(String topic, int count) {
        return cluster.consume(topic, records -> records.size() >= count).stream().map(r -> JSON.readTree(r.value())).toList();
    }
}
