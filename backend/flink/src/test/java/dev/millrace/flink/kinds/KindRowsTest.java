package dev.millrace.flink.kinds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.millrace.compile.Compilation;
import dev.millrace.compile.Compiler;
import dev.millrace.compile.LogicalPlan;
import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.fixture.DiagnosticsText;
import dev.millrace.fixture.Fixture;
import dev.millrace.flink.connect.Databases;
import dev.millrace.flink.connect.FilesFolder;
import dev.millrace.flink.connect.HttpServices;
import dev.millrace.flink.connect.KafkaConnectors;
import dev.millrace.flink.connect.Registries;
import dev.millrace.flink.connect.TestRegistry;
import dev.millrace.flink.embedded.EmbeddedFlink;
import dev.millrace.flink.expression.FlinkExpressions;
import dev.millrace.flink.gateway.RestGateway;
import dev.millrace.flink.plan.JobPlanner;
import dev.millrace.flink.plan.JobSettings;
import dev.millrace.flink.preview.FlinkPreview;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.RunSettings;
import dev.millrace.runtime.http.HttpAddress;
import dev.millrace.runtime.jdbc.JdbcTable;
import dev.millrace.server.deployment.AskingFlink;
import dev.millrace.server.deployment.JobId;
import dev.millrace.server.deployment.JobSpec;
import dev.millrace.server.deployment.KafkaConnection;
import dev.millrace.server.deployment.RestorePoint;
import dev.millrace.server.embedded.FreePorts;
import dev.millrace.server.embedded.KafkaBroker;
import dev.millrace.server.preview.PreviewEngine;
import dev.millrace.server.sample.SampleRecord;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.ObjectMapper;

/**
 * The fixtures of the kinds with the typer, the planner and the cluster that really run them; -Dfixtures.only=operator.filter
 * runs those whose name begins so, and -Dfixtures.write=true writes what is found, where only this planner can find it.
 */
class KindRowsTest {
    /** Between two looks, in nanoseconds: who waits must not take the processor from what is waited for. */
    private static final long PAUSE = 20_000_000;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FILES = "files.";
    private static final String HTTP = "http";
    private static final String TABLES = "tables.";
    private static final NodeKinds KINDS = NodeKinds.shipped();
    private static final FlinkExpressions TYPER = new FlinkExpressions();
    private static final ReentrantLock SHARED = new ReentrantLock();

    @TempDir
    private static Path home;
    private static EmbeddedPostgres postgres;
    private static final List<String> posted = new CopyOnWriteArrayList<>();
    private static HttpServer web;
    private static TestRegistry registry;
    private static KafkaBroker kafka;
    private static FixtureTopics kafkaTopics;
    private static EmbeddedFlink flink;
    private static RestGateway gateway;
    private static PreviewEngine previews;

    @BeforeAll
    static void start() throws IOException {
        int port = FreePorts.one();
        postgres = startPostgres();
        registry = new TestRegistry();
        web = WebServer.start(posted);
        kafka = KafkaBroker.start(home.resolve("kafka"), port);
        kafkaTopics = new FixtureTopics(kafka.bootstrapServers());
        flink = new EmbeddedFlink(home.resolve("flink"), 0, 16);
        flink.start();
        var settings = JobSettings.keepingStateIn(home.resolve("state").toUri());
        var connectors = new KafkaConnectors(new KafkaConnection(kafka.bootstrapServers(), Map.of()), FilesFolder.at(home.resolve("files")),
                new Databases(Map.of("warehouse", new JdbcTable.Address(postgres.getJdbcUrl("postgres", "postgres"), "postgres", ""))),
                new HttpServices(Map.of("hook", new HttpAddress("http://127.0.0.1:" + web.getAddress().getPort() + "/hook", Map.of("Authorization", "secret")),
                        "crm", new HttpAddress("http://127.0.0.1:" + web.getAddress().getPort() + "/api/", Map.of()))),
                new Registries(Map.of("main", registry.address())));
        previews = new FlinkPreview(() -> flink, FilesFolder.at(home.resolve("files")), new Databases(Map.of()), HttpServices.NONE,
                new Registries(Map.of("main", registry.address())), ShopJars.in(home));
        gateway = new RestGateway(flink.address(), new JobPlanner(connectors, settings, ShopJars.in(home)), settings, List.of());
    }

    /** By itself it takes a port of those that the system gives to connections, one of which may have it when the server comes to it, and waits for ten seconds. */
    static EmbeddedPostgres startPostgres() throws IOException {
        return EmbeddedPostgres.builder().setPort(FreePorts.one()).setPGStartupWait(Duration.ofMinutes(2)).start();
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        flink.close();
        kafka.close();
        postgres.close();
        registry.close();
        web.stop(0);
    }

    /** Flink's own typer comes to the same plans and says the same as the small one that the core is tested with. */
    @TestFactory
    Stream<DynamicTest> plansAndDiagnostics() {
        return fixtures().map(f -> DynamicTest.dynamicTest(f.name(), () -> {
            Compilation compiled = f.compile(TYPER);
            if (Boolean.getBoolean("fixtures.write")) {
                write(f, compiled);
            }
            assertThat(DiagnosticsText.write(compiled.diagnostics())).isEqualTo(f.file("expected.diagnostics").orElseThrow());
            assertThat(Fixture.plan(compiled)).isEqualTo(f.file("expected.plan"));
        }));
    }

    private static void write(Fixture fixture, Compilation compiled) throws IOException {
        Path folder = Path.of("../pipeline/src/test/resources/kinds", fixture.name());
        Files.writeString(folder.resolve("expected.diagnostics"), DiagnosticsText.write(compiled.diagnostics()));
        if (compiled.plan().isPresent()) {
            Files.writeString(folder.resolve("expected.plan"), Fixture.plan(compiled).orElseThrow());
        }
    }

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> rows() {
        return fixtures().filter(Fixture::hasRows).map(f -> DynamicTest.dynamicTest(f.name(), () -> aloneWhereShared(f, () -> run(f))));
    }

    /** The same rows come from the script that Flink's SQL client runs; a fixture where they cannot has a file that says why. */
    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> rowsOfTheScript() {
        return fixtures().filter(Fixture::hasRows).filter(ScriptRows::canBeCompared).map(f -> DynamicTest.dynamicTest(f.name(),
                () -> ScriptRows.run(f, new Compiler(f.kinds(), TYPER), kafka.bootstrapServers(), flink.address(), home)));
    }

    /** In batch mode come the rows that are left in streaming mode when its sources end; a fixture where they cannot has a file that says why. */
    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> rowsInBatchMode() {
        return fixtures().filter(BatchRows::canBeCompared).map(f -> DynamicTest.dynamicTest(f.name(), () -> aloneWhereShared(f, () -> {
            var compiler = new Compiler(f.kinds(), TYPER);
            Pipeline batch = BatchRows.switched(f.pipeline(), compiler);
            List<Diagnostic> refusal = BatchRows.refusal(compiler.compile(batch));
            if (!refusal.isEmpty()) {
                assertThat(f.file(BatchRows.DIFFERS)).as("nothing says why it is refused: %s", refusal).isPresent();
                return;
            }
            makeTables(f, postgres);
            var wanted = ended(f, BatchRows.in(RunSettings.Mode.STREAMING, batch), "ends-");
            var found = ended(f, batch, "batch-");
            ThrowingCallable compared = () -> wanted.forEach((topic, rows) -> FixtureRows.compare(topic, rows, found.get(topic)));
            if (f.file(BatchRows.DIFFERS).isPresent()) {
                // A reason that holds no longer must go.
                assertThatThrownBy(compared).isInstanceOf(AssertionError.class);
            } else {
                compared.call();
            }
        })));
    }

    /** Most of the time is waiting, so fixtures run side by side; those with the database or the web server, which all share, one at a time. */
    private static void aloneWhereShared(Fixture fixture, ThrowingCallable test) throws Throwable {
        boolean shares = fixture.file("tables.sql").isPresent() || fixture.expected().keySet().stream().anyMatch(e -> e.startsWith(TABLES) || e.equals(HTTP));
        if (!shares) {
            test.call();
            return;
        }
        SHARED.lock();
        try {
            test.call();
        } finally {
            SHARED.unlock();
        }
    }

    /** What is in the topics and files that a pipeline wrote, when it has read all there was. */
    private static Map<String, List<String>> ended(Fixture fixture, Pipeline pipeline, String how) throws Exception {
        String prefix = how + fixture.name().replace('/', '-') + "-";
        Pipeline own = FixtureNames.withOwnTopics(pipeline, prefix);
        prepare(fixture, prefix);
        LogicalPlan plan = new Compiler(fixture.kinds(), TYPER).compile(own).plan().orElseThrow();
        var spec = new JobSpec(JobId.random(), plan.name(), prefix + "rows");
        gateway.submit(gateway.plan(plan, spec), RestorePoint.FRESH);
        try {
            finished(spec.id());
        } finally {
            gateway.cancel(spec.id());
        }
        Set<String> keyed = FixtureNames.topics(fixture.pipeline(), "sink.kafka-upsert");
        Map<String, List<String>> rows = new TreeMap<>();
        Set<String> written = FixtureNames.topics(fixture.pipeline(), "sink.");
        for (String topic : fixture.expected().keySet().stream().filter(e -> !e.startsWith(FILES)).map(e -> FixtureNames.named(e, written)).toList()) {
            List<String> all = BatchRows.all(kafka, prefix + topic).stream().map(r -> FixtureTopics.line(r, keyed.contains(topic))).toList();
            rows.put(topic, BatchRows.masked((keyed.contains(topic) ? BatchRows.latest(all) : all).stream().map(r -> r.replace(prefix, "")).toList()));
        }
        for (String file : fixture.expected().keySet().stream().filter(e -> e.startsWith(FILES)).toList()) {
            rows.put(file, linesOf(prefix + file.substring(FILES.length()), fixture.expected().get(file).size()));
        }
        return rows;
    }

    static Stream<Fixture> fixtures() {
        List<String> only = List.of(System.getProperty("fixtures.only", "").split(","));
        return Fixture.all().stream().filter(f -> only.stream().anyMatch(f.name()::startsWith));
    }

    private static void run(Fixture fixture) throws Exception {
        String prefix = fixture.name().replace('/', '-') + "-";
        Pipeline pipeline = FixtureNames.withOwnTopics(fixture.pipeline(), prefix);
        Set<String> read = FixtureNames.topics(fixture.pipeline(), "source.");
        Set<String> written = FixtureNames.topics(fixture.pipeline(), "sink.");
        Set<String> keyed = FixtureNames.topics(fixture.pipeline(), "sink.kafka-upsert");
        prepare(fixture, prefix);
        makeTables(fixture, postgres);
        if (fixture.expected().containsKey(HTTP)) {
            // Only who has the web server for itself: others run meanwhile.
            posted.clear();
        }
        LogicalPlan plan = new Compiler(fixture.kinds(), TYPER).compile(pipeline).plan().orElseThrow();
        var spec = new JobSpec(JobId.random(), plan.name(), prefix + "rows");
        gateway.submit(gateway.plan(plan, spec), RestorePoint.FRESH);
        try {
            for (var expected : fixture.expected().entrySet()) {
                if (expected.getKey().startsWith(TABLES)) {
                    FixtureRows.compare(expected.getKey(), expected.getValue(), rowsOf(expected.getKey().substring(TABLES.length()), expected.getValue()));
                    continue;
                }
                if (expected.getKey().equals(HTTP)) {
                    await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> FixtureRows.compare(HTTP, expected.getValue(), posted));
                    continue;
                }
                boolean inFiles = expected.getKey().startsWith(FILES);
                String topic = inFiles ? expected.getKey().substring(FILES.length()) : FixtureNames.named(expected.getKey(), written);
                if (keyed.contains(topic) && expected.getValue().stream().noneMatch(l -> l.startsWith("{\"key\""))) {
                    kafkaTopics.settle(prefix + topic, expected.getValue(), UnaryOperator.identity());
                    continue;
                }
                List<String> rows = (inFiles ? linesOf(prefix + topic, expected.getValue().size())
                        : kafkaTopics.consume(prefix + topic, expected.getValue().size(), keyed.contains(topic))).stream().map(r -> r.replace(prefix, "")).toList();
                FixtureRows.compare(topic, expected.getValue(), rows);
            }
            assertThat(gateway.observe(spec.id()).restarts()).isZero();
        } finally {
            gateway.cancel(spec.id());
        }
        if (PreviewedRowsTest.readsWhatItWrites(fixture.pipeline())) {
            var topics = new TreeMap<String, List<SampleRecord>>();
            for (String topic : read) {
                topics.put(prefix + topic, BatchRows.records(kafka, prefix + topic));
            }
            PreviewedRowsTest.preview(fixture, pipeline, topics, previews, text -> text.replace(prefix, ""));
        }
    }

    /** Topics under the prefix with the fixture's records, and its files. */
    private static void prepare(Fixture fixture, String prefix) throws Exception {
        Set<String> read = FixtureNames.topics(fixture.pipeline(), "source.");
        kafkaTopics.create(Stream.concat(read.stream(), FixtureNames.topics(fixture.pipeline(), "sink.").stream()).map(t -> prefix + t).distinct().toList());
        for (var input : fixture.inputs().entrySet()) {
            kafkaTopics.produce(prefix + FixtureNames.named(input.getKey(), read), input.getValue());
        }
        writeFiles(fixture, home.resolve("files"), prefix);
    }

    private static void finished(JobId job) {
        AskingFlink.within(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20)).until(() -> switch (gateway.observe(job).state()) {
            case FINISHED -> true;
            case FAILED -> throw new IllegalStateException(gateway.observe(job).failure().orElseThrow().trace());
            default -> false;
        });
    }

    /** {@code file.FOLDER.NAME} of a fixture is a file to read. */
    static void writeFiles(Fixture fixture, Path files, String prefix) throws IOException {
        for (var file : fixture.files().entrySet()) {
            String[] parts = file.getKey().split("\\.", 3);
            if (parts[0].equals("file")) {
                Path folder = Files.createDirectories(files.resolve(prefix + parts[1]));
                Files.writeString(folder.resolve(parts[2]), file.getValue());
            }
        }
    }

    /** {@code tables.sql} of a fixture makes the tables that it reads. */
    static void makeTables(Fixture fixture, EmbeddedPostgres postgres) throws SQLException {
        if (fixture.file("tables.sql").isPresent()) {
            try (var connection = postgres.getPostgresDatabase().getConnection(); var statement = connection.createStatement()) {
                // The same fixture may have been run in another way before.
                statement.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
                statement.execute(fixture.file("tables.sql").get());
            }
        }
    }

    /** Waits until the table holds these rows; what it holds in the end where it never does. */
    private static List<String> rowsOf(String table, List<String> expected) throws Exception {
        List<Map<String, String>> wanted = expected.stream().map(FixtureRows::fields).toList();
        var rows = new ArrayList<String>();
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        try (var connection = postgres.getPostgresDatabase().getConnection(); var statement = connection.createStatement()) {
            while (System.nanoTime() < end) {
                rows.clear();
                try (var found = statement.executeQuery("SELECT row_to_json(t)::text FROM \"" + table + "\" t")) {
                    while (found.next()) {
                        rows.add(found.getString(1));
                    }
                } catch (SQLException e) {
                    assertThat(e.getSQLState()).as("the table is not there yet").isEqualTo("42P01");
                }
                if (rows.size() == wanted.size() && rows.stream().allMatch(r -> wanted.contains(FixtureRows.fields(r)))) {
                    break;
                }
                LockSupport.parkNanos(PAUSE);
            }
        }
        return rows;
    }

    /** Waits for so many lines in finished files of a folder. */
    private static List<String> linesOf(String folder, int count) throws Exception {
        Path place = home.resolve("files").resolve(folder);
        var rows = new ArrayList<String>();
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (rows.size() < count && System.nanoTime() < end) {
            rows.clear();
            if (Files.isDirectory(place)) {
                try (Stream<Path> files = Files.list(place)) {
                    for (Path file : files.filter(f -> f.getFileName().toString().startsWith("part-")).sorted().toList()) {
                        rows.addAll(asJson(file));
                    }
                }
            }
            LockSupport.parkNanos(PAUSE);
        }
        return rows;
    }

    /** Lines of JSON as they are; of CSV as {"line": …}, each file's header included. */
    private static List<String> asJson(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        return file.toString().endsWith(".jsonl") ? lines : lines.stream().map(l -> JSON.writeValueAsString(Map.of("line", l))).toList();
    }
}
