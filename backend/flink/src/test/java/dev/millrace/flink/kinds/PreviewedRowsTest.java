package dev.millrace.flink.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.millrace.compile.Compilation;
import dev.millrace.compile.Compiler;
import dev.millrace.compile.LogicalPlan;
import dev.millrace.compile.Segment;
import dev.millrace.document.PipelineDocument;
import dev.millrace.fixture.Fixture;
import dev.millrace.flink.connect.Databases;
import dev.millrace.flink.connect.FilesFolder;
import dev.millrace.flink.connect.HttpServices;
import dev.millrace.flink.connect.Registries;
import dev.millrace.flink.embedded.EmbeddedFlink;
import dev.millrace.flink.expression.FlinkExpressions;
import dev.millrace.flink.preview.FlinkPreview;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PipelineEdit;
import dev.millrace.pipeline.PortRef;
import dev.millrace.rel.ExpressionTyper;
import dev.millrace.rel.Rel;
import dev.millrace.runtime.http.HttpAddress;
import dev.millrace.runtime.jdbc.JdbcTable;
import dev.millrace.server.preview.Preview;
import dev.millrace.server.preview.PreviewEngine;
import dev.millrace.server.preview.RowFates;
import dev.millrace.server.preview.SampleTiming;
import dev.millrace.server.sample.SampleRecord;
import dev.millrace.server.sample.SourceSample;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A preview shows what a deployment writes: the same fixtures, the same rows, without a topic being touched. */
class PreviewedRowsTest {
    /**
     * Of files with a topic behind them the files alone are sampled. Fixtures that read what they write themselves are previewed in
     * {@link KindRowsTest}, after they have written it.
     */
    private static final List<String> ELSEWHERE = List.of("source.backfill/");
    /** What may not be there when a sample is used up: a window by the clock on the wall, unless its second ends while the sample runs. */
    private static final Set<String> BY_THE_CLOCK = Set.of("operator.proctime/windows-close-by-the-clock windows");
    private static final Pattern WITH_T = Pattern.compile("\"(\\d{4}-\\d\\d-\\d\\d)T(\\d\\d:\\d\\d:\\d\\d)(?:\\.(\\d{1,3}))?\"");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ExpressionTyper TYPER = new FlinkExpressions();
    private static final Compiler COMPILER = new Compiler(NodeKinds.shipped(), TYPER);

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path home;
    private static EmbeddedPostgres postgres;
    private static HttpServer web;
    private static EmbeddedFlink flink;
    private static PreviewEngine previews;

    @BeforeAll
    static void start() throws IOException {
        postgres = KindRowsTest.startPostgres();
        web = WebServer.start(new CopyOnWriteArrayList<>());
        flink = new EmbeddedFlink(home, 0, 4);
        flink.start();
        previews = new FlinkPreview(() -> flink, FilesFolder.at(home.resolve("files")),
                new Databases(Map.of("warehouse", new JdbcTable.Address(postgres.getJdbcUrl("postgres", "postgres"), "postgres", ""))),
                new HttpServices(Map.of("crm", new HttpAddress("http://127.0.0.1:" + web.getAddress().getPort() + "/api/", Map.of()))), Registries.NONE, ShopJars.in(home));
    }

    @AfterAll
    static void stop() throws IOException {
        flink.close();
        postgres.close();
        web.stop(0);
    }

    @TestFactory
    Stream<DynamicTest> asDeployed() {
        return KindRowsTest.fixtures().filter(f -> f.hasRows() && ELSEWHERE.stream().noneMatch(f.name()::startsWith) && !readsWhatItWrites(f.pipeline()))
                .map(f -> DynamicTest.dynamicTest(f.name(), () -> {
                    var read = FixtureNames.topics(f.pipeline(), "source.");
                    KindRowsTest.makeTables(f, postgres);
                    KindRowsTest.writeFiles(f, home.resolve("files"), "");
                    var topics = new LinkedHashMap<String, List<SampleRecord>>();
                    f.inputs().forEach((topic, lines) -> topics.put(FixtureNames.named(topic, read), records(FixtureNames.named(topic, read), lines)));
                    preview(f, f.pipeline(), topics, previews, UnaryOperator.identity());
                }));
    }

    static boolean readsWhatItWrites(Pipeline pipeline) {
        return !Collections.disjoint(FixtureNames.topics(pipeline, "source."), FixtureNames.topics(pipeline, "sink."));
    }

    /**
     * Previews a fixture and compares what comes to its sinks with what a deployment writes.
     *
     * @param pipeline the fixture's, maybe with other names of topics
     * @param topics what is in each topic
     * @param plain brings rows back to the fixture's names
     */
    static void preview(Fixture f, Pipeline pipeline, Map<String, List<SampleRecord>> topics, PreviewEngine engine, UnaryOperator<String> plain) throws Exception {
        var compiler = new Compiler(f.kinds(), TYPER);
        var compiled = compiler.compile(pipeline);
        LogicalPlan plan = compiler.soundPart(compiled).orElseThrow();
        var outcome = engine.run(plan, samples(plan, topics), 10_000, SampleTiming.AS_DEPLOYED, PATIENCE);
        assertThat(outcome.failure()).isEmpty();
        everyRowHasAFate(plan, outcome);
        var written = FixtureNames.topics(f.pipeline(), "sink.");
        f.expected().forEach((file, rows) -> {
            boolean outside = file.startsWith("files.") || file.startsWith("tables.") || file.equals("http");
            String into = outside ? file : FixtureNames.named(file, written);
            List<Node> sinks = compiled.running().nodes().values().stream().filter(n -> n.kind().startsWith("sink.") && into.equals(plain.apply(target(n)))).toList();
            assertThat(sinks).as("sinks that write to %s", into).isNotEmpty();
            List<Preview.Row> came = sinks.stream().flatMap(n -> compiled.running().into(n.id())).flatMap(e -> outcome.ports().get(e.from()).first().stream())
                    // What the service refuses comes to the sink and goes no further.
                    .filter(r -> !file.equals("http") || !WebServer.refuses(r.json())).toList();
            if (came.isEmpty() && BY_THE_CLOCK.contains(f.name() + " " + into)) {
                return;
            }
            if (file.startsWith("files.") && rows.getFirst().startsWith("{\"line\"")) {
                assertThat(came.stream().map(r -> line(r.json())).toList()).isEqualTo(rows.stream().skip(1).map(r -> JSON.readTree(r).get("line").asString()).toList());
            } else if (sinks.getFirst().settings().get("key").isPresent() && !sinks.getFirst().kind().equals("sink.kafka")) {
                FixtureRows.compare(into, latest(rows).stream().map(PreviewedRowsTest::withSpace).toList(), left(sinks.getFirst(), came).stream().map(plain).toList());
            } else {
                FixtureRows.compare(into, rows.stream().map(PreviewedRowsTest::withSpace).toList(), came.stream().map(r -> plain.apply(r.json())).toList());
            }
        });
    }

    /** Where a sink writes to, under the name that a fixture's file of expected rows has. */
    private static String target(Node sink) {
        return switch (sink.kind()) {
            case "sink.files" -> "files." + sink.settings().get("folder").orElseThrow();
            case "sink.jdbc" -> "tables." + ((String) sink.settings().get("table").orElseThrow()).replaceFirst("^public\\.", "");
            case "sink.http" -> "http";
            default -> (String) sink.settings().get("topic").orElse("");
        };
    }

    /** PostgreSQL writes a time with a T, and no zeros behind its digits. */
    private static String withSpace(String row) {
        return WITH_T.matcher(row).replaceAll(m -> "\"" + m.group(1) + " " + m.group(2) + "." + ((m.group(3) == null ? "" : m.group(3)) + "000").substring(0, 3) + "\"");
    }

    /** The row as a line of CSV between tabs. */
    private static String line(String json) {
        return JSON.readTree(json).properties().stream().map(f -> f.getValue().isNull() ? "" : f.getValue().asString())
                .map(v -> v.contains("\"") ? "\"" + v.replace("\"", "\"\"") + "\"" : v).collect(Collectors.joining("\t"));
    }

    /** Whatever a node does, each row that came in is followed or it is said why not, and rows that are said to have left are there. */
    private static void everyRowHasAFate(LogicalPlan plan, PreviewEngine.Outcome outcome) {
        RowFates fates = RowFates.of(plan, outcome);
        plan.segments().forEach(segment -> fates.of(segment.node()).inputs().forEach(input -> {
            assertThat(input.fates().size()).as("%s of %s", input.from(), segment.node())
                    .isEqualTo(input.followed().isEmpty() ? outcome.ports().get(input.from()).first().size() : 0);
            input.fates().forEach(fate -> fate.left().forEach(l -> assertThat(l.index()).isLessThan(outcome.ports().get(l.port()).first().size())));
        }));
        outcome.ports().forEach((port, rows) -> {
            for (int i = 0; i < rows.first().size(); i++) {
                assertThat(fates.ends(port, i)).as("%s #%s", port, i).isNotEmpty();
            }
        });
    }

    /** For each source that reads topics, what is in them. */
    private static Map<NodeId, SourceSample> samples(LogicalPlan plan, Map<String, List<SampleRecord>> topics) {
        var samples = new HashMap<NodeId, SourceSample>();
        plan.segments().forEach(segment -> {
            if (segment instanceof Segment.Producing(NodeId node, String kind, var outputs)) {
                outputs.values().stream().map(rel -> rel instanceof Rel.Rejected(Rel.Scan scan) ? scan : leaf(rel)).filter(Rel.KafkaScan.class::isInstance)
                        .map(Rel.KafkaScan.class::cast).findFirst().ifPresent(scan -> samples.put(node, new SourceSample.Records(topics.entrySet().stream()
                                .filter(t -> scan.pattern().map(p -> t.getKey().matches(p)).orElse(scan.topics().contains(t.getKey())))
                                .flatMap(t -> t.getValue().stream()).toList())));
            }
        });
        return samples;
    }

    private static Rel leaf(Rel rel) {
        return rel.inputs().isEmpty() ? rel : leaf(rel.inputs().getFirst());
    }

    /** The rows that are left by the sink's key when all changes are done. */
    private static List<String> left(Node sink, List<Preview.Row> came) {
        var key = (List<?>) sink.settings().get("key").orElseThrow();
        var left = new LinkedHashMap<List<String>, String>();
        came.forEach(row -> {
            JsonNode columns = JSON.readTree(row.json());
            List<String> of = key.stream().map(k -> columns.get((String) k).toString()).toList();
            if (row.kind().startsWith("+")) {
                left.put(of, row.json());
            } else {
                assertThat(left.remove(of)).as("%s takes back a row it has not sent: %s", sink.id(), row).isEqualTo(row.json());
            }
        });
        return List.copyOf(left.values());
    }

    /** The values that a compacted topic has left; where the file holds values without keys, it holds just these. */
    private static List<String> latest(List<String> records) {
        if (records.stream().noneMatch(r -> r.startsWith("{\"key\""))) {
            return records;
        }
        var left = new LinkedHashMap<String, String>();
        for (String record : records) {
            JsonNode parts = JSON.readTree(record);
            if (parts.get("value").isNull()) {
                left.remove(parts.get("key").toString());
            } else {
                left.put(parts.get("key").toString(), parts.get("value").toString());
            }
        }
        return List.copyOf(left.values());
    }

    private static List<SampleRecord> records(String topic, List<String> lines) {
        var records = new ArrayList<SampleRecord>();
        for (String line : lines) {
            var record = FixtureTopics.keyed(topic, line);
            records.add(new SampleRecord(topic, 0, records.size(), Instant.EPOCH, bytes(record.key()), bytes(record.value()), List.of()));
        }
        return records;
    }

    private static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    private static final String WINDOW = """
            millrace: 1
            name: Half drawn
            nodes:
              orders:
                kind: source.kafka@1
                settings:
                  topic: orders
                  columns: [{name: ts, type: TIMESTAMP(3)}, {name: amount, type: BIGINT}]
                  eventTime: ts
                  watermarkDelay: 0 s
              large: {kind: operator.filter@1, settings: {condition: amount / (amount - 5) > 0}}
              per-minute: {kind: window.tumbling@1, settings: {time: ts, size: 1 min, aggregates: [{name: n, function: count}]}}
              broken: {kind: operator.filter@1, settings: {condition: nothing > 1}}
            edges:
              - {from: orders.out, to: large.in}
              - {from: large.out, to: per-minute.in}
              - {from: per-minute.out, to: broken.in}
            """;

    private static PreviewEngine.Outcome window(boolean ends, String... amounts) throws InterruptedException {
        var lines = new ArrayList<String>();
        for (String amount : amounts) {
            lines.add("{\"ts\": \"2026-01-01 00:0" + lines.size() + ":00.000\", \"amount\": " + amount + "}");
        }
        Compilation compiled = COMPILER.compile(new PipelineDocument(NodeKinds.shipped()).read(WINDOW));
        return previews.run(COMPILER.soundPart(compiled).orElseThrow(), Map.of(new NodeId("orders"), new SourceSample.Records(records("orders", lines))), 2, new SampleTiming(ends, false), PATIENCE);
    }

    private static Preview.Rows rows(PreviewEngine.Outcome outcome, String node, String port) {
        return outcome.ports().get(new PortRef(new NodeId(node), port));
    }

    @Test
    void aHalfDrawnPipelineRunsAsFarAsItIsSoundAndCountsMoreThanItShows() throws InterruptedException {
        var outcome = window(false, "10", "20", "30", "\"much\"");
        assertThat(outcome.failure()).isEmpty();
        assertThat(rows(outcome, "orders", "out").count()).isEqualTo(3);
        assertThat(rows(outcome, "orders", "out").first()).hasSize(2).first().extracting(Preview.Row::kind).isEqualTo("+I");
        assertThat(rows(outcome, "orders", "bad").first()).singleElement().extracting(Preview.Row::json).asString().contains("amount");
        assertThat(outcome.ports()).doesNotContainKey(new PortRef(new NodeId("broken"), "out"));
    }

    @Test
    void windowsThatADeploymentWouldKeepOpenCloseOnlyWhenAsked() throws InterruptedException {
        assertThat(rows(window(false, "10", "20", "30"), "per-minute", "out").count()).isEqualTo(2);
        assertThat(rows(window(true, "10", "20", "30"), "per-minute", "out").count()).isEqualTo(3);
    }

    @Test
    void aRowThatFailsIsToldWithItsNodeAndTheWayOut() throws InterruptedException {
        var outcome = window(false, "10", "5", "30");
        assertThat(outcome.failure()).hasValueSatisfying(failure -> {
            assertThat(failure.message()).contains("Division by zero").contains("NULLIF");
            assertThat(failure.node()).contains(new NodeId("large"));
        });
    }

    @Test
    void nothingSoundIsNothingToRun() {
        Pipeline pipeline = new PipelineEdit.SetSetting(new NodeId("orders"), "topic", Optional.empty())
                .apply(new PipelineDocument(NodeKinds.shipped()).read(WINDOW));
        assertThat(COMPILER.soundPart(COMPILER.compile(pipeline))).isEmpty();
    }
}
