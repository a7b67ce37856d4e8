package dev.millrace.flink.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.compile.Compilation;
import dev.millrace.compile.Compiler;
import dev.millrace.compile.LogicalPlan;
import dev.millrace.document.PipelineDocument;
import dev.millrace.flink.connect.KafkaConnectors;
import dev.millrace.flink.embedded.EmbeddedFlink;
import dev.millrace.flink.expression.FlinkExpressions;
import dev.millrace.flink.gateway.RestGateway;
import dev.millrace.flink.plan.JobPlanner;
import dev.millrace.flink.plan.JobSettings;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.NodeId;
import dev.millrace.server.deployment.JobId;
import dev.millrace.server.deployment.JobMetrics.NodeMetrics;
import dev.millrace.server.deployment.JobSpec;
import dev.millrace.server.deployment.KafkaConnection;
import dev.millrace.server.deployment.Observation;
import dev.millrace.server.deployment.RestorePoint;
import dev.millrace.server.embedded.KafkaBroker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Pipelines as documents, run on Kafka and Flink over input whose answers were computed by other means. */
class CasesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final NodeKinds KINDS = NodeKinds.shipped();
    private static final FlinkExpressions TYPER = new FlinkExpressions();

    @TempDir
    private static Path home;
    private static KafkaBroker kafka;
    private static EmbeddedFlink flink;
    private static RestGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        kafka = KafkaBroker.start(home.resolve("kafka"), port);
        flink = new EmbeddedFlink(home.resolve("flink"), 0, 4);
        flink.start();
        var settings = JobSettings.keepingStateIn(home.resolve("state").toUri());
        var connectors = new KafkaConnectors(new KafkaConnection(kafka.bootstrapServers(), Map.of()));
        gateway = new RestGateway(flink.address(), new JobPlanner(connectors, settings), settings, List.of());
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        flink.close();
        kafka.close();
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
        topic("flights", 2);
        topic("daily", 1);
        topic("copies", 1);
        List<String> records = lines("flights.jsonl.gz");
        int half = records.size() / 2;
        produce("flights", records.subList(0, half));
        JobId first = submit(FLIGHTS, RestorePoint.FRESH);
        await(() -> rowsOut(first, "flights") == half);
        String savepoint = gateway.stopWithSavepoint(first);
        assertThat(await(() -> gateway.observe(first).state() == Observation.State.FINISHED)).isTrue();

        produce("flights", records.subList(half, records.size()));
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
        JobId second = submit(edited, new RestorePoint.FromState(savepoint));
        List<String> expected = lines("F1_daily_by_origin.jsonl.gz").stream().map(JSON::readTree)
                .filter(row -> row.path("closed_without_flush").asBoolean()).map(CasesTest::daily).sorted().toList();
        List<JsonNode> written = consume("daily", expected.size());
        assertThat(written.stream().map(CasesTest::daily).sorted().toList()).isEqualTo(expected);
        await(() -> rowsOut(second, "flights") == records.size());
        NodeMetrics real = gateway.metrics(second).nodes().get(new NodeId("real"));
        assertThat(real.rowsOut().get("out")).isEqualTo(records.size() - half);
        NodeMetrics daily = gateway.metrics(second).nodes().get(new NodeId("daily"));
        assertThat(daily.late()).isZero();
        assertThat(daily.rowsOut().get("out")).isEqualTo(expected.size());
        assertThat(consume("copies", records.size() - half)).hasSize(records.size() - half);
        gateway.cancel(second);
        await(() -> gateway.observe(second).state() == Observation.State.CANCELLED);
    }

    private static String daily(JsonNode row) {
        return row.path("window_start").asString().substring(0, 10) + " " + row.path("origin").asString() + " " + row.path("n").asLong() + " "
                + row.path("sum_delay").asLong() + " " + row.path("max_delay").asLong();
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
            topic(topic, 1);
        }
        List<String> records = new ArrayList<>();
        List<String> good = lines("events-20k.jsonl.gz");
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
        produce("nexmark", records);
        JobId job = submit(NEXMARK, RestorePoint.FRESH);
        List<String> q1 = lines("q1.jsonl.gz").stream().map(JSON::readTree).map(CasesTest::bid).sorted().toList();
        List<String> q2 = lines("q2.jsonl.gz").stream().map(JSON::readTree).map(CasesTest::bid).sorted().toList();
        assertThat(consume("q1", q1.size()).stream().map(CasesTest::bid).sorted().toList()).isEqualTo(q1);
        assertThat(consume("q2", q2.size()).stream().map(CasesTest::bid).sorted().toList()).isEqualTo(q2);
        assertThat(consume("bad", 20)).hasSize(20).allSatisfy(row -> {
            assertThat(row.path("reason").asString()).isNotBlank();
            assertThat(row.path("topic").asString()).isEqualTo("nexmark");
            assertThat(row.path("raw").asString()).isNotBlank();
        });
        await(() -> rowsOut(job, "events") == good.size());
        assertThat(gateway.metrics(job).nodes().get(new NodeId("events")).rejected()).isEqualTo(20);
        assertThat(gateway.metrics(job).nodes().get(new NodeId("q1")).rowsIn()).isEqualTo(q1.size());
        await(() -> gateway.metrics(job).nodes().get(new NodeId("events")).lag().equals(OptionalLong.of(0)));
        assertThat(gateway.observe(job).restarts()).isZero();
        gateway.cancel(job);
        await(() -> gateway.observe(job).state() == Observation.State.CANCELLED);
    }

    private static String bid(JsonNode row) {
        return row.path("auction").asString() + " " + row.path("bidder").asString("") + " "
                + new BigDecimal(row.path("price").asString()).stripTrailingZeros().toPlainString() + " "
                + row.path("dateTime").asString("");
    }

    private static JobId submit(String document, RestorePoint from) {
        Compilation compiled = new Compiler(KINDS, TYPER).compile(new PipelineDocument(KINDS).read(document));
        assertThat(compiled.diagnostics().hasErrors()).as(compiled.diagnostics().toString()).isFalse();
        LogicalPlan plan = compiled.plan().orElseThrow();
        var spec = new JobSpec(JobId.random(), plan.name(), "cases-" + plan.name().toLowerCase(Locale.ROOT));
        gateway.submit(gateway.plan(plan, spec), from);
        return spec.id();
    }

    private static long rowsOut(JobId job, String node) {
        NodeMetrics metrics = gateway.metrics(job).nodes().get(new NodeId(node));
        return metrics == null ? -1 : metrics.rowsOut().get("out");
    }

    private static boolean await(Supplier<Boolean> check) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!check.get()) {
            assertThat(System.nanoTime()).as("still waiting after 60 s").isLessThan(end);
            Thread.onSpinWait();
        }
        return true;
    }

    private static void topic(String name, int partitions) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))).all().get();
        }
    }

    private static void produce(String topic, List<String> records) {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            int partitions = producer.partitionsFor(topic).size();
            for (int i = 0; i < records.size(); i++) {
                producer.send(new ProducerRecord<>(topic, i % partitions, null, records.get(i)));
            }
        }
    }

    /** Waits for so many records, and then a little for one too many. */
    private static List<JsonNode> consume(String topic, int count) {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers(), "isolation.level", "read_committed",
                "auto.offset.reset", "earliest");
        List<JsonNode> rows = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(IntStream.range(0, consumer.partitionsFor(topic).size()).mapToObj(p -> new TopicPartition(topic, p))
                    .collect(Collectors.toList()));
            long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (rows.size() < count && System.nanoTime() < end) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    rows.add(JSON.readTree(record.value()));
                }
            }
            for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(1_500))) {
                rows.add(JSON.readTree(record.value()));
            }
        }
        return rows;
    }

    private static List<String> lines(String resource) throws IOException {
        try (var reader = new BufferedReader(new InputStreamReader(new GZIPInputStream(
                CasesTest.class.getResourceAsStream("/cases/" + resource)), StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        }
    }
}
