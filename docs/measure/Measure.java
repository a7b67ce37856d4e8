import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Times the application from outside, by its launcher and its REST interface. Run by the script beside this file. */
public final class Measure {
    private static final int STARTS = 3;
    private static final int DEPLOYS = 5;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration BUILD_PATIENCE = Duration.ofMinutes(40);
    private static final String TEMPLATE = "router-dead-letters";
    private static final List<String> TOPICS = List.of("bids-search", "bids-large", "bids-other");
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path home;
    private final Path log;
    private final int[] ports = freePorts(4);
    private Process process;
    private String token;

    private Measure(Path home) {
        this.home = home;
        this.log = home.resolveSibling(home.getFileName() + ".log");
    }

    public static void main(String[] arguments) throws Exception {
        Path root = Path.of(arguments[0]);
        System.out.println("| What | Time | Notes |\n|---|---|---|");
        if (List.of(arguments).contains("--clone")) {
            Path folder = Files.createTempDirectory("millrace-clone");
            long begin = System.nanoTime();
            run(List.of("git", "clone", "--quiet", root.toString(), folder.resolve("millrace").toString()));
            var cloned = new Measure(folder.resolve("home"));
            cloned.start(folder.resolve("millrace"), BUILD_PATIENCE);
            row("clone to running application", List.of(seconds(begin)), "with the packages already downloaded where they were before");
            cloned.stop();
            delete(folder);
        }
        Path folder = Files.createTempDirectory("millrace-measure");
        var millrace = new Measure(folder.resolve("home"));
        try {
            millrace.all(root);
        } finally {
            if (millrace.process != null && millrace.process.isAlive()) {
                millrace.stop();
            }
            delete(folder);
        }
        System.out.printf(Locale.ROOT, "%nOn %d cores, Java %s, %s %s; load average at the end %s.%n", Runtime.getRuntime().availableProcessors(),
                Runtime.version(), System.getProperty("os.name"), System.getProperty("os.arch"), load());
    }

    private void all(Path root) throws Exception {
        row("cold start", List.of(start(root, PATIENCE)), "empty home folder");
        row("stop after the first start", List.of(stop()), "writes class data for later starts");
        var starts = new ArrayList<Double>();
        var stops = new ArrayList<Double>();
        for (int i = 0; i < STARTS; i++) {
            starts.add(start(root, PATIENCE));
            if (i < STARTS - 1) {
                stops.add(stop());
            }
        }
        row("warm start", starts, "");
        row("stop", stops, "");
        idleHeap();
        var running = new ArrayList<Double>();
        var rows = new ArrayList<Double>();
        String last = null;
        for (int i = 0; i <= DEPLOYS; i++) {
            if (last != null) {
                call("POST", "/deployments/" + last + "/cancel", "");
                awaitState(last, "CANCELLED");
            }
            String pipeline = call("POST", "/templates/" + TEMPLATE + "/pipelines", "{\"name\":\"Measured " + i + "\"}").get("id").stringValue();
            long before = records();
            long begin = System.nanoTime();
            last = call("POST", "/deployments", "{\"pipeline\":\"" + pipeline + "\"}").get("id").stringValue();
            awaitState(last, "RUNNING");
            double ran = seconds(begin);
            until(() -> records() > before);
            if (i == 0) {
                row("first deploy to RUNNING", List.of(ran), "of this run of the application");
                row("first deploy to first row in Kafka", List.of(seconds(begin)), "");
            } else {
                running.add(ran);
                rows.add(seconds(begin));
            }
        }
        row("deploy to RUNNING", running, "template " + TEMPLATE);
        row("deploy to first row in Kafka", rows, "");
        afterAKill(root, last);
    }

    private void afterAKill(Path root, String deployment) throws Exception {
        String job = call("GET", "/deployments/" + deployment, "").get("job").stringValue();
        until(() -> call("GET", "/deployments/" + deployment, "").path("metrics").has("lastCheckpoint"));
        process.destroyForcibly();
        process.onExit().join();
        long begin = System.nanoTime();
        row("start after kill -9", List.of(start(root, PATIENCE)), "");
        until(() -> {
            JsonNode seen = call("GET", "/deployments/" + deployment, "");
            return seen.get("state").stringValue().equals("RUNNING") && !seen.get("job").stringValue().equals(job);
        });
        row("start after kill -9 until the deployment runs again", List.of(seconds(begin)), "from its last checkpoint");
        call("POST", "/deployments/" + deployment + "/cancel", "");
        awaitState(deployment, "CANCELLED");
    }

    /** What is in use after a full collection, and what the process holds of the machine's memory. */
    private void idleHeap() throws Exception {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        run(List.of(jcmd, String.valueOf(process.pid()), "GC.run"));
        String heap = run(List.of(jcmd, String.valueOf(process.pid()), "GC.heap_info"));
        String used = heap.lines().filter(l -> l.contains(" used ")).findFirst().orElse("?").replaceAll(".*used (\\d+)K.*", "$1");
        Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
        String resident = Files.exists(status) ? Files.readAllLines(status).stream().filter(l -> l.startsWith("VmRSS")).findFirst().orElse("?")
                .replaceAll("\\D", "") : "";
        System.out.printf(Locale.ROOT, "| heap of an idle application | %d MB | after a full collection%s |%n", Long.parseLong(used) / 1024,
                resident.isEmpty() ? "" : "; the process holds " + Long.parseLong(resident) / 1024 + " MB");
    }

    private double start(Path root, Duration patience) throws Exception {
        long begin = System.nanoTime();
        var builder = new ProcessBuilder(root.resolve("millrace").toString(), "run").redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(Map.of("MILLRACE_HOME", home.toString(), "MILLRACE_ADMIN_PASSWORD", "only for measuring",
                "MILLRACE_PORT", String.valueOf(ports[0]), "MILLRACE_KAFKA_PORT", String.valueOf(ports[1]),
                "MILLRACE_POSTGRES_PORT", String.valueOf(ports[2]), "MILLRACE_FLINK_PORT", String.valueOf(ports[3])));
        process = builder.start();
        until(patience, () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("The application ended:\n" + Files.readString(log));
            }
            return Files.readString(log).contains("Millrace is ready at");
        });
        return seconds(begin);
    }

    private double stop() throws Exception {
        long begin = System.nanoTime();
        process.destroy();
        process.waitFor();
        return seconds(begin);
    }

    /** Records in all topics that the template writes to; 0 before they exist. */
    private long records() throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + ports[1]))) {
            var existing = admin.listTopics().names().get();
            var partitions = admin.describeTopics(TOPICS.stream().filter(existing::contains).toList()).allTopicNames().get().values().stream()
                    .flatMap(t -> t.partitions().stream().map(p -> new TopicPartition(t.name(), p.partition())))
                    .collect(Collectors.toMap(p -> p, p -> OffsetSpec.latest()));
            return admin.listOffsets(partitions).all().get().values().stream().mapToLong(o -> o.offset()).sum();
        }
    }

    private void awaitState(String deployment, String state) throws Exception {
        until(() -> {
            JsonNode seen = call("GET", "/deployments/" + deployment, "");
            if (seen.get("state").stringValue().equals("FAILED")) {
                throw new IllegalStateException("The deployment failed: " + seen);
            }
            return seen.get("state").stringValue().equals(state);
        });
    }

    private JsonNode call(String method, String path, String body) throws Exception {
        if (token == null && !path.equals("/tokens")) {
            token = call("POST", "/tokens", "{\"label\":\"measuring\"}").get("secret").stringValue();
        }
        String authorization = token != null ? "Bearer " + token
                : "Basic " + Base64.getEncoder().encodeToString("admin:only for measuring".getBytes());
        HttpResponse<String> answer = HTTP.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports[0] + "/api/v1" + path))
                .header("Authorization", authorization).header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(method + " " + path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    private static void until(Callable<Boolean> holds) throws Exception {
        until(PATIENCE, holds);
    }

    private static void until(Duration patience, Callable<Boolean> holds) throws Exception {
        long end = System.nanoTime() + patience.toNanos();
        while (!holds.call()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("Waited " + patience.toSeconds() + " s in vain");
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static String run(List<String> command) throws Exception {
        Process running = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(running.getInputStream().readAllBytes());
        if (running.waitFor() != 0) {
            throw new IllegalStateException(command + ": " + said);
        }
        return said;
    }

    private static void row(String what, List<Double> times, String notes) {
        double[] sorted = times.stream().mapToDouble(t -> t).sorted().toArray();
        String time = String.format(Locale.ROOT, "%.1f s", sorted[sorted.length / 2]);
        String spread = sorted.length == 1 ? "" : String.format(Locale.ROOT, " (%.1f to %.1f in %d)", sorted[0], sorted[sorted.length - 1], sorted.length);
        System.out.println("| " + what + " | " + time + spread + " | " + notes + " |");
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    private static String load() throws Exception {
        Path load = Path.of("/proc/loadavg");
        return Files.exists(load) ? Arrays.stream(Files.readString(load).split(" ")).limit(3).collect(Collectors.joining(" ")) : "unknown";
    }

    private static int[] freePorts(int count) {
        var open = new ArrayList<ServerSocket>();
        try {
            for (int i = 0; i < count; i++) {
                open.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            int[] ports = open.stream().mapToInt(ServerSocket::getLocalPort).toArray();
            for (ServerSocket socket : open) {
                socket.close();
            }
            return ports;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) throws Exception {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
        }
    }
}
