package dev.millrace.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.document.PipelineDocument;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.Edge;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PortRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionsTest {
    private static final NodeKinds KINDS = NodeKinds.shipped();
    private static final Pipeline PIPELINE = new PipelineDocument(KINDS).read("""
            millrace: 1
            name: Drawing
            nodes:
              orders: {kind: source.kafka@1}
              more: {kind: source.kafka@1}
              a: {kind: operator.filter@1}
              b: {kind: operator.filter@1}
              free: {kind: operator.filter@1}
              router: {kind: operator.router@1, settings: {branches: [{name: large}]}}
              merge: {kind: operator.union@1}
              results: {kind: sink.kafka@1}
              odd: {kind: hologram@1}
            edges:
              - {from: orders.out, to: a.in}
              - {from: a.out, to: b.in}
              - {from: orders.out, to: merge.in}
            """);

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', value = {
        "orders.out, gone.in, The node 'gone' is no longer there", "gone.out, a.in, The node 'gone' is no longer there",
        "orders.odd, free.in, 'orders' has no output 'odd'", "results.out, free.in, A sink has no output",
        "a.out, free.side, 'free' has no input 'side'", "a.out, orders.in, A source has no input", "free.out, free.in, A node cannot feed itself",
        "orders.out, a.in, They are connected already", "more.out, a.in, This input has an edge already. Put a Union before it to bring two streams together",
        "b.out, merge.in,", "more.out, merge.in,", "router.large, results.in,", "router.else, results.in,", "orders.bad, results.in,",
        "router.small, results.in, 'router' has no output 'small'"})
    void saysWhyNot(String from, String to, String reason) {
        assertThat(Connections.refusal(PIPELINE, KINDS, PortRef.parse(from).orElseThrow(), PortRef.parse(to).orElseThrow()).orElse(null)).isEqualTo(reason);
    }

    @Test
    void rowsMustNotRunInACircle() {
        var open = PIPELINE.withoutEdge(PIPELINE.edges().first()).withEdge(new Edge(PortRef.of("a", "out"), PortRef.of("b", "in")))
                .withoutEdge(new Edge(PortRef.of("orders", "out"), PortRef.of("a", "in")));
        assertThat(Connections.refusal(open, KINDS, PortRef.of("b", "out"), PortRef.of("a", "in"))).contains("Rows would run in a circle");
    }
}
