package dev.millrace.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.document.PipelineDocument;
import dev.millrace.fixture.SmallExpressions;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.PortRef;
import org.junit.jupiter.api.Test;

/** A broken pipeline still shows the types it can. */
class InputSchemasTest {
    private static final NodeKinds KINDS = NodeKinds.shipped();

    @Test
    void typesAreKnownBehindANodeThatIsNotReady() {
        var compiled = new Compiler(KINDS, new SmallExpressions()).compile(new PipelineDocument(KINDS).read("""
                millrace: 1
                name: Half done
                nodes:
                  bids: {kind: source.demo@1, settings: {dataset: bids}}
                  some: {kind: operator.filter@1}
                  per-minute: {kind: window.tumbling@1, settings: {size: 1 min}}
                  alone: {kind: operator.filter@1}
                  odd: {kind: hologram@1}
                edges:
                  - {from: bids.out, to: some.in}
                  - {from: some.out, to: per-minute.in}
                  - {from: odd.out, to: alone.in}
                """));
        assertThat(compiled.plan()).isEmpty();
        assertThat(compiled.inputSchemas(new NodeId("per-minute"))).singleElement().satisfies(s -> {
            assertThat(s.names()).startsWith("auction", "bidder", "price");
            assertThat(s.eventTime()).contains("dateTime");
        });
        assertThat(compiled.inputSchemas(new NodeId("alone"))).isEmpty();
        assertThat(compiled.schemas().get(PortRef.of("per-minute", "out")).names()).startsWith("window_start", "window_end", "window_time");
        assertThat(compiled.state(new NodeId("some"))).isEqualTo(NodeState.NEEDS_SETUP);
        assertThat(compiled.state(new NodeId("odd"))).isEqualTo(NodeState.ERROR);
        assertThat(compiled.state(new NodeId("bids"))).isEqualTo(NodeState.OK);
        assertThat(compiled.glimpses()).containsEntry(new NodeId("bids"), "bids, 100 rows/s").containsEntry(new NodeId("some"), "");
    }
}
