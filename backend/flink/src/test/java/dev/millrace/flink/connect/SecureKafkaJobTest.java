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
import dev.millrace.rel.Write;
import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import dev.millrace.server.SecureKafka;
import dev.millrace.server.deployment.AskingFlink;
import dev.millrace.server.deployment.JobId;
import dev.millrace.server.deployment.JobSpec;
import dev.millrace.server.deployment.KafkaConnection;
import dev.millrace.server.deployment.Observation.State;
import dev.millrace.server.deployment.RestorePoint;
import dev.millrace.server.kafka.SecureConnections;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job reads and writes exactly once over TLS, signed in by SCRAM; the password is nowhere to be read. */
class SecureKafkaJobTest {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Schema ROWS = Schema.of(Column.of("id", LogicalType.BIGINT));

    @Test
    void aJobSignsInAndWritesInTransactions(@TempDir Path home) throws Exception {
        SecureKafka broker = SecureKafka.running();
        KafkaConnection kafka = SecureConnections.scramOverTls(broker);
        Map<String, Object> plain = Map.of("bootstrap.servers", broker.plain());
        try (var admin = Admin.create(plain); var producer = new KafkaProducer<>(plain, new StringSerializer(), new StringSerializer());
                var flink = new EmbeddedFlink(home, 0, 2)) {
            admin.createTopics(List.of(new NewTopic("secret-in", 1, (short) 1), new NewTopic("secret-out", 1, (short) 1))).all().get();
            for (int i = 0; i < 100; i++) {
                producer.send(new ProducerRecord<>("secret-in", "{\"id\":" + i + "}"));
            }
            producer.flush();
            flink.start();
            var settings = JobSettings.keepingStateIn(home.resolve("state").toUri());
            try (var gateway = new RestGateway(flink.address(), new JobPlanner(KafkaConnectors.untilEnd(kafka), settings), settings, List.of())) {
                var spec = new JobSpec(JobId.random(), "secure", "secure");
                gateway.submit(gateway.plan(plan(), spec), RestorePoint.FRESH);
                AskingFlink.within(PATIENCE).until(() -> gateway.observe(spec.id()), seen -> seen.state().isOver());
                assertThat(gateway.observe(spec.id()).state()).as(gateway.observe(spec.id()).toString()).isEqualTo(State.FINISHED);
                for (String path : List.of("jobs/" + spec.id() + "/config", "jobs/" + spec.id() + "/plan", "jobs/" + spec.id())) {
                    assertThat(get(flink.address().resolve("/" + path))).contains("secure").doesNotContain("s3cret");
                }
            }
            try (var consumer = new KafkaConsumer<>(Map.<String, Object>of("bootstrap.servers", broker.plain(), "isolation.level", "read_committed"), new StringDeserializer(),
                    new StringDeserializer())) {
                var partition = new TopicPartition("secret-out", 0);
                consumer.assign(List.of(partition));
                consumer.seekToBeginning(List.of(partition));
                var seen = new ArrayList<String>();
                AskingFlink.within(PATIENCE).until(() -> {
                    consumer.poll(Duration.ofMillis(200)).forEach(r -> seen.add(r.value()));
                    return seen.size() >= 100;
                });
                assertThat(seen).containsExactlyElementsOf(IntStream.range(0, 100).mapToObj(i -> "{\"id\":" + i + "}").toList());
            }
        }
    }

    private static String get(URI address) throws Exception {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    private static LogicalPlan plan() {
        var scan = new Rel.KafkaScan(List.of("secret-in"), ROWS, Duration.ZERO, Optional.empty(), new Rel.StartFrom.Earliest());
        var outputs = new LinkedHashMap<String, Rel>();
        outputs.put("out", scan);
        outputs.put("bad", new Rel.Rejected(scan));
        Rel rows = new Rel.Input(new PortRef(new NodeId("source"), "out"), ROWS);
        return new LogicalPlan("secure", new RunSettings(1, Duration.ofMillis(300)).withExactlyOnce(true), List.of(
                new Segment.Producing(new NodeId("source"), "source.kafka", outputs),
                new Segment.Writing(new NodeId("results"), "sink.kafka", new Write.KafkaWrite(rows, "secret-out", List.of("id"), Write.Delivery.AT_LEAST_ONCE).exactlyOnce())),
                Set.of(new PortRef(new NodeId("source"), "bad")));
    }
}
