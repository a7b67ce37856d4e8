package dev.millrace.flink.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.compile.Compilation;
import dev.millrace.compile.Compiler;
import dev.millrace.compile.LogicalPlan;
import dev.millrace.document.PipelineDocument;
import dev.millrace.flink.connect.Databases;
import dev.millrace.flink.connect.FilesFolder;
import dev.millrace.flink.connect.HttpServices;
import dev.millrace.flink.connect.KafkaConnectors;
import dev.millrace.flink.connect.Registries;
import dev.millrace.flink.embedded.EmbeddedFlink;
import dev.millrace.flink.expression.FlinkExpressions;
import dev.millrace.flink.gateway.RestGateway;
import dev.millrace.flink.plan.JobPlanner;
import dev.millrace.flink.plan.JobSettings;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.server.deployment.AskingFlink;
import dev.millrace.server.deployment.JobId;
import dev.millrace.server.deployment.JobMetrics.NodeMetrics;
import dev.millrace.server.deployment.JobSpec;
import dev.millrace.server.deployment.KafkaConnection;
import dev.millrace.server.deployment.RestorePoint;
import dev.millrace.server.embedded.FreePorts;
import dev.millrace.server.embedded.KafkaBroker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** One Kafka and one Flink for the pipelines of a test class, and what it takes to put records in and take rows out. */
final class CasesCluster implements AutoCloseable {
    private static final NodeKinds KINDS = NodeKinds.shipped();
    private static final FlinkExpressions TYPER = new FlinkExpressions();
    /** Long, because a busy machine is no fault of the pipeline; what is waited for is always a condition. */
    static final Duration PATIENCE = Duration.ofSeconds(300);

    private final KafkaBroker kafka;
    private final EmbeddedFlink flink;
    private final RestGateway gateway;

    private CasesCluster(KafkaBroker kafka, EmbeddedFlink flink, RestGateway gateway) {
        this.kafka = kafka;
        this.flink = flink;
        this.gateway = gateway;
    }

    static CasesCluster start(Path home) throws IOException {
        return start(home, Databases.NONE);
    }

    /** @param databases that pipelines may name */
    static CasesCluster start(Path home, Databases databases) throws IOException {
        return start(home, databases, FilesFolder.NONE, 4);
    }

    /** @param slots for so many copies of pipelines side by side */
    static CasesCluster start(Path home, Databases databases, FilesFolder files, int slots) throws IOException {
        return start(home, databases, files, HttpServices.NONE, slots);
    }

    /** @param services that pipelines may name */
    static CasesCluster start(Path home, HttpServices services) throws IOException {
        return start(home, Databases.NONE, FilesFolder.NONE, services, 4);
    }

    private static CasesCluster start(Path home, Databases databases, FilesFolder files, HttpServices services, int slots) throws IOException {
        int port = FreePorts.one();
        var kafka = KafkaBroker.start(home.resolve("kafka"), port);
        var flink = new EmbeddedFlink(home.resolve("flink"), 0, slots);
        flink.start();
        var settings = JobSettings.keepingStateIn(home.resolve("state").toUri());
        var connectors = new KafkaConnectors(new KafkaConnection(kafka.bootstrapServers(), Map.of()), files, databases, services, Registries.NONE);
        return new CasesCluster(kafka, flink, new RestGateway(flink.address(), new JobPlanner(connectors, settings), settings, List.of()));
    }

    @Override
    public void close() throws Exception {
        gateway.close();
        flink.close();
        kafka.close();
    }

    RestGateway gateway() {
        return gateway;
    }

    JobId submit(String document, RestorePoint from) {
        return submit(new PipelineDocument(KINDS).read(document), from);
    }

    JobId submit(Pipeline pipeline, RestorePoint from) {
        Compilation compiled = new Compiler(KINDS, TYPER).compile(pipeline);
        assertThat(compiled.diagnostics().hasErrors()).as(compiled.diagnostics().toString()).isFalse();
        LogicalPlan plan = compiled.plan().orElseThrow();
        var spec = new JobSpec(JobId.random(), plan.name(), "cases-" + plan.name().toLowerCase(Locale.ROOT).replace(' ', '-'));
        gateway.submit(gateway.plan(plan, spec), from);
        return spec.id();
    }

    long rowsOut(JobId job, String node) {
        NodeMetrics metrics = gateway.metrics(job).nodes().get(new NodeId(node));
        return metrics == null ? -1 : metrics.rowsOut().get("out");
    }

    static void await(BooleanSupplier check) {
        AskingFlink.within(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(20)).until(check::getAsBoolean);
    }

    private static ConditionFactory patiently() {
        return Awaitility.await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(20));
    }

    /** Makes a topic. While the machine stands still for two seconds Kafka takes its broker for gone, and makes none; and a broker hears of a topic after it is made. */
    void topic(String name, int partitions) {
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            patiently().ignoreExceptionsMatching(e -> e.getCause() instanceof InvalidReplicationFactorException)
                    .until(() -> admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))).all().get() == null);
            patiently().until(() -> admin.listTopics().names().get().contains(name));
        }
    }

    void produce(String topic, List<String> records) {
        produce(topic, records, null);
    }

    /** @param written what the records say of when they were written; null: now */
    void produce(String topic, List<String> records, Instant written) {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            int partitions = producer.partitionsFor(topic).size();
            for (int i = 0; i < records.size(); i++) {
                producer.send(new ProducerRecord<>(topic, i % partitions, written == null ? null : written.toEpochMilli(), null, records.get(i)));
            }
        }
    }

    /** The values that are in a topic of one partition by now. */
    List<String> seen(String topic) {
        return read(topic).stream().map(ConsumerRecord::value).toList();
    }

    /** What is in a topic of one partition by now. */
    List<ConsumerRecord<String, String>> read(String topic) {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers(), "isolation.level", "read_committed");
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            var partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    /** Reads until what has come is enough, or patience ends; and then a little for one too many. */
    List<ConsumerRecord<String, String>> consume(String topic, Predicate<List<ConsumerRecord<String, String>>> enough) {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers(), "isolation.level", "read_committed",
                "auto.offset.reset", "earliest",
                "max.poll.records", 10_000);
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(IntStream.range(0, consumer.partitionsFor(topic).size()).mapToObj(p -> new TopicPartition(topic, p)).toList());
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!enough.test(records) && System.nanoTime() < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
            consumer.poll(Duration.ofMillis(1_000)).forEach(records::add);
        }
        return records;
    }

    static List<String> lines(String resource) throws IOException {
        try (var reader = new BufferedReader(new InputStreamReader(new GZIPInputStream(
                CasesCluster.class.getResourceAsStream("/cases/" + resource)), StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        }
    }
}
