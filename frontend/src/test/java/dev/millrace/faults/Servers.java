package dev.millrace.faults;

import dev.millrace.browser.RunningApplication;
import dev.millrace.flink.remote.RemoteFlink;
import dev.millrace.flink.remote.RemoteKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;

/**
 * The application with Flink, Kafka and PostgreSQL in processes of their own, each of which can be killed, and a second PostgreSQL that pipelines know
 * as {@code warehouse}. All tests of a JVM share one set; each ends what it deployed and starts again what it killed. It is taken down with the JVM.
 */
final class Servers {
    static final int SLOTS = 4;
    private static Servers shared;

    final Postgres postgres;
    final Postgres warehouse;
    final RemoteKafka kafka;
    final RemoteFlink flink;
    final RunningApplication application;
    private final Path folder;
    private final Path disk;
    private final boolean ownDisk;

    private Servers(Path folder) {
        this.folder = folder;
        disk = folder.resolve("state");
        ownDisk = mount();
        postgres = new Postgres(folder.resolve("postgres"));
        warehouse = new Postgres(folder.resolve("warehouse"));
        kafka = RemoteKafka.start(folder.resolve("kafka"));
        flink = RemoteFlink.start(folder.resolve("flink"), SLOTS);
        application = RunningApplication.start(Map.of("spring.datasource.url", postgres.url(), "spring.datasource.username", "postgres",
                "millrace.kafka.bootstrap-servers", kafka.bootstrapServers(), "millrace.flink.rest-url", flink.address().toString(),
                "millrace.flink.state-dir", disk.toUri().toString(), "millrace.databases.warehouse.url", warehouse.url(),
                "millrace.databases.warehouse.user", "postgres"));
    }

    static synchronized Servers shared() {
        if (shared == null) {
            try {
                shared = new Servers(Files.createTempDirectory("millrace-faults"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
        }
        return shared;
    }

    static URI flinkOf(RunningApplication application) {
        return URI.create(application.setting("millrace.flink.rest-url") != null ? application.setting("millrace.flink.rest-url")
                : "http://127.0.0.1:" + application.setting("millrace.flink.port"));
    }

    /** Where checkpoints and savepoints are kept. */
    Path disk() {
        return disk;
    }

    /** Whether that is a small file system of its own, which can be filled without harm to others. */
    boolean hasOwnDisk() {
        return ownDisk;
    }

    /** Only root can, on most machines; without it one test is left out. */
    private boolean mount() {
        try {
            Files.createDirectories(disk);
            return run("mount", "-t", "tmpfs", "-o", "size=32m", "tmpfs", disk.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean run(String... command) throws IOException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private void close() {
        try {
            application.close();
            flink.close();
            kafka.close();
            postgres.close();
            warehouse.close();
            if (ownDisk) {
                run("umount", "-l", disk.toString());
            }
            try (var files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
