package dev.millrace.ui.canvas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.millrace.compile.Calls;
import dev.millrace.compile.Compilation;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.document.PipelineDifference;
import dev.millrace.document.PipelineDocument;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.Pipeline;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComparedGraphTest {
    private static final NodeKinds KINDS = NodeKinds.shipped();
    private static final PipelineDocument DOCUMENTS = new PipelineDocument(KINDS);
    private static final String OLDER = """
            millrace: 1
            name: Compared
            nodes:
              flights: {kind: source.demo@1}
              parts: {kind: operator.router@1, settings: {branches: [{name: far, condition: a = 1}]}}
              late: {kind: operator.filter@1, settings: {condition: a = 2}}
              out: {kind: sink.discard@1}
            edges:
              - {from: flights.out, to: parts.in}
              - {from: parts.far, to: late.in}
              - {from: parts.far, to: out.in}
            layout: {flights: {x: 0, y: 0}, parts: {x: 300, y: 0}, late: {x: 600, y: 0}, out: {x: 900, y: 0}}
            groups:
              group-1: {title: All, folded: true, nodes: [flights, parts]}
            """;
    private static final String NEWER = OLDER.replace("name: far", "name: west").replace("  late: {kind: operator.filter@1, settings: {condition: a = 2}}\n", "")
            .replace("  - {from: parts.far, to: late.in}\n", "").replace("late: {x: 600, y: 0}, ", "").replace("parts.far", "parts.west").replace("x: 900", "x: 700");

    private static Compilation compiled(String document) {
        Pipeline pipeline = DOCUMENTS.read(document);
        return new Compilation(pipeline, pipeline, Calls.NONE, Map.of(), Map.of(), Map.of(), Diagnostics.NONE, Optional.empty());
    }

    private static Wire.Graph compared(String older, String newer) {
        Compilation was = compiled(older);
        Compilation is = compiled(newer);
        return ComparedGraph.of(was, is, PipelineDifference.between(was.pipeline(), is.pipeline(), DOCUMENTS), KINDS);
    }

    @Test
    void whatIsGoneIsDrawnWhereItWas() {
        Wire.Graph graph = compared(OLDER, NEWER);
        assertThat(graph.nodes()).extracting(Wire.Node::id, Wire.Node::difference, Wire.Node::x).containsExactlyInAnyOrder(tuple("flights", Wire.Differs.SAME, 0),
                tuple("parts", Wire.Differs.CHANGED, 300), tuple("out", Wire.Differs.SAME, 700), tuple("late", Wire.Differs.REMOVED, 600));
        assertThat(graph.edges()).extracting(Wire.Edge::id, Wire.Edge::difference).containsExactlyInAnyOrder(tuple("flights.out->parts.in", Wire.Differs.SAME),
                tuple("parts.west->out.in", Wire.Differs.ADDED), tuple("parts.far->out.in", Wire.Differs.REMOVED), tuple("parts.far->late.in", Wire.Differs.REMOVED));
        assertThat(graph.nodes()).filteredOn(n -> n.id().equals("parts")).singleElement().satisfies(parts -> {
            assertThat(parts.differs()).startsWith("'Branches' of 'parts' is ");
            assertThat(parts.outputs()).as("edges that are gone end somewhere").extracting(Wire.Port::name).contains("west", "far");
        });
        assertThat(graph.groups()).singleElement().satisfies(group -> assertThat(group.folded()).isFalse());
    }

    @Test
    void theSameHasNoSigns() {
        Wire.Graph graph = compared(OLDER, OLDER.replace("x: 900", "x: 100"));
        assertThat(graph.nodes()).hasSize(4).allMatch(n -> n.difference() == Wire.Differs.SAME && n.differs().isEmpty());
        assertThat(graph.edges()).hasSize(3).allMatch(e -> e.difference() == Wire.Differs.SAME);
    }
}
