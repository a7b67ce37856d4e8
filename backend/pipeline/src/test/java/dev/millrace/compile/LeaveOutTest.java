package dev.millrace.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.document.DocumentRefused;
import dev.millrace.document.PipelineDocument;
import dev.millrace.fixture.SmallExpressions;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PortRef;
import org.junit.jupiter.api.Test;

/** Disabled nodes: what is compiled is what a person would draw without them. */
class LeaveOutTest {
    private static final NodeKinds KINDS = NodeKinds.shipped();
    private static final PipelineDocument DOCUMENT = new PipelineDocument(KINDS);
    private static final Pipeline DRAWN = DOCUMENT.read("""
            millrace: 1
            name: Bids
            nodes:
              bids: {kind: source.demo@1, settings: {dataset: bids}}
              dear: {kind: operator.filter@1, settings: {condition: price > 100}}
              even: {kind: operator.filter@1, settings: {condition: auction > 5}}
              cheap: {kind: operator.filter@1, settings: {condition: price > 1}}
              both: {kind: operator.union@1}
              kept: {kind: sink.discard@1}
              thrown: {kind: sink.discard@1}
            edges:
              - {from: bids.out, to: dear.in}
              - {from: dear.out, to: even.in}
              - {from: dear.rest, to: cheap.in}
              - {from: even.out, to: both.in}
              - {from: cheap.out, to: both.in}
              - {from: cheap.rest, to: thrown.in}
              - {from: both.out, to: kept.in}
            """);

    private static Pipeline with(Pipeline pipeline, String node, Node.Use use) {
        return pipeline.withNode(pipeline.node(new NodeId(node)).orElseThrow().withUse(use));
    }

    private static Compilation compile(Pipeline pipeline) {
        return new Compiler(KINDS, new SmallExpressions()).compile(pipeline);
    }

    private static String plan(Compilation compiled) {
        assertThat(compiled.diagnostics().hasErrors()).as(compiled.diagnostics().toString()).isFalse();
        return PlanText.write(compiled.plan().orElseThrow());
    }

    @Test
    void aBypassedNodeHandsItsRowsOn() {
        var compiled = compile(with(DRAWN, "even", Node.Use.BYPASSED));
        Pipeline asDrawn = DRAWN.withoutNode(new NodeId("even"))
                .withEdge(new dev.millrace.pipeline.Edge(PortRef.of("dear", "out"), PortRef.of("both", "in")));
        assertThat(plan(compiled)).isEqualTo(plan(compile(asDrawn)));
        assertThat(compiled.pipeline().nodes()).as("it stays in the drawing").containsKey(new NodeId("even"));
        assertThat(compiled.schemas()).as("its edges show what passes").containsEntry(PortRef.of("even", "out"), compiled.schemas().get(PortRef.of("dear", "out")));
        assertThat(compiled.inputSchemas(new NodeId("both"))).hasSize(2);
        assertThat(compiled.origin(PortRef.of("even", "out"))).isEqualTo(PortRef.of("dear", "out"));
        assertThat(compiled.glimpses()).containsEntry(new NodeId("even"), "auction > 5");
        assertThat(compiled.isLeftOut(new NodeId("even"))).isFalse();
    }

    @Test
    void whatHangsOnASecondOutputOfABypassedNodeIsLeftOut() {
        var compiled = compile(with(with(DRAWN, "dear", Node.Use.BYPASSED), "even", Node.Use.BYPASSED));
        assertThat(compiled.running().nodes().keySet()).extracting(NodeId::value).containsExactly("bids", "both", "kept");
        assertThat(compiled.running().edges()).extracting(Object::toString).containsExactlyInAnyOrder("bids.out->both.in", "both.out->kept.in");
        assertThat(compiled.origin(PortRef.of("even", "out"))).as("through both").isEqualTo(PortRef.of("bids", "out"));
        assertThat(compiled.isLeftOut(new NodeId("thrown"))).isTrue();
        assertThat(DRAWN.edges().stream().filter(compiled::carries)).extracting(Object::toString)
                .containsExactlyInAnyOrder("bids.out->dear.in", "dear.out->even.in", "even.out->both.in", "both.out->kept.in");
        assertThat(plan(compiled)).contains("both");
    }

    @Test
    void aNodeIsCutWithWhatHangsOnItAlone() {
        var compiled = compile(with(DRAWN, "cheap", Node.Use.CUT));
        assertThat(compiled.running().nodes().keySet()).extracting(NodeId::value).containsExactly("bids", "both", "dear", "even", "kept");
        assertThat(compiled.isLeftOut(new NodeId("thrown"))).isTrue();
        assertThat(compiled.isLeftOut(new NodeId("both"))).as("fed by another").isFalse();
        assertThat(plan(compiled)).isEqualTo(plan(compile(DRAWN.withoutNode(new NodeId("cheap")).withoutNode(new NodeId("thrown")))));
    }

    @Test
    void aBrokenNodeCanBeCutOutAndTheRestRuns() {
        Pipeline broken = DRAWN.withNode(new Node(new NodeId("cheap"), "operator.nonsense", 1, "", dev.millrace.pipeline.Settings.EMPTY));
        assertThat(compile(broken).plan()).isEmpty();
        assertThat(compile(with(broken, "cheap", Node.Use.CUT)).plan()).isPresent();
    }

    @Test
    void aJoinThatLosesAnInputSaysSo() {
        var compiled = compile(DOCUMENT.read("""
                millrace: 1
                name: Joined
                nodes:
                  a: {kind: source.demo@1, settings: {dataset: bids}}
                  b: {kind: source.demo@1, disabled: cut, settings: {dataset: bids}}
                  j: {kind: join.regular@1, settings: {keys: [{left: auction, right: auction}]}}
                  s: {kind: sink.discard@1}
                edges:
                  - {from: a.out, to: j.left}
                  - {from: b.out, to: j.right}
                  - {from: j.out, to: s.in}
                """));
        assertThat(compiled.diagnostics().at(new NodeId("j"))).extracting(Diagnostic::code).contains(Diagnostic.Code.MISSING_INPUT);
    }

    @Test
    void whatHasNoPairOfPortsIsNotBypassed() {
        var source = compile(with(DRAWN, "bids", Node.Use.BYPASSED));
        assertThat(source.plan()).isEmpty();
        assertThat(source.diagnostics().at(new NodeId("bids")).filter(d -> d.code() == Diagnostic.Code.NOT_BYPASSABLE)).singleElement()
                .satisfies(d -> assertThat(d.message()).isEqualTo("'bids' cannot be bypassed: it is a source: no rows come in that could pass"));
        assertThat(Bypass.refusal(KINDS, DRAWN.node(new NodeId("kept")).orElseThrow()).orElseThrow()).contains("it is a sink");
        assertThat(Bypass.refusal(KINDS, DRAWN.node(new NodeId("both")).orElseThrow()).orElseThrow()).contains("several inputs");
        assertThat(Bypass.refusal(KINDS, DRAWN.node(new NodeId("dear")).orElseThrow())).isEmpty();
    }

    @Test
    void whatNoLongerFitsBehindABypassedNodeIsSaidThere() {
        Pipeline computed = DOCUMENT.read("""
                millrace: 1
                name: Computed
                nodes:
                  bids: {kind: source.demo@1, settings: {dataset: bids}}
                  twice: {kind: operator.map@1, disabled: bypass, settings: {compute: [{name: twice, expression: price + price}]}}
                  dear: {kind: operator.filter@1, settings: {condition: twice > 100}}
                  kept: {kind: sink.discard@1}
                edges:
                  - {from: bids.out, to: twice.in}
                  - {from: twice.out, to: dear.in}
                  - {from: dear.out, to: kept.in}
                """);
        assertThat(compile(with(computed, "twice", Node.Use.ENABLED)).plan()).isPresent();
        assertThat(compile(computed).diagnostics().at(new NodeId("dear"))).anySatisfy(d -> assertThat(d.message()).contains("twice"));
    }

    @Test
    void theDocumentSaysWhatIsDisabled() {
        Pipeline disabled = with(with(DRAWN, "even", Node.Use.BYPASSED), "cheap", Node.Use.CUT);
        String yaml = DOCUMENT.write(disabled);
        assertThat(yaml).contains("    disabled: bypass\n", "    disabled: cut\n");
        assertThat(DOCUMENT.write(DOCUMENT.read(yaml))).isEqualTo(yaml);
        assertThat(DOCUMENT.write(DRAWN)).doesNotContain("disabled");
        assertThatThrownBy(() -> DOCUMENT.read(yaml.replace("disabled: cut", "disabled: sometimes"))).isInstanceOf(DocumentRefused.class)
                .hasMessageContaining("write bypass (rows pass as they came) or cut");
    }
}
