package dev.millrace.flink.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.compile.Compiler;
import dev.millrace.document.PipelineDocument;
import dev.millrace.flink.expression.FlinkExpressions;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PipelineEdit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * How long it takes from an edit to all types and errors of the pipeline, with Flink's own typer. Run by {@code ./benchmark validation},
 * not with the tests.
 *
 * <p>Each edit gives one condition a text that was never seen before, so that the planner must type it; all the rest is as it was.
 */
class ValidationBenchmark {
    private static final int WARM = 40;
    private static final int EDITS = 200;

    @Test
    void anEditInPipelinesOfManySizes() throws Exception {
        var report = new StringBuilder("| nodes | median ms | nine of ten under ms | slowest ms |\n|---|---|---|---|\n");
        for (int nodes : new int[] {50, 200, 1000}) {
            long[] nanos = edits(nodes);
            report.append("| %d | %.1f | %.1f | %.1f |%n".formatted(nodes, nanos[EDITS / 2] / 1e6, nanos[EDITS * 9 / 10] / 1e6, nanos[EDITS - 1] / 1e6));
        }
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target/benchmark.md"), report);
    }

    /** Sorted. */
    private static long[] edits(int nodes) {
        var kinds = NodeKinds.shipped();
        var compiler = new Compiler(kinds, new FlinkExpressions());
        Pipeline pipeline = new PipelineDocument(kinds).read(document(nodes));
        assertThat(compiler.compile(pipeline).diagnostics().hasErrors()).isFalse();
        var changed = new NodeId("n" + (nodes / 2 + 3));
        var nanos = new long[EDITS];
        for (int i = -WARM; i < EDITS; i++) {
            pipeline = new PipelineEdit.SetSetting(changed, "condition", Optional.of("price > " + (100_000 + i))).apply(pipeline);
            long begin = System.nanoTime();
            var compilation = compiler.compile(pipeline);
            if (i >= 0) {
                nanos[i] = System.nanoTime() - begin;
            }
            assertThat(compilation.plan()).isPresent();
        }
        Arrays.sort(nanos);
        return nanos;
    }

    /** Chains of ten: a source, filters and maps in turn, a window and a sink. */
    private static String document(int nodes) {
        var yaml = new StringBuilder("millrace: 1\nname: Many\nnodes:\n");
        var edges = new StringBuilder("edges:\n");
        for (int i = 0; i < nodes; i++) {
            yaml.append("  n").append(i).append(": ").append(switch (i % 10) {
                case 0 -> "{kind: source.demo@1, settings: {dataset: bids}}";
                case 2, 4 -> "{kind: operator.map@1, settings: {compute: [{name: c" + i + ", expression: price * " + i + "}]}}";
                case 8 -> "{kind: window.tumbling@1, settings: {time: dateTime, size: 1 min, keys: [auction], aggregates: [{name: n, function: count}]}}";
                case 9 -> "{kind: sink.kafka@1, settings: {topic: out-" + i + "}}";
                default -> "{kind: operator.filter@1, settings: {condition: price > " + i + "}}";
            }).append("\n");
            if (i % 10 != 0) {
                edges.append("  - {from: n").append(i - 1).append(".out, to: n").append(i).append(".in}\n");
            }
        }
        return yaml.append(edges).toString();
    }
}
