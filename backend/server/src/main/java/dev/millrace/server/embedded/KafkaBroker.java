package dev.millrace.server.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** A Kafka broker and controller (KRaft) inside this JVM, with its log kept in a folder. Topics are made on purpose only. */
public final class KafkaBroker implements AutoCloseable {
    private final KafkaRaftServer server;
    private final int port;

    private KafkaBroker(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /** Starts a broker on loopback; returns when it takes requests. @param port 0 takes a free one */
    public static KafkaBroker start(Path folder, int port) {
        int claimed = Ports.claim(port, "Kafka", "millrace.kafka.port");
        int controller = Ports.claim(0, "Kafka's controller", "millrace.kafka.port");
        try {
            Files.createDirectories(folder);
            var config = config(folder, claimed, controller);
            if (!Files.exists(folder.resolve("meta.properties"))) {
                format(folder);
            }
            var server = new KafkaRaftServer(KafkaConfig.fromProps(config, false), Time.SYSTEM);
            server.startup();
            return new KafkaBroker(server, claimed);
        } catch (IOException e) {
            throw new StartRefused("Kafka cannot write to " + folder + ".", e);
        } catch (Exception e) {
            throw new StartRefused("Kafka did not start: " + e.getMessage(), e);
        }
    }

    public String bootstrapServers() {
        return bootstrapServers(port);
    }

    static String bootstrapServers(int port) {
        return "127.0.0.1:" + port;
    }

    private static Properties config(Path folder, int port, int controller) {
        var config = new Properties();
        config.put("process.roles", "broker,controller");
        config.put("node.id", "1");
        config.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
        config.put("controller.listener.names", "CONTROLLER");
        config.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        config.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controller);
        config.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        config.put("log.dirs", folder.toString());
        config.put("auto.create.topics.enable", "false");
        config.put("offsets.topic.replication.factor", "1");
        config.put("offsets.topic.num.partitions", "4");
        config.put("transaction.state.log.replication.factor", "1");
        config.put("transaction.state.log.min.isr", "1");
        config.put("transaction.state.log.num.partitions", "4");
        config.put("share.coordinator.state.topic.replication.factor", "1");
        config.put("share.coordinator.state.topic.min.isr", "1");
        config.put("group.initial.rebalance.delay.ms", "0");
        // After a kill the controller waits this long before it believes that the old broker is gone.
        config.put("broker.session.timeout.ms", "2000");
        config.put("broker.heartbeat.interval.ms", "500");
        return config;
    }

    private static void format(Path folder) throws Exception {
        new Formatter().setPrintStream(new PrintStream(OutputStream.nullOutputStream())).setNodeId(1).setClusterId(Uuid.randomUuid().toString())
                .addDirectory(folder.toString()).setMetadataLogDirectory(folder.toString()).setControllerListenerName("CONTROLLER")
                .setReleaseVersion(MetadataVersion.latestProduction())
                // With version 2 a restored exactly-once sink meets 'producer fenced' errors.
                .setFeatureLevel("transaction.version", (short) 1).run();
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
