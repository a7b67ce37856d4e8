package dev.millrace.flink.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.compile.Compiler;
import dev.millrace.compile.LogicalPlan;
import dev.millrace.document.PipelineDocument;
import dev.millrace.flink.embedded.EmbeddedFlink;
import dev.millrace.flink.expression.FlinkExpressions;
import dev.millrace.flink.gateway.RestGateway;
import dev.millrace.flink.plan.JobPlanner;
import dev.millrace.flink.plan.JobSettings;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.NodeId;
import dev.millrace.server.TestKafka;
import dev.millrace.server.deployment.AskingFlink;
import dev.millrace.server.deployment.JobId;
import dev.millrace.server.deployment.JobMetrics.NodeMetrics;
import dev.millrace.server.deployment.JobSpec;
import dev.millrace.server.deployment.KafkaConnection;
import dev.millrace.server.deployment.Observation.State;
import dev.millrace.server.deployment.RestorePoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
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

/** Files and then a topic, stopped in the middle of both: each row leaves once, and the windows know of each. */
class BackfillTest {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int FILES = 20;
    private static final int ROWS = 15_000;
    private static final String PIPELINE = """
            millrace: 1
            name: backfill
            run: {parallelism: 1, checkpointInterval: 1 h}
            nodes:
              in:
                kind: source.backfill@1
                settings:
                  folder: old
                  topic: new
                  columns: [{name: id, type: BIGINT}, {name: ts, type: TIMESTAMP(3)}]
                  eventTime: ts
              per-file:
                kind: window.tumbling@1
                settings: {time: ts, size: 15 s, aggregates: [{name: n, function: count}]}
              windows:
                kind: sink.kafka@1
                settings: {topic: windows, delivery: exactly-once}
              rows:
                kind: sink.kafka@1
                settings: {topic: rows, delivery: exactly-once}
            edges:
              - {from: in.out, to: rows.in}
              - {from: in.out, to: per-file.in}
              - {from: per-file.out, to: windows.in}
            """;
    /** All rows would take longer than anybody waits for the first: however late the savepoint comes, it is in the middle of the files. */
    private static final String SLOWLY = PIPELINE.replace("  rows:\n", "  slowly: {kind: operator.rate-limit@1, settings: {rows: 2000}}\n  rows:\n")
            .replace("{from: in.out, to: rows.in}", "{from: in.out, to: slowly.in}\n  - {from: slowly.out, to: rows.in}");

    @TempDir
    private static Path home;
    private static KafkaConnection kafka;
    private static EmbeddedFlink flink;
    private static RestGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        kafka = TestKafka.connection();
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of("new", "rows", "windows").stream().map(t -> new NewTopic(t, 1, (short) 1)).toList()).all().get();
        }
        Path folder = Files.createDirectories(home.resolve("files/old"));
        for (int file = 0; file < FILES; file++) {
            int first = file * ROWS;
            Files.write(folder.resolve("part-%03d.jsonl".formatted(file)), IntStream.range(first, first + ROWS).mapToObj(BackfillTest::row).toList());
        }
        flink = new EmbeddedFlink(home.resolve("flink"), 0, 4);
        flink.start();
        var settings = JobSettings.keepingStateIn(home.resolve("state").toUri());
        gateway = new RestGateway(flink.address(), new JobPlanner(new KafkaConnectors(kafka, FilesFolder.at(home.resolve("files")), Databases.NONE,
                HttpServices.NONE, Registries.NONE), settings), settings, List.of());
    }

    @AfterAll
    static void stop() {
        gateway.close();
        flink.close();
    }

    /** A millisecond each: a file is 15 s of event time. */
    private static String row(int id) {
        return "{\"id\":" + id + ",\"ts\":" + id + "}";
    }

    @Test
    void eachRowLeavesOnceOverASavepointInTheFilesAndOneInTheTopic() throws Exception {
        LogicalPlan plan = plan(PIPELINE);
        long all = (long) FILES * ROWS;
        JobId first = submit(plan(SLOWLY), RestorePoint.FRESH);
        AskingFlink.within(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> counted() > 0);
        String inTheFiles = gateway.stopWithSavepoint(first);
        long before = ids("rows").size();
        assertThat(before).as("rows before the first savepoint").isPositive().isLessThan(all);

        send((int) all, 1000);
        JobId second = submit(plan, new RestorePoint.FromState(inTheFiles));
        AskingFlink.within(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> read(second) >= all + 1000);
        String inTheTopic = gateway.stopWithSavepoint(second);
        assertThat(ids("rows")).hasSize((int) all + 1000);

        send((int) all + 1000, 2 * ROWS - 1000);
        JobId third = submit(plan, new RestorePoint.FromState(inTheTopic));
        AskingFlink.within(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> read(third) >= all + 2 * ROWS);
        // Event time is told from time to time: the last window that is over may come a moment after the last row.
        AskingFlink.within(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> windowsWritten() > FILES);
        gateway.stopWithSavepoint(third);
        assertThat(ids("rows")).isEqualTo(LongStream.range(0, all + 2 * ROWS).boxed().toList());
        assertThat(values("windows", "n")).as("the last window is still open").hasSize(FILES + 1).containsOnly((long) ROWS);
    }

    private static LogicalPlan plan(String document) {
        return new Compiler(NodeKinds.shipped(), new FlinkExpressions()).compile(new PipelineDocument(NodeKinds.shipped()).read(document)).plan().orElseThrow();
    }

    private static JobId submit(LogicalPlan plan, RestorePoint from) {
        var spec = new JobSpec(JobId.random(), plan.name(), "backfill");
        gateway.submit(gateway.plan(plan, spec), from);
        AskingFlink.within(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> gateway.observe(spec.id()).state() == State.RUNNING);
        return spec.id();
    }

    private static void send(int first, int count) {
        try (var producer = new KafkaProducer<>(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()), new StringSerializer(), new StringSerializer())) {
            IntStream.range(first, first + count).forEach(id -> producer.send(new ProducerRecord<>("new", row(id))));
        }
    }

    /** Rows that the source has given out, in this job and those before it. Places in a topic would not tell: a transaction takes one more when it ends. */
    private static long read(JobId job) {
        NodeMetrics in = gateway.metrics(job).nodes().get(new NodeId("in"));
        return in == null ? 0 : in.rowsOut().get("out");
    }

    /** Each once, also where a job has written one after its savepoint, which is then taken back. */
    private static long windowsWritten() {
        return BackfillTopics.written(kafka, "windows").stream().map(r -> r.path("window_start").asString()).distinct().count();
    }

    /** Where the topic of rows ends, whether they are committed yet or not. */
    private static long counted() {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
        var partition = new TopicPartition("rows", 0);
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            return consumer.endOffsets(List.of(partition)).get(partition);
        }
    }

    private static List<Long> ids(String topic) {
        return values(topic, "id");
    }

    private static List<Long> values(String topic, String field) {
        return BackfillTopics.committed(kafka, topic).stream().map(r -> r.path(field).asLong()).sorted().toList();
    }
}
