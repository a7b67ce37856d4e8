package dev.millrace.flink.preview;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.compile.Compiler;
import dev.millrace.compile.LogicalPlan;
import dev.millrace.document.PipelineDocument;
import dev.millrace.flink.connect.Databases;
import dev.millrace.flink.connect.FilesFolder;
import dev.millrace.flink.connect.HttpServices;
import dev.millrace.flink.connect.Registries;
import dev.millrace.flink.embedded.EmbeddedFlink;
import dev.millrace.flink.expression.FlinkExpressions;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.PortRef;
import dev.millrace.rel.ExpressionTyper.Typing;
import dev.millrace.schema.Column;
import dev.millrace.schema.Expression;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import dev.millrace.server.preview.NodeFlow;
import dev.millrace.server.preview.PreviewEngine;
import dev.millrace.server.preview.RowFates;
import dev.millrace.server.preview.RowValues;
import dev.millrace.server.preview.SampleTiming;
import dev.millrace.server.sample.GeneratedRows;
import dev.millrace.server.sample.SourceSample;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a preview answers beside its rows: where each row ended, what is open until when, and what an expression gives for a row. */
class PreviewAnswersTest {
    private static final FlinkExpressions TYPER = new FlinkExpressions();
    private static final Compiler COMPILER = new Compiler(NodeKinds.shipped(), TYPER);
    private static final String ORDERS = """
            millrace: 1
            name: Followed
            nodes:
              orders: {kind: source.kafka@1, settings: {topic: orders, columns: [{name: id, type: BIGINT}, {name: shop, type: STRING}, {name: ts, type: TIMESTAMP(3)}], eventTime: ts, watermarkDelay: 0 s}}
            """;
    @TempDir
    private static Path home;
    private static EmbeddedFlink flink;
    private static PreviewEngine engine;

    @BeforeAll
    static void start() {
        flink = new EmbeddedFlink(home, 0, 4);
        flink.start();
        engine = new FlinkPreview(() -> flink, FilesFolder.NONE, Databases.NONE, HttpServices.NONE, Registries.NONE);
    }

    @AfterAll
    static void stop() {
        flink.close();
    }

    /** A plan with its preview. */
    private record Ran(LogicalPlan plan, PreviewEngine.Outcome outcome, RowFates fates) {
        NodeFlow.Input into(String node, int input) {
            return fates.of(new NodeId(node)).inputs().get(input);
        }

        List<String> words(String node, int input) {
            return into(node, input).fates().stream().map(f -> f.left().isEmpty() ? f.words() : "left by " + f.left().stream().map(l -> l.port().port()).distinct().toList()
                    + (f.words().isEmpty() ? "" : ", " + f.words())).toList();
        }

        List<String> ends(String port, int index) {
            return fates.ends(PortRef.parse(port).orElseThrow(), index);
        }
    }

    private static Ran run(String nodes, String edges, boolean closing, Map<String, List<String>> rows) throws InterruptedException {
        var compiled = COMPILER.compile(new PipelineDocument(NodeKinds.shipped()).read(ORDERS + nodes.indent(2) + "edges:\n" + edges.indent(2)));
        LogicalPlan plan = COMPILER.soundPart(compiled).orElseThrow();
        assertThat(plan.segments()).as(compiled.diagnostics().toString()).hasSize(compiled.pipeline().nodes().size());
        var samples = new HashMap<NodeId, SourceSample>();
        rows.forEach((node, of) -> samples.put(new NodeId(node), new SourceSample.Rows(of.stream().map(SourceSample.Row::of).toList())));
        PreviewEngine.Outcome outcome = engine.run(plan, samples, 2_000, new SampleTiming(closing, true), Duration.ofSeconds(60));
        assertThat(outcome.failure()).isEmpty();
        return new Ran(plan, outcome, RowFates.of(plan, outcome));
    }

    private static String order(int id, String shop, String time) {
        return "{\"id\":" + id + ",\"shop\":\"" + shop + "\",\"ts\":\"2026-01-01 " + time + "\"}";
    }

    private static final List<String> SIX = List.of(order(1, "a", "10:00:10"), order(2, "b", "10:01:00"), order(3, "a", "10:02:30"), order(4, "a", "10:00:50"),
            order(5, "b", "10:03:10"), order(6, "a", "10:03:20"));

    @Test
    void rowsOfAWindowAreCountedLateOrStillInAnOpenOne() throws InterruptedException {
        String nodes = """
                large: {kind: operator.filter@1, settings: {condition: id > 1}}
                per-minute: {kind: window.tumbling@1, settings: {time: ts, size: 1 min, keys: [shop], aggregates: [{name: n, function: count}]}}
                out: {kind: sink.discard@1}
                """;
        String edges = """
                - {from: orders.out, to: large.in}
                - {from: large.out, to: per-minute.in}
                - {from: per-minute.out, to: out.in}
                """;
        Ran ran = run(nodes, edges, false, Map.of("orders", SIX));
        assertThat(ran.words("large", 0)).containsExactly("left by [rest]", "left by [out]", "left by [out]", "left by [out]", "left by [out]", "left by [out]");
        assertThat(ran.words("per-minute", 0)).containsExactly("was counted in a window that has closed", "was counted in a window that has closed",
                "left by [late], late: all its windows had closed", "is in the window from 2026-01-01 10:03:00, open until event time passes 2026-01-01 10:04:00",
                "is in the window from 2026-01-01 10:03:00, open until event time passes 2026-01-01 10:04:00");
        NodeFlow flow = ran.fates().of(new NodeId("per-minute"));
        assertThat(flow.open()).containsExactly(new NodeFlow.Open("", "2026-01-01 10:03:00", "2026-01-01 10:04:00", 2));
        assertThat(flow.eventTime()).contains("2026-01-01 10:03:19.999");
        assertThat(ran.ends("orders.out", 0)).containsExactly("left 'large.rest', which leads nowhere");
        assertThat(ran.ends("orders.out", 3)).containsExactly("left 'per-minute.late', which leads nowhere");
        assertThat(ran.ends("orders.out", 5)).singleElement().asString().startsWith("'per-minute': is in the window from 2026-01-01 10:03:00");
        assertThat(ran.ends("per-minute.out", 0)).containsExactly("written to 'out'");
        Ran closed = run(nodes, edges, true, Map.of("orders", SIX));
        assertThat(closed.words("per-minute", 0)).endsWith("was counted in a window that has closed");
        assertThat(closed.fates().of(new NodeId("per-minute")).open()).isEmpty();
    }

    /** Fates of windows are told by their bounds and the watermark; Flink says by its results which have closed. */
    @Test
    void windowsThatAreToldToBeOpenAreThoseThatFlinkHasNotClosed() throws InterruptedException {
        for (String window : List.of("{kind: window.tumbling@1, settings: {time: ts, size: 2 min, offset: 30 s, aggregates: [{name: n, function: count}]}}",
                "{kind: window.hopping@1, settings: {time: ts, size: 10 min, slide: 2 min, aggregates: [{name: n, function: count}]}}",
                "{kind: window.cumulating@1, settings: {time: ts, size: 10 min, step: 2 min, aggregates: [{name: n, function: count}]}}",
                "{kind: window.session@1, settings: {time: ts, gap: 25 s, keys: [shop], aggregates: [{name: n, function: count}]}}")) {
            Schema schema = Schema.of(Column.of("id", LogicalType.BIGINT), Column.of("shop", LogicalType.STRING), Column.of("ts", LogicalType.TIMESTAMP)).withEventTime("ts");
            List<String> rows = GeneratedRows.of(schema, Duration.ZERO, 150, 3);
            String edges = "- {from: orders.out, to: w.in}";
            Ran paused = run("w: " + window, edges, false, Map.of("orders", rows));
            Ran closed = run("w: " + window, edges, true, Map.of("orders", rows));
            var out = PortRef.of("w", "out");
            long stillToCome = closed.outcome().ports().get(out).count() - paused.outcome().ports().get(out).count();
            assertThat(stillToCome).as(window).isPositive();
            assertThat(paused.fates().of(new NodeId("w")).open()).as(window).hasSize((int) stillToCome);
            assertThat(paused.into("w", 0).fates().stream().filter(f -> !f.left().isEmpty()).count()).as(window)
                    .isEqualTo(paused.outcome().ports().get(PortRef.of("w", "late")).count());
        }
    }

    @Test
    void rowsThatAreDroppedAreToldWithWhatDroppedThem() throws InterruptedException {
        Ran ran = run("""
                prices: {kind: source.kafka@1, settings: {topic: prices, columns: [{name: code, type: STRING}, {name: at, type: TIMESTAMP(3)}], eventTime: at, watermarkDelay: 0 s}}
                once: {kind: operator.deduplicate@1, settings: {keys: [shop], order: arrival, keep: first}}
                near: {kind: join.interval@1, settings: {type: inner, keys: [{left: shop, right: code}], leftTime: ts, rightTime: at, before: 10 s, after: 20 s}}
                twice: {kind: operator.map@1, settings: {begin: listed-columns, compute: [{name: doubled, expression: id * 2}]}}
                """, """
                - {from: orders.out, to: once.in}
                - {from: orders.out, to: near.left}
                - {from: prices.out, to: near.right}
                - {from: orders.out, to: twice.in}
                """, false, Map.of("orders", SIX, "prices", List.of("{\"code\":\"a\",\"at\":\"2026-01-01 10:00:15\"}", "{\"code\":\"b\",\"at\":\"2026-01-01 10:00:30\"}",
                "{\"code\":\"c\",\"at\":\"2026-01-01 10:03:25\"}")));
        assertThat(ran.words("once", 0)).containsExactly("left by [out]", "left by [out]", "dropped: another row with the same shop came before",
                "dropped: another row with the same shop came before", "dropped: another row with the same shop came before",
                "dropped: another row with the same shop came before");
        assertThat(ran.into("once", 0).dropped()).isEqualTo(4);
        assertThat(ran.words("near", 0)).startsWith("left by [out]", "dropped: it found no partner", "dropped: it found no partner", "dropped: it found no partner")
                .endsWith("waits for a partner until event time passes 2026-01-01 10:03:40");
        assertThat(ran.words("near", 1)).containsExactly("left by [out]", "dropped: it found no partner", "waits for a partner until event time passes 2026-01-01 10:03:35");
        assertThat(ran.words("twice", 0)).containsOnly("left by [out]");
        assertThat(ran.ends("orders.out", 2)).containsExactly("'once': dropped: another row with the same shop came before", "'near': dropped: it found no partner",
                "left 'twice.out', which leads nowhere");
    }

    @Test
    void valuesOfExpressionsAreFlinksOwn() throws InterruptedException {
        RowValues values = RowValues.by(engine);
        Schema columns = Schema.of(Column.of("id", LogicalType.BIGINT), Column.of("shop", LogicalType.STRING), Column.of("ts", LogicalType.TIMESTAMP),
                Column.of("amount", new LogicalType.Decimal(10, 2)));
        String row = "{\"id\":7,\"shop\":\"Ümit's\",\"ts\":\"2026-01-01 10:00:10.500\",\"amount\":12.30}";
        assertThat(value(values, columns, row, "id * 2 > 13 AND shop LIKE 'Ü%'")).isEqualTo(new RowValues.Value.Found("true"));
        assertThat(value(values, columns, row, "UPPER(shop)")).isEqualTo(new RowValues.Value.Found("\"ÜMIT'S\""));
        assertThat(value(values, columns, row, "amount / 3")).isEqualTo(new RowValues.Value.Found("4.1000000000000"));
        assertThat(value(values, columns, row, "FLOOR(ts TO MINUTE)")).isEqualTo(new RowValues.Value.Found("\"2026-01-01 10:00:00.000\""));
        assertThat(value(values, columns, row, "NULLIF(id, 7)")).isEqualTo(new RowValues.Value.Found("null"));
        assertThat(value(values, columns, row, "1 / (id - 7)")).isInstanceOfSatisfying(RowValues.Value.Failed.class,
                failed -> assertThat(failed.message()).contains("Division by zero").contains("NULLIF"));
        assertThat(value(values, columns, row, "CAST(shop AS INT)")).isInstanceOfSatisfying(RowValues.Value.Failed.class,
                failed -> assertThat(failed.message()).contains("TRY_CAST"));
        var me = Thread.currentThread();
        me.interrupt();
        try {
            value(values, columns, row, "id + 1");
            org.assertj.core.api.Assertions.fail("Who is interrupted gets no value");
        } catch (InterruptedException ended) {
            assertThat(value(values, columns, row, "id + 1")).isEqualTo(new RowValues.Value.Found("8"));
        }
    }

    private static RowValues.Value value(RowValues values, Schema columns, String row, String expression) throws InterruptedException {
        if (TYPER.type(new Expression(expression), columns) instanceof Typing.Typed(var scalar)) {
            return values.of(scalar, columns, row);
        }
        throw new AssertionError(expression);
    }
}
