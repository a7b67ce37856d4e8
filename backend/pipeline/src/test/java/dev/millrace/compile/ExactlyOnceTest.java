package dev.millrace.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.document.PipelineDocument;
import dev.millrace.fixture.SmallExpressions;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.RunSettings;
import dev.millrace.rel.Write;
import org.junit.jupiter.api.Test;

/** One switch: every Kafka sink writes in transactions, and what may write a row twice is refused where it stands. */
class ExactlyOnceTest {
    private static final NodeKinds KINDS = NodeKinds.shipped();
    private static final PipelineDocument DOCUMENTS = new PipelineDocument(KINDS);

    private static Pipeline with(String run, String sink) {
        return DOCUMENTS.read("""
                millrace: 1
                name: once
                run: {%s}
                nodes:
                  rows: {kind: source.values, settings: {columns: [{name: id, type: BIGINT}], rows: '[{"id": 1}]'}}
                  out: {%s}
                edges:
                  - {from: rows.out, to: out.in}
                """.formatted(run, sink));
    }

    private static Compilation compile(String run, String sink) {
        return new Compiler(KINDS, new SmallExpressions()).compile(with(run, sink));
    }

    private static Write write(String run, String sink) {
        Compilation compiled = compile(run, sink);
        return compiled.plan().orElseThrow(() -> new AssertionError(compiled.diagnostics().toString())).segments().stream().filter(Segment.Writing.class::isInstance)
                .map(s -> ((Segment.Writing) s).write()).findFirst().orElseThrow();
    }

    @Test void kafkaSinksWriteInTransactionsWhateverTheySayThemselves() {
        String topic = "kind: sink.kafka, settings: {topic: t}";
        String latest = "kind: sink.kafka-upsert, settings: {topic: t, key: [id]}";
        assertThat(write("parallelism: 1", topic).isTransactional()).isFalse();
        assertThat(write("exactlyOnce: true", topic).isTransactional()).isTrue();
        assertThat(write("exactlyOnce: true", latest).isTransactional()).isTrue();
        assertThat(write("exactlyOnce: false", latest).isTransactional()).isFalse();
        assertThat(write("exactlyOnce: true, mode: batch", topic).isTransactional()).isFalse();
        assertThat(write("exactlyOnce: true", "kind: sink.discard").isTransactional()).isFalse();
    }

    @Test void whatMayWriteTwiceIsRefusedWithTheWayOut() {
        refused("kind: sink.http, settings: {service: alerts}", "cannot take a request back", "Write to a Kafka sink");
        refused("kind: sink.print", "prints rows to a log", "Disable the node");
        refused("kind: sink.jdbc, settings: {database: warehouse, table: t, mode: insert}", "inserts rows", "Choose upsert");
        assertThat(compile("exactlyOnce: true", "kind: sink.jdbc, settings: {database: warehouse, table: t, mode: upsert, key: [id]}").diagnostics().all())
                .noneMatch(d -> d.code() == Diagnostic.Code.NOT_EXACTLY_ONCE);
    }

    private static void refused(String sink, String why, String instead) {
        assertThat(compile("exactlyOnce: true", sink).diagnostics().all()).filteredOn(d -> d.code() == Diagnostic.Code.NOT_EXACTLY_ONCE).singleElement().satisfies(d -> {
            assertThat(d.at().nodeOf().orElseThrow().value()).isEqualTo("out");
            assertThat(d.message()).contains(why);
            assertThat(d.hint()).contains(instead);
        });
        assertThat(compile("exactlyOnce: false", sink).diagnostics().all()).noneMatch(d -> d.code() == Diagnostic.Code.NOT_EXACTLY_ONCE);
    }

    @Test void theSwitchStandsInTheDocumentWhereItIsOn() {
        Pipeline on = with("exactlyOnce: true", "kind: sink.discard");
        assertThat(on.run()).isEqualTo(RunSettings.DEFAULT.withExactlyOnce(true));
        assertThat(DOCUMENTS.write(on)).contains("exactlyOnce: true");
        assertThat(DOCUMENTS.read(DOCUMENTS.write(on)).run()).isEqualTo(on.run());
        assertThat(DOCUMENTS.write(with("parallelism: 1", "kind: sink.discard"))).doesNotContain("exactlyOnce");
    }
}
