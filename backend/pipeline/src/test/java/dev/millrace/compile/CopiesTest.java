package dev.millrace.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.document.DocumentRefused;
import dev.millrace.document.PipelineDocument;
import dev.millrace.fixture.SmallExpressions;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of nodes with a parallelism of their own. */
class CopiesTest {
    private static final PipelineDocument DOCUMENTS = new PipelineDocument(NodeKinds.shipped());
    private static final String DRAWN = """
            millrace: 1
            name: Copies
            run: {parallelism: 2, checkpointInterval: 1 s}
            nodes:
              made: {kind: source.demo@1, settings: {dataset: bids}}
              read: {kind: source.kafka@1, READ settings: {topic: in, columns: [{name: item, type: STRING}, {name: price, type: BIGINT}]}}
              dear: {kind: operator.filter@1, DEAR settings: {condition: price > 0}}
              per: {kind: operator.group@1, PER settings: {keys: [item], aggregates: [{name: n, function: count}], keepFor: 1 day}}
              many: {kind: operator.filter@1, MANY settings: {condition: n > 1}}
              to: {kind: sink.kafka-upsert@1, settings: {topic: out, key: [item]}}
              rest: {kind: sink.discard@1, settings: {}}
            edges:
              - {from: made.out, to: rest.in}
              - {from: read.out, to: dear.in}
              - {from: dear.out, to: per.in}
              - {from: per.out, to: many.in}
              - {from: many.out, to: to.in}
            """;

    private static String drawn(String read, String dear, String per, String many) {
        return DRAWN.replace("READ", own(read)).replace("DEAR", own(dear)).replace("PER", own(per)).replace("MANY", own(many));
    }

    private static String own(String copies) {
        return copies.isEmpty() ? "" : "parallelism: " + copies + ",";
    }

    private static Compilation compile(String text) {
        Compilation compiled = new Compiler(NodeKinds.shipped(), new SmallExpressions()).compile(DOCUMENTS.read(text));
        assertThat(compiled.plan()).as(compiled.diagnostics().all().toString()).isPresent();
        return compiled;
    }

    private static List<String> said(String text) {
        return compile(text).diagnostics().all().stream().filter(d -> d.code() == Code.OUT_OF_TURN || d.code() == Code.FEWER_COPIES)
                .map(d -> d.severity() + " " + d.at().nodeOf().orElseThrow() + ": " + d.message()).toList();
    }

    @Test
    void nothingIsSaidWhereEveryRowGoesToTheCopyOfItsKey() {
        assertThat(said(drawn("", "", "8", ""))).isEmpty();
        assertThat(said(drawn("4", "", "8", ""))).isEmpty();
        assertThat(said(drawn("4", "4", "", ""))).isEmpty();
        assertThat(said(drawn("4", "2", "1", "1"))).isEmpty();
    }

    @Test
    void rowsThatMayOvertakeOneAnotherAreAWarning() {
        assertThat(said(drawn("", "6", "", ""))).containsExactly(
                "WARNING dear: Rows come from 2 copies and are dealt out in turn to 6: they may overtake one another");
        assertThat(said(drawn("6", "8", "", ""))).containsExactly(
                "WARNING dear: Rows come from 6 copies and are dealt out in turn to 8: they may overtake one another");
    }

    @Test
    void changesAreNotDealtOut() {
        assertThat(said(drawn("", "", "", "8"))).containsExactly("INFO many: This runs in 2 copies and not in 8: changes of a row would overtake one another");
    }

    @Test
    void whatHasOnePlaceForAllRowsSaysSo() {
        assertThat(said(drawn("", "", "", "").replace("kind: source.demo@1,", "kind: source.demo@1, parallelism: 3,")))
                .containsExactly("INFO made: This runs in 1 copy and not in 3: it has one place where all rows are");
    }

    @Test
    void theWidestNodeTellsHowManySlotsItTakes() {
        LogicalPlan plan = compile(drawn("4", "", "8", "")).plan().orElseThrow();
        assertThat(plan.slots()).isEqualTo(8);
        assertThat(plan.copies(new NodeId("read"))).isEqualTo(4);
        assertThat(plan.copies(new NodeId("to"))).isEqualTo(2);
        assertThat(PlanText.write(plan)).contains("per: operator.group, parallelism 8");
    }

    @Test
    void aDocumentKeepsItAndRefusesWhatNoNodeCanHave() {
        Pipeline pipeline = DOCUMENTS.read(drawn("", "", "8", ""));
        assertThat(pipeline.node(new NodeId("per")).orElseThrow().parallelism()).hasValue(8);
        assertThat(DOCUMENTS.write(pipeline)).contains("parallelism: 8");
        for (String wrong : List.of("0", "129", "-1", "1.5", "many")) {
            assertThatThrownBy(() -> DOCUMENTS.read(drawn("", "", wrong, ""))).as(wrong).isInstanceOf(DocumentRefused.class).hasMessageContaining("parallelism");
        }
    }
}
