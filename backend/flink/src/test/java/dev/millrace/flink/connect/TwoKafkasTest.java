package dev.millrace.flink.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.compile.Compiler;
import dev.millrace.compile.KnownClusters;
import dev.millrace.compile.LogicalPlan;
import dev.millrace.document.PipelineDocument;
import dev.millrace.flink.embedded.EmbeddedFlink;
import dev.millrace.flink.expression.FlinkExpressions;
import dev.millrace.flink.gateway.RestGateway;
import dev.millrace.flink.plan.JobPlanner;
import dev.millrace.flink.plan.JobSettings;
import dev.millrace.flink.plan.PipelineSql;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.NodeId;
import dev.millrace.server.TestKafka;
import dev.millrace.server.deployment.AskingFlink;
import dev.millrace.server.deployment.JobId;
import dev.millrace.server.deployment.JobMetrics.NodeMetrics;
import dev.millrace.server.deployment.JobSpec;
import dev.millrace.server.deployment.KafkaClusters;
import dev.millrace.server.deployment.KafkaConnection;
import dev.millrace.server.deployment.Observation.State;
import dev.millrace.server.deployment.RestorePoint;
import dev.millrace.server.export.Portable;
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

/** One job that reads a topic of one broker and writes the topic of the same name of another, stopped and continued in the middle. */
class TwoKafkasTest {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int ROWS = 100_000;
    private static final String PIPELINE = """
            millrace: 1
            name: copy
            run: {parallelism: 1, checkpointInterval: 1 h}
            nodes:
              in:
                kind: source.kafka@%d
                settings:
                  topic: copied
                  columns: [{name: id, type: BIGINT}]
              out:
                kind: sink.kafka@%d
                settings: {topic: copied, cluster: west, delivery: exactly-once}
            edges:
              - {from: in.out, to: out.in}
            """.formatted(version("source.kafka"), version("sink.kafka"));

    @TempDir
    private static Path home;
    private static KafkaConnection east;
    private static KafkaConnection west;
    private static KafkaClusters clusters;
    private static EmbeddedFlink flink;
    private static RestGateway gateway;

    private static int version(String kind) {
        return NodeKinds.shipped().find(kind).orElseThrow().version();
    }

    @BeforeAll
    static void start() throws Exception {
        east = TestKafka.connection();
        west = TestKafka.other();
        clusters = KafkaClusters.only(east).and(Map.of("west", west));
        for (KafkaConnection kafka : List.of(east, west)) {
            try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
                admin.createTopics(List.of(new NewTopic("copied", 1, (short) 1))).all().get();
            }
        }
        flink = new EmbeddedFlink(home.resolve("flink"), 0, 2);
        flink.start();
        var settings = JobSettings.keepingStateIn(home.resolve("state").toUri());
        gateway = new RestGateway(flink.address(), new JobPlanner(new KafkaConnectors(clusters, FilesFolder.NONE, Databases.NONE, HttpServices.NONE, Registries.NONE), settings),
                settings, List.of());
    }

    @AfterAll
    static void stop() {
        gateway.close();
        flink.close();
    }

    private static LogicalPlan plan() {
        return new Compiler(NodeKinds.shipped(), new FlinkExpressions(), KnownClusters.of(clusters.byName().keySet()))
                .compile(new PipelineDocument(NodeKinds.shipped()).read(PIPELINE)).plan().orElseThrow();
    }

    @Test
    void rowsAreCopiedFromOneToTheOtherEachOnce() {
        send(0, ROWS);
        JobId first = submit(RestorePoint.FRESH);
        AskingFlink.within(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> written() > 0);
        String middle = gateway.stopWithSavepoint(first);
        send(ROWS, ROWS);
        JobId second = submit(new RestorePoint.FromState(middle));
        AskingFlink.within(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> read(second) >= 2 * ROWS);
        gateway.stopWithSavepoint(second);
        List<Long> copied = BackfillTopics.committed(west, "copied").stream().map(r -> r.path("id").asLong()).toList();
        assertThat(copied).isEqualTo(LongStream.range(0, 2 * ROWS).boxed().toList());
        assertThat(BackfillTopics.committed(east, "copied")).as("nothing is written where it is read").hasSize(2 * ROWS);
    }

    @Test
    void aScriptHasTheAddressOfEachAndAProjectAPlaceForEach() {
        String script = new PipelineSql(clusters).script(plan());
        assertThat(script).contains("'properties.bootstrap.servers' = '" + east.bootstrapServers() + "'", "'properties.bootstrap.servers' = '" + west.bootstrapServers() + "'");
        assertThat(new PipelineSql(clusters).portable(plan()).settings()).extracting(Portable.Setting::name)
                .containsExactly("KAFKA_BOOTSTRAP_SERVERS", "KAFKA_WEST_BOOTSTRAP_SERVERS");
    }

    private static JobId submit(RestorePoint from) {
        var spec = new JobSpec(JobId.random(), "copy", "copy");
        gateway.submit(gateway.plan(plan(), spec), from);
        AskingFlink.within(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> gateway.observe(spec.id()).state() == State.RUNNING);
        return spec.id();
    }

    private static void send(int first, int count) {
        try (var producer = new KafkaProducer<>(Map.<String, Object>of("bootstrap.servers", east.bootstrapServers()), new StringSerializer(), new StringSerializer())) {
            IntStream.range(first, first + count).forEach(id -> producer.send(new ProducerRecord<>("copied", "{\"id\":" + id + "}")));
        }
    }

    /** Rows that the source has given out, in this job and those before it. Places in a topic would not tell: a transaction takes one more when it ends. */
    private static long read(JobId job) {
        NodeMetrics in = gateway.metrics(job).nodes().get(new NodeId("in"));
        return in == null ? 0 : in.rowsOut().get("out");
    }

    /** Where the topic ends, whether its rows are committed yet or not. */
    private static long written() {
        var partition = new TopicPartition("copied", 0);
        try (var consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", west.bootstrapServers()), new StringDeserializer(), new StringDeserializer())) {
            return consumer.endOffsets(List.of(partition)).get(partition);
        }
    }
}
