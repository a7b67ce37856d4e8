package dev.millrace.flink.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.compile.Compiler;
import dev.millrace.compile.LogicalPlan;
import dev.millrace.document.PipelineDocument;
import dev.millrace.flink.connect.Databases;
import dev.millrace.flink.connect.FilesFolder;
import dev.millrace.flink.connect.HttpServices;
import dev.millrace.flink.connect.Registries;
import dev.millrace.flink.connect.SampleConnectors;
import dev.millrace.flink.embedded.EmbeddedFlink;
import dev.millrace.flink.expression.FlinkExpressions;
import dev.millrace.flink.plan.JobPlanner;
import dev.millrace.flink.plan.JobSettings;
import dev.millrace.flink.preview.FlinkPreview;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PipelineEdit;
import dev.millrace.pipeline.PortRef;
import dev.millrace.pipeline.RunSettings.StateBackend;
import dev.millrace.rel.ExpressionTyper.Typing;
import dev.millrace.runtime.tap.TapSink;
import dev.millrace.schema.Expression;
import dev.millrace.schema.Schema;
import dev.millrace.server.deployment.JobId;
import dev.millrace.server.deployment.JobSpec;
import dev.millrace.server.preview.RowValues;
import dev.millrace.server.preview.SampleTiming;
import dev.millrace.server.sample.GeneratedRows;
import dev.millrace.server.sample.SourceSample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long it takes from an edit to all rows of a preview of 200 records through 10 nodes, and to the value of an expression for one row.
 * Run by {@code ./benchmark preview}, not with the tests.
 *
 * <p>Each run gives a condition a text that was never seen before. All rows are waited for, which is longer than to the first.
 */
class PreviewBenchmark {
    private static final int WARM = 25;
    private static final int RUNS = 50;
    private static final String DOCUMENT = """
            millrace: 1
            name: Ten nodes
            nodes:
              orders: {kind: source.kafka@1, settings: {topic: orders, columns: [{name: id, type: BIGINT}, {name: shop, type: STRING}, {name: amount, type: BIGINT}, {name: ts, type: TIMESTAMP(3)}], eventTime: ts}}
              named: {kind: operator.filter@1, settings: {condition: shop IS NOT NULL}}
              euros: {kind: operator.map@1, settings: {compute: [{name: euros, expression: CAST(amount * 0.9 AS DECIMAL(20, 2))}]}}
              large: {kind: operator.filter@1, settings: {condition: amount > 1}}
              by-size: {kind: operator.router@1, settings: {branches: [{name: small, condition: amount < 300}]}}
              per-minute: {kind: window.tumbling@1, settings: {time: ts, size: 1 min, keys: [shop], aggregates: [{name: n, function: count}, {name: total, function: sum, column: amount}]}}
              busy: {kind: operator.filter@1, settings: {condition: n > 0}}
              first: {kind: operator.deduplicate@1, settings: {keys: [shop]}}
              out: {kind: sink.discard@1}
              firsts: {kind: sink.discard@1}
            edges:
              - {from: orders.out, to: named.in}
              - {from: named.out, to: euros.in}
              - {from: euros.out, to: large.in}
              - {from: large.out, to: by-size.in}
              - {from: by-size.small, to: per-minute.in}
              - {from: per-minute.out, to: busy.in}
              - {from: busy.out, to: out.in}
              - {from: by-size.else, to: first.in}
              - {from: first.out, to: firsts.in}
            """;

    @TempDir
    private static Path home;

    @Test
    void anEditInAPipelineOfTenNodes() throws Exception {
        var typer = new FlinkExpressions();
        var compiler = new Compiler(NodeKinds.shipped(), typer);
        var report = new StringBuilder("| | median ms | nine of ten under ms | least to greatest ms |\n|---|---|---|---|\n");
        try (var flink = new EmbeddedFlink(home, 0, 4)) {
            flink.start();
            var engine = new FlinkPreview(() -> flink, FilesFolder.NONE, Databases.NONE, HttpServices.NONE, Registries.NONE);
            Pipeline pipeline = new PipelineDocument(NodeKinds.shipped()).read(DOCUMENT);
            Schema columns = compiler.compile(pipeline).schemas().get(PortRef.of("orders", "out"));
            var rows = GeneratedRows.of(columns, Duration.ofSeconds(5), 200, 1);
            Map<NodeId, SourceSample> sample = Map.of(new NodeId("orders"), new SourceSample.Rows(rows.stream().map(SourceSample.Row::of).toList()));
            var previews = new long[RUNS];
            var plans = new long[RUNS];
            for (int i = -WARM; i < RUNS; i++) {
                pipeline = new PipelineEdit.SetSetting(new NodeId("large"), "condition", Optional.of("amount > " + (i + WARM))).apply(pipeline);
                long begin = System.nanoTime();
                LogicalPlan plan = compiler.soundPart(compiler.compile(pipeline)).orElseThrow();
                var outcome = engine.run(plan, sample, 2_000, SampleTiming.AS_DEPLOYED, Duration.ofSeconds(60));
                if (i >= 0) {
                    previews[i] = System.nanoTime() - begin;
                }
                assertThat(outcome.failure()).isEmpty();
                assertThat(outcome.ports().get(PortRef.of("orders", "out")).count()).isEqualTo(200);
                // The same plan once more, for itself: what is left of the time is the job.
                begin = System.nanoTime();
                new JobPlanner(new SampleConnectors(sample, 2_000, SampleTiming.AS_DEPLOYED, FilesFolder.NONE, Databases.NONE, HttpServices.NONE, Registries.NONE),
                        new JobSettings(Optional.empty(), StateBackend.HASHMAP, 0, Duration.ofSeconds(1)))
                        .plan(plan, new JobSpec(JobId.random(), "Planned only", "preview"), (port, type) -> new TapSink("none", port.toString(), type));
                if (i >= 0) {
                    plans[i] = System.nanoTime() - begin;
                }
            }
            report.append(line("rows of all 10 nodes after an edit", previews)).append(line("planning alone", plans));
            RowValues values = RowValues.by(engine);
            var single = new long[RUNS];
            for (int i = -WARM; i < RUNS; i++) {
                long begin = System.nanoTime();
                var typed = (Typing.Typed) typer.type(new Expression("amount * " + (i + WARM) + " > 100"), columns);
                RowValues.Value value = values.of(typed.scalar(), columns, rows.getFirst());
                if (i >= 0) {
                    single[i] = System.nanoTime() - begin;
                }
                assertThat(value).isInstanceOf(RowValues.Value.Found.class);
            }
            report.append(line("value of an expression for one row", single));
        }
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target/benchmark.md"), report);
    }

    private static String line(String what, long[] nanos) {
        Arrays.sort(nanos);
        return "| %s | %.0f | %.0f | %.0f to %.0f |%n".formatted(what, nanos[RUNS / 2] / 1e6, nanos[RUNS * 9 / 10] / 1e6, nanos[0] / 1e6, nanos[RUNS - 1] / 1e6);
    }
}
