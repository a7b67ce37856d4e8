package dev.millrace.flink.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.compile.LogicalPlan;
import dev.millrace.compile.Segment;
import dev.millrace.flink.embedded.EmbeddedFlink;
import dev.millrace.flink.gateway.RestGateway;
import dev.millrace.flink.plan.JobPlanner;
import dev.millrace.flink.plan.JobSettings;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.PortRef;
import dev.millrace.pipeline.RunSettings;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Window;
import dev.millrace.rel.Write;
import dev.millrace.schema.Column;
import dev.millrace.schema.DeadLetter;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import dev.millrace.server.TestKafka;
import dev.millrace.server.deployment.AskingFlink;
import dev.millrace.server.deployment.JobId;
import dev.millrace.server.deployment.JobSpec;
import dev.millrace.server.deployment.KafkaConnection;
import dev.millrace.server.deployment.Observation.State;
import dev.millrace.server.deployment.RestorePoint;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
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

/** Sources and sinks on a real broker, run by a real Flink. */
class KafkaConnectorsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Schema ROWS = Schema.of(Column.of("id", LogicalType.BIGINT), Column.of("ts", LogicalType.TIMESTAMP)).withEventTime("ts");
    private static final Schema COUNTS = Schema.of(List.of(new Column("window_start", LogicalType.TIMESTAMP, false),
            new Column("window_end", LogicalType.TIMESTAMP, false), new Column("window_time", LogicalType.TIMESTAMP, false),
            new Column("n", LogicalType.BIGINT, false))).withEventTime("window_time");
    private static final long HOUR = 3_600_000L;

    @TempDir
    private static Path home;
    private static KafkaConnection kafka;
    private static EmbeddedFlink flink;
    private static KafkaProducer<String, String> producer;
    private static Admin admin;

    @BeforeAll
    static void start() {
        kafka = TestKafka.connection();
        Map<String, Object> client = Map.of("bootstrap.servers", kafka.bootstrapServers());
        producer = new KafkaProducer<>(client, new StringSerializer(), new StringSerializer());
        admin = Admin.create(client);
        flink = new EmbeddedFlink(home, 0, 4);
        flink.start();
    }

    @AfterAll
    static void stop() {
        producer.close(Duration.ZERO);
        admin.close(Duration.ZERO);
        flink.close();
    }

    private static RestGateway gateway(KafkaConnectors connectors) {
        var settings = JobSettings.keepingStateIn(home.resolve("state").toUri());
        return new RestGateway(flink.address(), new JobPlanner(connectors, settings), settings, List.of());
    }

    private static Rel.KafkaScan scan(String topic, Rel.StartFrom start, Duration idleness) {
        return new Rel.KafkaScan(List.of(topic), ROWS, Duration.ZERO, Optional.ofNullable(idleness), start);
    }

    /** source -> results, or source -> hourly counts -> results; bad records to a topic where one is given. */
    private static LogicalPlan plan(Rel.KafkaScan scan, boolean hourly, String results, String bad) {
        var outputs = new LinkedHashMap<String, Rel>();
        outputs.put("out", scan);
        outputs.put("bad", new Rel.Rejected(scan));
        List<Segment> segments = new ArrayList<>();
        segments.add(new Segment.Producing(new NodeId("source"), "source.kafka", outputs));
        Rel rows = new Rel.Input(new PortRef(new NodeId("source"), "out"), ROWS);
        if (hourly) {
            Rel window = new Rel.WindowAggregate(rows, "ts", new Window.Tumbling(Duration.ofHours(1), Duration.ZERO), List.of(),
                    List.of(new Rel.AggregateCall("n", Rel.AggregateCall.Function.COUNT, Optional.empty())), COUNTS);
            segments.add(new Segment.Producing(new NodeId("hourly"), "window.tumbling", new LinkedHashMap<>(Map.of("out", window))));
            rows = new Rel.Input(new PortRef(new NodeId("hourly"), "out"), COUNTS);
        }
        segments.add(new Segment.Writing(new NodeId("results"), "sink.kafka",
                new Write.KafkaWrite(rows, results, hourly ? List.of() : List.of("id"), Write.Delivery.AT_LEAST_ONCE)));
        var badPort = new PortRef(new NodeId("source"), "bad");
        if (bad != null) {
            segments.add(new Segment.Writing(new NodeId("bad"), "sink.kafka",
                    new Write.KafkaWrite(new Rel.Input(badPort, DeadLetter.SCHEMA), bad, List.of(), Write.Delivery.AT_LEAST_ONCE)));
        }
        return new LogicalPlan("connectors", new RunSettings(1, Duration.ofMillis(300)), segments, bad == null ? Set.of(badPort) : Set.of());
    }

    private static JobId submit(RestGateway gateway, LogicalPlan plan) {
        var spec = new JobSpec(JobId.random(), "connectors", "connectors-" + System.nanoTime());
        gateway.submit(gateway.plan(plan, spec), RestorePoint.FRESH);
        return spec.id();
    }

    private static void untilEnd(LogicalPlan plan) {
        try (RestGateway gateway = gateway(KafkaConnectors.untilEnd(kafka))) {
            JobId job = submit(gateway, plan);
            AskingFlink.within(PATIENCE).until(() -> gateway.observe(job), seen -> seen.state().isOver());
            assertThat(gateway.observe(job).state()).as(gateway.observe(job).toString()).isEqualTo(State.FINISHED);
            assertThat(gateway.observe(job).restarts()).isZero();
        }
    }

    private static String topic(String name, int partitions) throws Exception {
        admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))).all().get();
        return name;
    }

    private static void send(String topic, int partition, Long timestamp, String value) throws Exception {
        producer.send(new ProducerRecord<>(topic, partition, timestamp, null, value)).get();
    }

    private static String row(long id, long time) {
        return "{\"id\":" + id + ",\"ts\":" + time + "}";
    }

    private static List<ConsumerRecord<String, String>> all(String topic) {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers(), "isolation.level", "read_committed");
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, consumer.partitionsFor(topic).size()).mapToObj(p -> new TopicPartition(topic, p)).toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    private static List<Long> ids(String topic) {
        return all(topic).stream().map(r -> JSON.readTree(r.value()).path("id").asLong()).sorted().toList();
    }

    /** One partition is read long before the other: with one watermark for both, all rows of the second would be late. */
    @Test
    void eachPartitionHasAWatermarkOfItsOwn() throws Exception {
        String in = topic("two-clocks", 2);
        String out = topic("two-clocks-out", 1);
        for (int partition = 0; partition < 2; partition++) {
            for (int hour = 0; hour < 48; hour++) {
                for (int i = 0; i < 100; i++) {
                    producer.send(new ProducerRecord<>(in, partition, null, null, row(i, hour * HOUR + i)));
                }
            }
        }
        producer.flush();
        untilEnd(plan(scan(in, new Rel.StartFrom.Earliest(), null), true, out, null));
        assertThat(all(out)).hasSize(48).allSatisfy(r -> assertThat(JSON.readTree(r.value()).path("n").asLong()).isEqualTo(200));
    }

    @Test
    void badRecordsLeaveWithRawBytesAndReasonAndMoveNoTime() throws Exception {
        String in = topic("mixed", 1);
        String out = topic("mixed-out", 1);
        String bad = topic("mixed-bad", 1);
        Map<String, String> broken = new LinkedHashMap<>();
        broken.put("{\"id\":1,\"ts\":", "Not valid JSON: the record ends in the middle");
        broken.put("{\"id\":\"abc\",\"ts\":1000}", "id: expected BIGINT, found text \"abc\"");
        broken.put("{\"id\":1}", "ts: the event time is missing");
        broken.put("{\"id\":1,\"ts\":null}", "ts: the event time is missing");
        broken.put("{\"id\":1,\"ts\":253402300800000}", "ts: the time 253402300800000 is outside the years 1 to 9999");
        broken.put("{\"id\":1,\"ts\":\"9999-99-99 00:00:00\"}",
                "ts: expected a time (yyyy-MM-dd HH:mm:ss or milliseconds since 1970), found text \"9999-99-99 00:00:00\"");
        for (int hour = 0; hour < broken.size(); hour++) {
            // Record timestamps far ahead must not be taken for event time either.
            send(in, 0, System.currentTimeMillis(), new ArrayList<>(broken.keySet()).get(hour));
            send(in, 0, null, row(hour, hour * HOUR));
        }
        producer.send(new ProducerRecord<>(in, 0, "key", null)).get();
        untilEnd(plan(scan(in, new Rel.StartFrom.Earliest(), null), true, out, bad));
        assertThat(all(out)).hasSize(broken.size()).allSatisfy(r -> assertThat(JSON.readTree(r.value()).path("n").asLong()).isEqualTo(1));
        List<JsonNode> letters = all(bad).stream().map(r -> JSON.readTree(r.value())).toList();
        Map<String, String> reasons = new LinkedHashMap<>();
        letters.stream().filter(l -> !l.path("raw").isNull()).forEach(l -> reasons.put(
                new String(Base64.getDecoder().decode(l.path("raw").asString()), StandardCharsets.UTF_8), l.path("reason").asString()));
        assertThat(reasons).isEqualTo(broken);
        JsonNode empty = letters.getLast();
        assertThat(empty.path("raw").isNull()).isTrue();
        assertThat(empty.path("reason").asString()).isEqualTo("The record is empty");
        assertThat(empty.path("topic").asString()).isEqualTo(in);
        assertThat(empty.path("offset").asLong()).isEqualTo(2L * broken.size());
        assertThat(new String(Base64.getDecoder().decode(empty.path("key").asString()), StandardCharsets.UTF_8)).isEqualTo("key");
        assertThat(Instant.parse(empty.path("timestamp").asString().replace(' ', 'T'))).isBetween(Instant.now().minusSeconds(600), Instant.now());
    }

    /** A partition that is empty, and one that gives nothing but bad records: neither may hold the others up. */
    @Test
    void idlePartitionsDoNotHoldWindowsBack() throws Exception {
        String in = topic("idle", 3);
        String out = topic("idle-out", 1);
        try (RestGateway gateway = gateway(new KafkaConnectors(kafka))) {
            JobId job = submit(gateway, plan(scan(in, new Rel.StartFrom.Earliest(), Duration.ofMillis(500)), true, out, null));
            AskingFlink.within(PATIENCE).until(() -> gateway.observe(job).state() == State.RUNNING);
            var hour = new long[1];
            AskingFlink.within(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> {
                send(in, 0, null, row(hour[0], hour[0]++ * HOUR));
                send(in, 1, null, "bad");
                return !all(out).isEmpty();
            });
            assertThat(JSON.readTree(all(out).getFirst().value()).path("window_start").asString()).isEqualTo("1970-01-01 00:00:00.000");
            // Not wired, and counted all the same.
            AskingFlink.within(PATIENCE).until(() -> Optional.ofNullable(gateway.metrics(job).nodes().get(new NodeId("source")))
                    .filter(m -> m.rejected() == hour[0]).isPresent());
            gateway.cancel(job);
            AskingFlink.within(PATIENCE).until(() -> gateway.observe(job).state() == State.CANCELLED);
        }
    }

    @Test
    void beginsWhereItIsTold() throws Exception {
        String in = topic("starts", 1);
        for (int i = 0; i < 10; i++) {
            send(in, 0, 1_000_000L + i * 1000, row(i, i));
        }
        untilEnd(plan(scan(in, new Rel.StartFrom.Earliest(), null), false, topic("starts-earliest", 1), null));
        assertThat(ids("starts-earliest")).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        untilEnd(plan(scan(in, new Rel.StartFrom.Timestamp(Instant.ofEpochMilli(1_006_500)), null), false, topic("starts-timestamp", 1), null));
        assertThat(ids("starts-timestamp")).containsExactly(7L, 8L, 9L);
        admin.alterConsumerGroupOffsets("readers", Map.of(new TopicPartition(in, 0), new OffsetAndMetadata(4))).all().get();
        untilEnd(plan(scan(in, new Rel.StartFrom.Committed("readers"), null), false, topic("starts-committed", 1), null));
        assertThat(ids("starts-committed")).containsExactly(4L, 5L, 6L, 7L, 8L, 9L);
        String latest = topic("starts-latest", 1);
        try (RestGateway gateway = gateway(new KafkaConnectors(kafka))) {
            JobId job = submit(gateway, plan(scan(in, new Rel.StartFrom.Latest(), null), false, latest, null));
            AskingFlink.within(PATIENCE).until(() -> gateway.observe(job).state() == State.RUNNING);
            var next = new long[] {100};
            AskingFlink.within(PATIENCE).until(() -> {
                send(in, 0, null, row(next[0]++, 0));
                return !all(latest).isEmpty();
            });
            gateway.cancel(job);
            AskingFlink.within(PATIENCE).until(() -> gateway.observe(job).state() == State.CANCELLED);
        }
        assertThat(ids(latest)).isNotEmpty().allSatisfy(id -> assertThat(id).isGreaterThanOrEqualTo(100));
    }

    /** Kafka deletes by the record's timestamp and refuses times far ahead: event time must not become one. */
    @Test
    void recordsAreStampedWithTheTimeOfWritingAndKeyed() throws Exception {
        String in = topic("stamps", 1);
        String out = topic("stamps-out", 1);
        send(in, 0, null, "{\"id\":1,\"ts\":\"0001-01-01 00:00:00\"}");
        send(in, 0, null, "{\"id\":2,\"ts\":\"9999-12-31 23:59:59.999\"}");
        long before = System.currentTimeMillis();
        untilEnd(plan(scan(in, new Rel.StartFrom.Earliest(), null), false, out, null));
        assertThat(all(out)).hasSize(2).allSatisfy(r -> assertThat(r.timestamp()).isBetween(before - 1000, System.currentTimeMillis()));
        assertThat(all(out).getFirst().key()).isEqualTo("{\"id\":1}");
        assertThat(all(out).getFirst().value()).isEqualTo("{\"id\":1,\"ts\":\"0001-01-01 00:00:00.000\"}");
    }
}
