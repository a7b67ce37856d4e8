package dev.millrace.browser;

import static org.awaitility.Awaitility.await;

import dev.millrace.server.Standstill;
import dev.millrace.server.embedded.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The built application in a process of its own, as people run it: with its own PostgreSQL, Kafka and Flink, on free ports,
 * its data in a folder that goes away with it. Being a process, it can be killed.
 */
public final class RunningApplication implements AutoCloseable {
    public static final String USER = "admin";
    public static final String PASSWORD = "only for tests";

    private static final Path BUILT = Path.of("target", "millrace").toAbsolutePath();
    private static final Path LOGS = Path.of("target", "browser").toAbsolutePath();
    private static final Duration START = Duration.ofSeconds(180);
    /** What people are promised. */
    private static final Duration STOP = Duration.ofSeconds(15);
    /** Longer than that, so that one for which only the machine stood still is not taken for one that does not stop. */
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(90);
    private static final Duration ANSWER = Duration.ofSeconds(120);
    private static final HttpClient HTTP = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static RunningApplication shared;

    private final Path home;
    private final Map<String, String> settings;
    private final Path log;
    private List<String> options = List.of("-Xmx1g", "-XX:TieredStopAtLevel=1");
    private Process process;
    private String token;

    private RunningApplication(Path home, Map<String, String> settings) {
        this.home = home;
        this.settings = settings;
        this.log = LOGS.resolve("application-" + settings.get("millrace.port") + ".log");
    }

    /** The one that all tests of this JVM share; started at the first call, stopped when the JVM ends. */
    public static synchronized RunningApplication shared() {
        if (shared == null || !shared.process.isAlive()) {
            shared = start(Map.of());
        }
        return shared;
    }

    /** One more, for a test that stops or kills it. @param more settings beside the ports and the home */
    public static RunningApplication start(Map<String, String> more) {
        RunningApplication application = prepare(more);
        application.startAgain();
        return application;
    }

    /** One that is compiled as far as the JVM can and has the heap that people give it, to be measured. It starts later than the others. */
    public static RunningApplication startToMeasure(Map<String, String> more) {
        RunningApplication application = prepare(more);
        application.options = List.of("-Xmx2g");
        application.startAgain();
        return application;
    }

    /** Exit code and output of an application that did not start. */
    public record Refusal(int exitCode, String output) {}

    /** Starts one that must not come up. @param more settings beside ports and home of its own */
    public static Refusal refused(Map<String, String> more) {
        try (RunningApplication application = prepare(more)) {
            application.launch();
            if (!application.process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("The application started, though it should not have");
            }
            return new Refusal(application.process.exitValue(), application.output());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static RunningApplication prepare(Map<String, String> more) {
        try {
            Path home = Files.createTempDirectory("millrace");
            var settings = new LinkedHashMap<String, String>();
            settings.put("millrace.home", home.toString());
            List<Integer> ports = FreePorts.some(4);
            settings.put("millrace.port", ports.get(0).toString());
            settings.put("millrace.kafka.port", ports.get(1).toString());
            settings.put("millrace.postgres.port", ports.get(2).toString());
            settings.put("millrace.flink.port", ports.get(3).toString());
            settings.put("millrace.admin-password", PASSWORD);
            settings.put("millrace.functions.in-process", "true");
            // More pipelines at a time than a person tries things with.
            settings.put("millrace.flink.slots", "16");
            settings.putAll(more);
            var application = new RunningApplication(home, settings);
            Runtime.getRuntime().addShutdownHook(new Thread(application::close));
            return application;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it with the same settings and data as before; returns when it takes requests. */
    public void startAgain() {
        launch();
        await().atMost(START).pollInterval(Duration.ofMillis(100)).failFast("the application ended, see " + log, () -> !process.isAlive())
                .until(() -> output().contains("Millrace is ready at"));
    }

    private void launch() {
        if (!Files.exists(BUILT.resolve("millrace.jar"))) {
            throw new IllegalStateException("Nothing is built in " + BUILT + "; run these tests by 'mvn verify' or './millrace test'");
        }
        try {
            Files.createDirectories(LOGS);
            process = new ProcessBuilder(command()).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.to(log.toFile())).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> command() {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + BUILT.resolve("java.options"));
        command.addAll(options);
        if (Runtime.version().feature() >= 24) {
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(List.of("-jar", BUILT.resolve("millrace.jar").toString()));
        settings.forEach((name, value) -> command.add("--" + name + "=" + value));
        return command;
    }

    /** Where the pages are, without a slash at the end. */
    public String address() {
        return "http://127.0.0.1:" + settings.get("millrace.port");
    }

    /** Bootstrap servers of its Kafka. */
    public String kafka() {
        return settings.getOrDefault("millrace.kafka.bootstrap-servers", "127.0.0.1:" + settings.get("millrace.kafka.port"));
    }

    /** A setting it was started with, such as {@code millrace.kafka.port}. */
    public String setting(String name) {
        return settings.get(name);
    }

    /** Lets somebody else sign in, who is no administrator. */
    public void addUser(String name, String password) {
        try (var connection = DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + settings.get("millrace.postgres.port") + "/postgres", "postgres", "");
                var insert = connection.prepareStatement("insert into app_user (name, password_hash, role) values (?, ?, 'EDITOR')")) {
            insert.setString(1, name);
            insert.setString(2, new BCryptPasswordEncoder().encode(password));
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The id of its process. */
    public long pid() {
        return process.pid();
    }

    public Path home() {
        return home;
    }

    /** All it printed since it was last started; the last letter may be half written. */
    public String output() throws IOException {
        return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    }

    /** Calls the REST API with a token of the first administrator. @param path below /api/v1, such as /pipelines */
    public HttpResponse<String> call(String method, String path, String body, String... headers) {
        if (token == null) {
            String password = Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
            HttpResponse<String> made = send("POST", "/tokens", "{\"label\":\"test\"}", "Authorization", "Basic " + password);
            token = JSON.readTree(made.body()).get("secret").stringValue();
        }
        var all = new ArrayList<>(List.of("Authorization", "Bearer " + token));
        all.addAll(List.of(headers));
        return send(method, path, body, all.toArray(String[]::new));
    }

    /** As {@link #call}, for answers that must be a success; the answer read as JSON. */
    public JsonNode json(String method, String path, String body, String... headers) {
        HttpResponse<String> answer = call(method, path, body, headers);
        if (answer.statusCode() >= 300) {
            throw new AssertionError(method + " " + path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body().isEmpty() ? "null" : answer.body());
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(address() + "/api/v1" + path)).timeout(ANSWER)
                .method(method, HttpRequest.BodyPublishers.ofString(body)).headers(headers);
        if (List.of(headers).stream().noneMatch("Content-Type"::equalsIgnoreCase)) {
            request.header("Content-Type", "application/json");
        }
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Asks it to end, as Ctrl-C does. @return how long it took while the machine ran; fails after 15 seconds of that, which is what people are promised */
    public Duration stop() {
        long begin = System.nanoTime();
        try (var still = new Standstill()) {
            process.destroy();
            boolean ended = process.waitFor(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS);
            Duration took = Duration.ofNanos(System.nanoTime() - begin).minus(still.total());
            if (!ended || took.compareTo(STOP) > 0) {
                process.destroyForcibly();
                throw new AssertionError("The application did not stop within " + STOP.toSeconds() + " seconds, with a machine that stood still for " + still.total() + ", see " + log);
            }
            return took;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Duration.ofNanos(System.nanoTime() - begin);
        }
    }

    /** Ends it at once and without warning, as kill -9 does. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Ends it and removes its data. */
    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            stop();
        }
        try {
            endLeftOverPostgres();
            if (Files.exists(home)) {
                try (var files = Files.walk(home)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.deleteIfExists(file);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The PostgreSQL of a killed application lives on until the next start; without one it must be ended here. */
    private void endLeftOverPostgres() throws IOException {
        Path pid = home.resolve("postgres").resolve("postmaster.pid");
        if (Files.exists(pid)) {
            ProcessHandle.of(Long.parseLong(Files.readAllLines(pid).getFirst().strip())).ifPresent(left -> {
                left.destroyForcibly();
                left.onExit().join();
            });
        }
    }
}
