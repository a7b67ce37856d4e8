package dev.millrace.ui.canvas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The browser is told only what changed, and may be told twice. */
class DifferenceTest {
    private static Wire.Node node(String id, String label, int x) {
        return new Wire.Node(id, "operator.filter", 1, label, "", Wire.State.OK, "", 0, "", x, 0, List.of(), List.of(), Map.of(), Wire.Use.ENABLED, 0, Wire.Kept.QUIET, "", Wire.Differs.SAME, "");
    }

    private static Wire.Edge edge(String from, String to) {
        return new Wire.Edge(from + ".out->" + to + ".in", new Wire.End(from, "out"), new Wire.End(to, "in"), List.of(), Wire.Changelog.UNKNOWN, Wire.Differs.SAME);
    }

    private static final Wire.Graph BEFORE = new Wire.Graph(List.of(node("a", "", 0), node("b", "", 10), node("c", "", 20)), List.of(edge("a", "b"), edge("b", "c")));
    private static final Wire.Graph AFTER = new Wire.Graph(List.of(node("a", "", 0), node("b", "late", 10), node("d", "", 30)), List.of(edge("a", "b"), edge("b", "d")));

    @Test
    void onlyWhatChangedIsSent() {
        Wire.Patch patch = Difference.between(BEFORE, AFTER, "");
        assertThat(patch.nodes()).containsExactly(node("b", "late", 10), node("d", "", 30));
        assertThat(patch.removedNodes()).containsExactly("c");
        assertThat(patch.edges()).containsExactly(edge("b", "d"));
        assertThat(patch.removedEdges()).containsExactly("b.out->c.in");
        assertThat(Difference.between(AFTER, AFTER, "").isEmpty()).isTrue();
        assertThat(Difference.between(AFTER, AFTER, "Ann moved b").isEmpty()).isFalse();
    }

    @Test
    void notesAndGroupsAreSentWhereTheyChanged() {
        var note = new Wire.Note("note:note-1", "Why", "blue", 0, 0, 200, 100);
        var group = new Wire.Group("group:group-1", "Late", false, List.of("a"));
        var marked = new Wire.Graph(BEFORE.nodes(), BEFORE.edges(), List.of(note), List.of(group));
        Wire.Patch added = Difference.between(BEFORE, marked, "");
        assertThat(added.notes()).containsExactly(note);
        assertThat(added.groups()).containsExactly(group);
        assertThat(Difference.between(marked, BEFORE, "").removedMarks()).containsExactly("note:note-1", "group:group-1");
        assertThat(Difference.between(marked, marked, "").isEmpty()).isTrue();
    }

    @Test
    void aPatchAppliedTwiceChangesNothingMore() {
        Wire.Patch patch = Difference.between(BEFORE, AFTER, "");
        Wire.Graph once = applied(BEFORE, patch);
        assertThat(once.nodes()).containsExactlyInAnyOrderElementsOf(AFTER.nodes());
        assertThat(once.edges()).containsExactlyInAnyOrderElementsOf(AFTER.edges());
        assertThat(applied(once, patch)).isEqualTo(once);
    }

    @Test
    void theOneWhoMovedHearsNoEcho() {
        Wire.Graph moved = new Wire.Graph(List.of(node("a", "", 500), node("b", "", 10), node("c", "", 20)), BEFORE.edges());
        Wire.Graph known = Difference.placed(BEFORE, List.of(new Wire.Place("a", 500, 0)));
        assertThat(Difference.between(known, moved, "").isEmpty()).isTrue();
    }

    /** As store.ts applies it. */
    private static Wire.Graph applied(Wire.Graph graph, Wire.Patch patch) {
        var nodes = new LinkedHashMap<String, Wire.Node>();
        graph.nodes().forEach(n -> nodes.put(n.id(), n));
        patch.removedNodes().forEach(nodes::remove);
        patch.nodes().forEach(n -> nodes.put(n.id(), n));
        var edges = new LinkedHashMap<String, Wire.Edge>();
        graph.edges().forEach(e -> edges.put(e.id(), e));
        patch.removedEdges().forEach(edges::remove);
        patch.edges().forEach(e -> edges.put(e.id(), e));
        return new Wire.Graph(List.copyOf(nodes.values()), List.copyOf(edges.values()));
    }
}
