package dev.millrace.server.drift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.compile.Compilation;
import dev.millrace.compile.Compiler;
import dev.millrace.compile.Fix;
import dev.millrace.compile.Fixes;
import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.document.PipelineDocument;
import dev.millrace.flink.connect.Registries;
import dev.millrace.flink.connect.TrialReads;
import dev.millrace.flink.expression.FlinkExpressions;
import dev.millrace.kind.NodeKinds;
import dev.millrace.server.TestKafka;
import dev.millrace.server.columns.Columns;
import dev.millrace.server.columns.TestColumns;
import dev.millrace.server.deployment.KafkaConnection;
import dev.millrace.server.kafka.RealTopics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Drawings beside topics of a real Kafka, read by what reads them in a job. */
class DriftOnKafkaTest {
    private static final NodeKinds KINDS = NodeKinds.shipped();
    private static final Compiler COMPILER = new Compiler(KINDS, new FlinkExpressions());
    private static RealTopics topics;

    @BeforeAll
    static void start() {
        topics = RealTopics.of(TestKafka.connection());
    }

    @AfterAll
    static void stop() {
        topics.close();
    }

    private static DataChecks checks(RealTopics of) {
        Columns columns = TestColumns.of(of.samples(), new TrialReads(Registries.NONE));
        return new TopicChecks(COMPILER, of.topics(), new TopicLooks(of.topics(), of.samples(), Instant::now), new SourceDrift(columns, new TrialReads(Registries.NONE)),
                new SinkDrift(columns));
    }

    private static Compilation compile(String nodes, String edges) {
        return COMPILER.compile(new PipelineDocument(KINDS).read("""
                millrace: 1
                name: Drift
                nodes:
                %s
                edges:
                %s
                """.formatted(nodes.strip().indent(2), edges.strip().indent(2))));
    }

    private static List<String> found(Compilation compilation) {
        return checks(topics).findings(compilation).all().stream().map(DriftOnKafkaTest::words).toList();
    }

    private static String words(Diagnostic d) {
        return d.severity() + " " + d.at().nodeOf().orElseThrow() + d.at().settingOf().map(s -> "." + s).orElse("") + ": " + d.message();
    }

    private static void send(String topic, String... records) throws Exception {
        TestKafka.send(topic, Arrays.stream(records).map(r -> r.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new));
    }

    private static final String COPY = """
            - {from: in.out, to: out.in}
            """;

    /** 40 records: 8 with a text for a number, none with a discount, all with a coupon nobody declared. */
    @Test
    void aSourceIsComparedWithTheNewestRecordsOfItsTopic() throws Exception {
        topics.create("drift-orders", 1);
        send("drift-orders", IntStream.range(0, 40).mapToObj(i -> "{\"id\": %s, \"city\": \"x\", \"coupon\": 1}".formatted(i < 8 ? "\"n/a\"" : i)).toArray(String[]::new));
        Compilation drawn = compile("""
                in: {kind: source.kafka@1, settings: {topic: drift-orders, columns: [{name: id, type: BIGINT}, {name: citi, type: STRING}, {name: discount, type: DOUBLE}]}}
                out: {kind: sink.discard@1}
                """, COPY);
        assertThat(found(drawn)).containsExactlyInAnyOrder(
                "WARNING in.columns[0].type: 'id' is declared as BIGINT, but does not fit in 8 of the newest 40 records of 'drift-orders': expected BIGINT, found text \"n/a\"",
                "WARNING in.columns[1].name: 'citi' is declared, but none of the newest 40 records of 'drift-orders' has it",
                "WARNING in.columns[2].name: 'discount' is declared, but none of the newest 40 records of 'drift-orders' has it",
                "INFO in.columns: The newest 40 records of 'drift-orders' have 2 fields that are not declared: city, coupon");
        assertThat(checks(topics).findings(drawn).all()).anySatisfy(d -> assertThat(d.hint()).contains("Did you mean 'city'?"))
                .anySatisfy(d -> assertThat(d.hint()).contains("Declared as STRING all would fit"));
    }

    @Test
    void whatIsAsDeclaredIsNotSpokenOf() throws Exception {
        topics.create("drift-fine", 1);
        topics.create("drift-empty", 1);
        send("drift-fine", "{\"id\": 1, \"name\": null}", "{\"id\": 2}");
        assertThat(found(compile("""
                in: {kind: source.kafka@1, settings: {topic: drift-fine, columns: [{name: id, type: BIGINT, required: true}, {name: name, type: STRING}],
                  about: [{what: timestamp, name: at}]}}
                out: {kind: sink.kafka@1, settings: {topic: drift-empty}}
                more: {kind: source.kafka@1, settings: {topic: drift-absent, columns: [{name: id, type: BIGINT}]}}
                end: {kind: sink.discard@1}
                """, COPY + "- {from: more.out, to: end.in}\n"))).isEmpty();
    }

    @Test
    void recordsOfAnotherFormatAndMissingTimesAreSaid() throws Exception {
        topics.create("drift-csv", 1);
        send("drift-csv", "1,Ann", "2,Bob");
        assertThat(found(compile("in: {kind: source.kafka@1, settings: {topic: drift-csv, columns: [{name: id, type: BIGINT}]}}\nout: {kind: sink.discard@1}", COPY)))
                .singleElement().asString().startsWith("WARNING in: All of the newest 2 records of 'drift-csv' cannot be read: ");
        topics.create("drift-times", 1);
        send("drift-times", "{\"ts\": \"2026-01-01 00:00:00\"}", "{}");
        assertThat(found(compile("""
                in: {kind: source.kafka@1, settings: {topic: drift-times, columns: [{name: ts, type: TIMESTAMP(3)}], eventTime: ts}}
                out: {kind: sink.discard@1}
                """, COPY))).containsExactly("WARNING in.columns[0].type: 'ts' is the event time, but 1 of the newest 2 records of 'drift-times' lacks it");
    }

    @Test
    void aSinkIsComparedWithWhatIsInItsTopic() throws Exception {
        topics.create("drift-results", 1);
        topics.create("drift-from", 1);
        send("drift-from", "{\"id\": 1, \"total\": 2, \"city\": \"x\"}");
        send("drift-results", "{\"id\": 1, \"total\": \"2.50\", \"region\": \"eu\"}");
        String source = "in: {kind: source.kafka@1, settings: {topic: drift-from, columns: [{name: id, type: BIGINT}, {name: total, type: DOUBLE}, {name: city, type: STRING}]}}\n";
        assertThat(found(compile(source + "out: {kind: sink.kafka@1, settings: {topic: drift-results}}", COPY))).containsExactly(
                "WARNING out.topic: What this writes is unlike the newest record of 'drift-results': 'total' is DOUBLE here, and there 1 text; 'region' is only there; 'city' is only here");
        topics.create("drift-less", 1);
        send("drift-less", "{\"id\": 1}");
        assertThat(found(compile(source + "out: {kind: sink.kafka-upsert@1, settings: {topic: drift-less, key: [id]}}", COPY))).containsExactly(
                "INFO out.topic: What this writes is unlike the newest record of 'drift-less': 'total', 'city' are only here");
        assertThat(found(compile(source + "out: {kind: sink.kafka@1, settings: {topic: drift-less, format: csv}}", COPY))).containsExactly(
                "WARNING out.topic: This writes CSV, but the newest record of 'drift-less' is not a record of CSV");
        topics.create("drift-two", 1);
        send("drift-two", "1,2", "3,4");
        assertThat(found(compile(source + "out: {kind: sink.kafka@1, settings: {topic: drift-two, format: csv}}", COPY))).containsExactly(
                "WARNING out.topic: This writes records of 3 fields, but those of the newest 2 records of 'drift-two' are 2");
        topics.create("drift-no-json", 1);
        send("drift-no-json", "1;2", "3;4");
        assertThat(found(compile(source + "out: {kind: sink.kafka@1, settings: {topic: drift-no-json}}", COPY))).containsExactly(
                "WARNING out.topic: This writes JSON, but none of the newest 2 records of 'drift-no-json' is a JSON object");
    }

    private static final String WINDOWED = """
            in: {kind: source.kafka@1, settings: {topic: %s, columns: [{name: ts, type: TIMESTAMP(3)}], eventTime: ts%s}}
            per-hour: {kind: window.tumbling@1, settings: {time: ts, size: 1 h, keys: [], aggregates: [{name: n, function: count}]}}
            out: {kind: sink.discard@1}
            """;
    private static final String THROUGH = "- {from: in.out, to: per-hour.in}\n- {from: per-hour.out, to: out.in}";

    @Test
    void aWindowThatAPartitionWithoutRecordsHoldsBackIsSaidAndSetRight() throws Exception {
        topics.create("drift-idle", 3);
        byte[] record = "{\"ts\": \"2026-01-01 00:00:00\"}".getBytes(StandardCharsets.UTF_8);
        TestKafka.sendTo("drift-idle", 0, Instant.parse("2026-01-01T00:00:00Z"), record);
        TestKafka.sendTo("drift-idle", 1, Instant.parse("2026-01-01T00:01:00Z"), record);
        Compilation drawn = compile(WINDOWED.formatted("drift-idle", ""), THROUGH);
        List<Diagnostic> findings = checks(topics).findings(drawn).all();
        assertThat(findings).extracting(DriftOnKafkaTest::words).containsExactly(
                "WARNING in.idleness: 'per-hour' waits for event time from all 3 partitions of 'drift-idle', but partition 2 has no record");
        List<Fix> fixes = new Fixes(COMPILER).of(findings.getFirst(), drawn);
        assertThat(fixes).extracting(Fix::label).containsExactly("Idle after 1 min");
        Compilation fixed = COMPILER.compile(fixes.getFirst().edit().apply(drawn.pipeline()));
        assertThat(fixed.plan()).isPresent();
        assertThat(checks(topics).findings(fixed).all()).isEmpty();
        assertThat(found(compile(WINDOWED.formatted("drift-idle", ", bounded: true"), THROUGH))).as("at the end of all input every window closes").isEmpty();
        assertThat(found(compile("in: {kind: source.kafka@1, settings: {topic: drift-idle, columns: [{name: ts, type: TIMESTAMP(3)}], eventTime: ts}}\nout: {kind: sink.discard@1}", COPY)))
                .as("nothing waits for time").isEmpty();
    }

    @Test
    void aPartitionThatFellSilentIsSaid() throws Exception {
        topics.create("drift-silent", 2);
        byte[] record = "{\"ts\": \"2026-01-01 00:00:00\"}".getBytes(StandardCharsets.UTF_8);
        TestKafka.sendTo("drift-silent", 0, Instant.parse("2026-01-01T00:00:00Z"), record);
        TestKafka.sendTo("drift-silent", 1, Instant.parse("2026-01-01T00:09:00Z"), record);
        assertThat(found(compile(WINDOWED.formatted("drift-silent", ""), THROUGH))).isEmpty();
        TestKafka.sendTo("drift-silent", 1, Instant.parse("2026-01-01T03:20:30Z"), record);
        assertThat(found(compile(WINDOWED.formatted("drift-silent", ""), THROUGH))).containsExactly("WARNING in.idleness: 'per-hour' waits for event time from both partitions of "
                + "'drift-silent', but partition 0 has had no record for 3 h 20 min while others had");
    }

    @Test
    void aKafkaThatIsAwayIsNoFinding() {
        try (RealTopics away = RealTopics.of(new KafkaConnection("127.0.0.1:1", Map.of()))) {
            Compilation drawn = compile("in: {kind: source.kafka@1, settings: {topic: drift-orders, columns: [{name: id, type: BIGINT}]}}\nout: {kind: sink.discard@1}", COPY);
            DataChecks checks = checks(away);
            assertThat(checks.findings(drawn).all()).isEmpty();
            // It is not asked again at once: this would take eight seconds each, more than 13 minutes in all.
            long begin = System.nanoTime();
            for (int i = 0; i < 100; i++) {
                assertThat(checks.findings(drawn).all()).isEmpty();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMinutes(5));
        }
    }
}
