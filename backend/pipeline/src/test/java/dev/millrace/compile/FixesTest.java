package dev.millrace.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.document.PipelineDocument;
import dev.millrace.fixture.Fixture;
import dev.millrace.fixture.SmallExpressions;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class FixesTest {
    private static final NodeKinds KINDS = NodeKinds.shipped();
    private static final Fixes FIXES = new Fixes(new Compiler(KINDS, new SmallExpressions()));
    private static final SmallExpressions TYPER = new SmallExpressions();

    private static Compilation compile(Pipeline pipeline) {
        return new Compiler(KINDS, TYPER).compile(pipeline);
    }

    private static Pipeline bids(String nodes, String edges) {
        return new PipelineDocument(KINDS).read("""
                millrace: 1
                name: Bids
                nodes:
                  bids: {kind: source.demo@1, settings: {dataset: bids}}
                %s
                edges:
                %s
                """.formatted(nodes.indent(2), edges.indent(2)));
    }

    /** The fix of that label for a diagnostic of that code, applied. */
    private static Compilation fixed(Pipeline pipeline, Diagnostic.Code code, String label) {
        Compilation now = compile(pipeline);
        List<Fix> fixes = now.diagnostics().all().stream().filter(d -> d.code() == code).flatMap(d -> FIXES.of(d, now).stream()).toList();
        assertThat(fixes).extracting(Fix::label).as(now.diagnostics().toString()).contains(label);
        return compile(fixes.stream().filter(f -> f.label().equals(label)).findFirst().orElseThrow().edit().apply(pipeline));
    }

    private static void assertNone(Compilation now, Diagnostic.Code code) {
        assertThat(now.diagnostics().all()).extracting(Diagnostic::code).doesNotContain(code);
    }

    /** Whatever is refused in the fixtures of all kinds: a fix can be made, and what it was offered for is said no more. */
    @TestFactory
    Stream<DynamicTest> everyFixAnswersItsDiagnostic() {
        return Fixture.all().stream().map(f -> DynamicTest.dynamicTest(f.name(), () -> {
            Compilation now = f.compile(TYPER);
            for (Diagnostic diagnostic : now.diagnostics().all()) {
                for (Fix fix : FIXES.of(diagnostic, now)) {
                    Compilation after = compile(fix.edit().apply(now.pipeline()));
                    assertThat(after.diagnostics().all()).as(fix.label()).doesNotContain(diagnostic);
                }
            }
        }));
    }

    @Test
    void aSlipInANameIsSetRight() {
        assertNone(fixed(bids("per: {kind: operator.group@1, settings: {keys: [auctoin], aggregates: [{function: count, name: n}]}}",
                "- {from: bids.out, to: per.in}"), Diagnostic.Code.UNKNOWN_COLUMN, "Use 'auction'"), Diagnostic.Code.UNKNOWN_COLUMN);
    }

    @Test
    void aSlipInsideAnExpressionIsSetRight() {
        assertNone(fixed(bids("dear: {kind: operator.filter@1, settings: {condition: prise > 100}}", "- {from: bids.out, to: dear.in}"),
                Diagnostic.Code.BAD_EXPRESSION, "Use 'price'"), Diagnostic.Code.BAD_EXPRESSION);
    }

    @Test
    void stateForEverGetsATime() {
        assertNone(fixed(bids("""
                per: {kind: operator.group@1, settings: {keys: [auction], aggregates: [{function: count, name: n}]}}
                """, "- {from: bids.out, to: per.in}"), Diagnostic.Code.UNBOUNDED_STATE, "Keep for 1 day"), Diagnostic.Code.UNBOUNDED_STATE);
    }

    @Test
    void whatHasNoEndGetsOneInBatchMode() {
        Compilation ended = fixed(inBatch("""
                in: {kind: source.kafka@1, settings: {topic: orders, columns: [{name: id, type: BIGINT}]}}
                out: {kind: sink.discard@1}
                """), Diagnostic.Code.UNBOUNDED_IN_BATCH, "Stop at the end of the topic");
        assertThat(ended.plan()).as(ended.diagnostics().toString()).isPresent();
        ended = fixed(inBatch("""
                in: {kind: source.files@1, settings: {folder: orders, columns: [{name: id, type: BIGINT}], watch: 1 min}}
                out: {kind: sink.discard@1}
                """), Diagnostic.Code.UNBOUNDED_IN_BATCH, "Read the files that are there");
        assertThat(ended.plan()).as(ended.diagnostics().toString()).isPresent();
        ended = fixed(inBatch("""
                in: {kind: source.demo@1, settings: {dataset: bids}}
                out: {kind: sink.discard@1}
                """), Diagnostic.Code.UNBOUNDED_IN_BATCH, "Stop after 10 000 rows");
        assertThat(ended.plan()).as(ended.diagnostics().toString()).isPresent();
    }

    private static Pipeline inBatch(String nodes) {
        return new PipelineDocument(NodeKinds.shipped()).read("millrace: 1\nname: batch\nrun: {mode: batch}\nnodes:\n" + nodes.indent(2)
                + "edges:\n  - {from: in.out, to: out.in}\n");
    }

    @Test
    void changesGoIntoACompactedTopicOrBecomeRows() {
        Pipeline pipeline = bids("""
                per: {kind: operator.group@1, settings: {keys: [auction], aggregates: [{function: count, name: n}], keepFor: 1 h}}
                out: {kind: sink.kafka@1, settings: {topic: counts}}
                """, """
                - {from: bids.out, to: per.in}
                - {from: per.out, to: out.in}
                """);
        Compilation upsert = fixed(pipeline, Diagnostic.Code.CHANGELOG_NOT_ACCEPTED, "Write a compacted topic by 'auction' instead");
        assertThat(upsert.plan()).as(upsert.diagnostics().toString()).isPresent();
        Compilation rows = fixed(pipeline, Diagnostic.Code.CHANGELOG_NOT_ACCEPTED, "Insert Changes to rows before it");
        assertThat(rows.plan()).as(rows.diagnostics().toString()).isPresent();
    }

    @Test
    void aCastThatCanFailIsTried() {
        Compilation now = fixed(bids("""
                shaped: {kind: operator.map@1, settings: {compute: [{name: at, expression: "cast(channel AS BIGINT) + price"}]}}
                out: {kind: sink.kafka@1, settings: {topic: out}}
                """, """
                - {from: bids.out, to: shaped.in}
                - {from: shaped.out, to: out.in}
                """), Diagnostic.Code.CAST_CAN_FAIL, "Use TRY_CAST");
        assertNone(now, Diagnostic.Code.CAST_CAN_FAIL);
        assertThat(now.pipeline().node(new NodeId("shaped")).orElseThrow().settings().toString()).contains("TRY_cast(channel AS BIGINT) + price");
    }

    @Test
    void whatIsComputedForNobodyIsRemoved() {
        Compilation now = fixed(bids("""
                shaped: {kind: operator.map@1, settings: {compute: [{name: half, expression: price / 2}, {name: double, expression: price * 2}]}}
                per: {kind: operator.group@1, settings: {keys: [auction], aggregates: [{function: sum, column: double, name: n}], keepFor: 1 h}}
                out: {kind: sink.kafka-upsert@1, settings: {topic: out, key: [auction]}}
                """, """
                - {from: bids.out, to: shaped.in}
                - {from: shaped.out, to: per.in}
                - {from: per.out, to: out.in}
                """), Diagnostic.Code.UNREAD_COLUMN, "Remove 'half'");
        assertNone(now, Diagnostic.Code.UNREAD_COLUMN);
        assertThat(now.plan()).isPresent();
    }

    @Test
    void aColumnIsNotRequiredForNobody() {
        Compilation now = fixed(new PipelineDocument(KINDS).read("""
                millrace: 1
                name: Orders
                nodes:
                  orders: {kind: source.kafka@1, settings: {topic: orders, columns: [{name: id, type: BIGINT}, {name: note, type: STRING, required: true}]}}
                  ids: {kind: operator.map@1, settings: {begin: listed-columns, keep: [id]}}
                  out: {kind: sink.kafka@1, settings: {topic: out}}
                edges:
                  - {from: orders.out, to: ids.in}
                  - {from: ids.out, to: out.in}
                """), Diagnostic.Code.UNREAD_COLUMN, "Do not require it");
        assertNone(now, Diagnostic.Code.UNREAD_COLUMN);
    }

    @Test
    void fewKeysAreSaidWhereTheyLeaveCopiesWithoutWork() {
        String grouped = """
                millrace: 1
                name: Bids
                run: {parallelism: %d, checkpointInterval: 1 s}
                nodes:
                  bids: {kind: source.demo@1, settings: {dataset: bids}}
                  shaped: {kind: operator.map@1, settings: {compute: [{name: dear, expression: price > 100}, {name: all, expression: "'all'"}]}}
                  per: {kind: operator.group@1, settings: {keys: [%s], aggregates: [{function: count, name: n}], keepFor: 1 h}}
                  out: {kind: sink.discard@1}
                edges:
                  - {from: bids.out, to: shaped.in}
                  - {from: shaped.out, to: per.in}
                  - {from: per.out, to: out.in}
                """;
        var document = new PipelineDocument(KINDS);
        assertThat(compile(document.read(grouped.formatted(8, "dear"))).diagnostics().all()).anyMatch(d -> d.code() == Diagnostic.Code.FEW_KEYS && d.message().contains("of the 8 copies"));
        assertThat(compile(document.read(grouped.formatted(2, "all"))).diagnostics().all()).anyMatch(d -> d.code() == Diagnostic.Code.FEW_KEYS && d.message().contains("1 value of 'all'"));
        assertNone(compile(document.read(grouped.formatted(1, "dear"))), Diagnostic.Code.FEW_KEYS);
        assertNone(compile(document.read(grouped.formatted(8, "auction"))), Diagnostic.Code.FEW_KEYS);
    }
}
