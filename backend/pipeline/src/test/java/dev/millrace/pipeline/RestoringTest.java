package dev.millrace.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RestoringTest {
    private static final NodeId A = new NodeId("a");
    private static final NodeId B = new NodeId("b");
    private static final NodeId C = new NodeId("c");
    private static final Edge A_TO_B = new Edge(PortRef.of("a", "out"), PortRef.of("b", "in"));
    private static final MarkId GROUP = new MarkId("group-1");

    private static final Pipeline OLD = done(Pipeline.empty("Old"), add(A), add(B), new PipelineEdit.Connect(A_TO_B), set(A, "x", 1L), set(A, "y", 1L),
            new PipelineEdit.PutGroup(new NodeGroup(GROUP, "Both", new TreeSet<>(Set.of(A, B)), false)));
    private static final Pipeline NEW = done(OLD, new PipelineEdit.Rename("New"), set(A, "x", 2L), new PipelineEdit.RemoveNode(B), add(C), new PipelineEdit.SetLabel(A, "first"),
            new PipelineEdit.SetParallelism(A, OptionalInt.of(3)), new PipelineEdit.Connect(new Edge(PortRef.of("a", "out"), PortRef.of("c", "in"))));
    private static final PipelineEdit BACK = new PipelineEdit.Restore(new PipelineEdit.State(8, NEW), new PipelineEdit.State(3, OLD));

    private static PipelineEdit add(NodeId id) {
        return new PipelineEdit.AddNode(new Node(id, "kind", 1, "", Settings.EMPTY), new Position(id.value().charAt(0), 0));
    }

    private static PipelineEdit set(NodeId node, String setting, Object value) {
        return new PipelineEdit.SetSetting(node, setting, Optional.of(value));
    }

    private static Pipeline done(Pipeline pipeline, PipelineEdit... edits) {
        return new PipelineEdit.Batch(List.of(edits)).apply(pipeline);
    }

    @Test void thePipelineIsAsItWas() {
        assertThat(BACK.apply(NEW)).isEqualTo(OLD);
    }

    @Test void undoGivesTheNewerOneAgainAndRedoTheOlder() {
        PipelineEdit undo = BACK.inverse(NEW);
        assertThat(undo.apply(OLD)).isEqualTo(NEW);
        assertThat(undo.inverse(OLD).apply(NEW)).isEqualTo(OLD);
    }

    @Test void whatOthersDidElsewhereStays() {
        var d = new NodeId("d");
        Pipeline meantime = done(NEW, add(d), set(A, "z", 9L), new PipelineEdit.Describe("words"), new PipelineEdit.Connect(new Edge(PortRef.of("a", "out"), PortRef.of("d", "in"))));
        Pipeline restored = BACK.apply(meantime);
        assertThat(restored).isEqualTo(done(OLD, add(d), set(A, "z", 9L), new PipelineEdit.Describe("words"), new PipelineEdit.Connect(new Edge(PortRef.of("a", "out"), PortRef.of("d", "in")))));
        assertThat(BACK.inverse(meantime).apply(restored)).isEqualTo(meantime);
    }

    @Test void anUndoLeavesWhatOthersDidAfterIt() {
        Pipeline restored = BACK.apply(NEW);
        Pipeline later = done(restored, set(A, "y", 7L), new PipelineEdit.RemoveNode(B));
        Pipeline undone = BACK.inverse(NEW).apply(later);
        assertThat(undone).isEqualTo(done(NEW, set(A, "y", 7L)));
    }

    @Test void noEdgeIsLeftWithoutItsNodes() {
        Pipeline meantime = done(NEW, new PipelineEdit.RemoveNode(A));
        Pipeline restored = BACK.apply(meantime);
        assertThat(restored.nodes().keySet()).containsExactly(A, B);
        assertThat(restored.edges()).containsExactly(A_TO_B);
        // The way forward again, when the node that the edge leads to has been removed.
        Pipeline without = done(OLD, new PipelineEdit.RemoveNode(A));
        assertThat(new PipelineEdit.Restore(new PipelineEdit.State(3, OLD), new PipelineEdit.State(9, OLD.withEdge(new Edge(PortRef.of("a", "more"), PortRef.of("b", "in")))))
                .apply(without).edges()).isEmpty();
    }
}
