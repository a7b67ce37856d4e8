package dev.millrace.server;

import dev.millrace.server.deployment.KafkaConnection;
import dev.millrace.server.embedded.FreePorts;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** A real Kafka broker for all tests of one run. */
public final class TestKafka {
    private static KafkaConnection connection;
    private static KafkaConnection other;

    private TestKafka() {}

    public static synchronized KafkaConnection connection() {
        if (connection == null) {
            connection = start();
        }
        return connection;
    }

    /** A second broker, which knows nothing of the first. */
    public static synchronized KafkaConnection other() {
        if (other == null) {
            other = start();
        }
        return other;
    }

    /** Sends records in order and waits until they are there; the producer itself gives up after two minutes. */
    public static void send(String topic, byte[]... values) throws Exception {
        try (var producer = new KafkaProducer<>(Map.<String, Object>of("bootstrap.servers", connection().bootstrapServers()),
                new ByteArraySerializer(), new ByteArraySerializer())) {
            for (byte[] value : values) {
                producer.send(new ProducerRecord<>(topic, value)).get();
            }
        }
    }

    /** Sends one record with that time into a partition and waits until it is there. */
    public static void sendTo(String topic, int partition, Instant time, byte[] value) throws Exception {
        try (var producer = new KafkaProducer<>(Map.<String, Object>of("bootstrap.servers", connection().bootstrapServers()),
                new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, partition, time.toEpochMilli(), null, value)).get();
        }
    }

    private static KafkaConnection start() {
        try {
            Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "test-kafka");
            List<Integer> ports = FreePorts.some(2);
            int port = ports.get(0);
            int controller = ports.get(1);
            var settings = new Properties();
            settings.put("process.roles", "broker,controller");
            settings.put("node.id", "1");
            settings.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
            settings.put("controller.listener.names", "CONTROLLER");
            settings.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controller);
            settings.put("log.dirs", folder.toString());
            settings.put("offsets.topic.num.partitions", "1");
            settings.put("offsets.topic.replication.factor", "1");
            settings.put("transaction.state.log.num.partitions", "1");
            settings.put("transaction.state.log.replication.factor", "1");
            settings.put("transaction.state.log.min.isr", "1");
            settings.put("auto.create.topics.enable", "false");
            // Tests write records of long ago, and Kafka looks half a minute after its start and every five minutes for what is older than a week.
            settings.put("log.retention.ms", "-1");
            // A machine that stands still is no reason to take the only broker for dead, and the leaders of all partitions with it.
            settings.put("broker.session.timeout.ms", "600000");
            new Formatter().setPrintStream(new PrintStream(OutputStream.nullOutputStream())).setNodeId(1)
                    .setClusterId(Uuid.randomUuid().toString()).addDirectory(folder.toString()).setMetadataLogDirectory(folder.toString())
                    .setControllerListenerName("CONTROLLER").setReleaseVersion(MetadataVersion.latestProduction()).run();
            var server = new KafkaRaftServer(KafkaConfig.fromProps(settings), Time.SYSTEM);
            server.startup();
            // It dies with the tests: an orderly farewell takes longer than all that could be saved is worth.
            return new KafkaConnection("127.0.0.1:" + port, Map.of());
        } catch (Exception failed) {
            throw new IllegalStateException("The test's Kafka does not start", failed);
        }
    }
}
