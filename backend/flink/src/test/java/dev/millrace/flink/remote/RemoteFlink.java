package dev.millrace.flink.remote;

import dev.millrace.server.embedded.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Flink session cluster in JVMs of its own: a job manager and a task manager, with nothing on their class path but what
 * Flink's distribution has. On loopback, on free ports.
 *
 * <p>The Java they run with is this one, or the home given by the system property {@code millrace.test.flink-java}: Flink's
 * official images have Java 17 or 21.
 */
public final class RemoteFlink implements AutoCloseable {
    /** Parts of Flink that its distribution lacks, or that a job must not take for granted. */
    private static final Pattern BESIDES = Pattern.compile("flink-(connector|json|runtime-web|sql-parser).*");
    /** What the jars of Flink's distribution have packed into them. */
    private static final Pattern LIBRARY = Pattern.compile(
            "(slf4j-api|snakeyaml-engine|logback|commons-|kryo|minlog|objenesis|chill|snappy-java|lz4|zstd|javassist|asm|jsr305|icu4j|janino|async-profiler|reload4j|rocksdbjni|"
                    + "forst|caffeine|jakarta\\.activation|jaxb|frocksdbjni|reactive|netty|scala-library|avatica|joda).*");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Path folder;
    private final int slots;
    private final int restPort;
    private final Path java = Path.of(System.getProperty("millrace.test.flink-java", System.getProperty("java.home")));
    private final OwnJvm jobManager;
    private OwnJvm taskManager;
    private int taskManagers;

    private RemoteFlink(Path folder, int slots) {
        this.folder = folder;
        this.slots = slots;
        List<Integer> ports = FreePorts.some(2);
        this.restPort = ports.get(0);
        configure(ports.get(1));
        jobManager = start("job-manager", "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint", "512m");
    }

    /** Starts a cluster and waits until its slots are free. @param folder for its configuration, logs and temporary files */
    public static RemoteFlink start(Path folder, int slots) {
        var flink = new RemoteFlink(folder, slots);
        try {
            flink.startTaskManager();
            flink.awaitSlots();
        } catch (RuntimeException | Error e) {
            flink.close();
            throw e;
        }
        return flink;
    }

    /** Where the cluster's REST API is. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + restPort);
    }

    /** As by kill -9; the cluster notices by two heartbeats that do not get there. One that gets them and says nothing, as where the machine stands still, has time. */
    public void killTaskManager() {
        taskManager.close();
    }

    /** A further task manager; returns when the job manager knows it, and may have given its slots away by then. */
    public void startTaskManager() {
        taskManagers++;
        taskManager = start("task-manager-" + taskManagers, "org.apache.flink.runtime.taskexecutor.TaskManagerRunner", "768m");
        taskManager.await(() -> taskManager.log().contains("Successful registration at resource manager"));
    }

    private void awaitSlots() {
        taskManager.await(() -> freeSlots() >= slots);
    }

    /** What both kinds of servers have logged. */
    public String log() {
        return jobManager.log() + taskManager.log();
    }

    private int freeSlots() {
        try {
            String overview = HTTP.send(HttpRequest.newBuilder(address().resolve("/overview")).timeout(Duration.ofSeconds(5)).build(),
                    HttpResponse.BodyHandlers.ofString()).body();
            Matcher slotsAvailable = Pattern.compile("\"slots-available\":(\\d+)").matcher(overview);
            return slotsAvailable.find() ? Integer.parseInt(slotsAvailable.group(1)) : 0;
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private OwnJvm start(String name, String main, String heap) {
        return OwnJvm.start(name, java, folder, List.of("-Xmx" + heap), classPath(), main, List.of("--configDir", folder.resolve("conf").toString()));
    }

    private static List<Path> classPath() {
        return OwnJvm.classPath().stream().filter(entry -> {
            String file = entry.getFileName().toString();
            boolean flink = entry.toString().contains("/org/apache/flink/");
            return flink && !BESIDES.matcher(file).matches() || !flink && LIBRARY.matcher(file).matches();
        }).toList();
    }

    private void configure(int rpcPort) {
        try {
            Files.createDirectories(folder.resolve("conf"));
            Files.createDirectories(folder.resolve("tmp"));
            Files.writeString(folder.resolve("conf/config.yaml"), """
                    jobmanager:
                      rpc: {address: 127.0.0.1, port: %d}
                      bind-host: 127.0.0.1
                      memory.process.size: 1g
                    taskmanager:
                      host: 127.0.0.1
                      bind-host: 127.0.0.1
                      numberOfTaskSlots: %d
                      cpu.cores: 2
                      memory:
                        framework.heap.size: 64m
                        framework.off-heap.size: 64m
                        jvm-metaspace.size: 256m
                        jvm-overhead.min: 128m
                        jvm-overhead.max: 128m
                        task.heap.size: 512m
                        task.off-heap.size: 64m
                        managed.size: 128m
                        network.min: 64m
                        network.max: 64m
                    rest: {address: 127.0.0.1, bind-address: 127.0.0.1, port: %d, bind-port: %d}
                    io.tmp.dirs: %s
                    heartbeat: {interval: 500, timeout: 50000}
                    metrics.fetcher.update-interval: 1000
                    """.formatted(rpcPort, slots, restPort, restPort, folder.resolve("tmp")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (taskManager != null) {
            taskManager.close();
        }
        jobManager.close();
    }
}
