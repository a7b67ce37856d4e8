package dev.millrace.flink.remote;

import dev.millrace.server.embedded.FreePorts;
import dev.millrace.server.embedded.KafkaBroker;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** A Kafka broker in a JVM of its own, on loopback and a free port. */
public final class RemoteKafka implements AutoCloseable {
    private final Path folder;
    private final int port;
    private OwnJvm broker;

    private RemoteKafka(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /** Starts a broker and waits until it answers. @param folder where its log is kept */
    public static RemoteKafka start(Path folder) {
        var kafka = new RemoteKafka(folder, FreePorts.one());
        kafka.startAgain();
        return kafka;
    }

    /** As by kill -9; what it had written to its log stays. */
    public void kill() {
        broker.close();
    }

    /** Starts it where it was, with the log it has; returns when it answers. */
    public void startAgain() {
        broker = OwnJvm.start("kafka", Path.of(System.getProperty("java.home")), folder, List.of("-Xmx512m"), OwnJvm.classPath(), Broker.class.getName(),
                List.of(folder.resolve("log").toString(), Integer.toString(port)));
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()))) {
            broker.await(() -> answers(admin));
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private static boolean answers(Admin admin) {
        try {
            return !admin.describeCluster().nodes().get().isEmpty();
        } catch (ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        broker.close();
    }

    /** What runs in the other JVM. */
    static final class Broker {
        public static void main(String[] arguments) {
            KafkaBroker.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        }
    }
}
