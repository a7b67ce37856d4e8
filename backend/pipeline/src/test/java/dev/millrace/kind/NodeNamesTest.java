package dev.millrace.kind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.fixture.FragmentShelf;
import dev.millrace.kind.fragment.Fragment;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.Settings;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeNamesTest {
    private final FragmentShelf shelf = new FragmentShelf();
    private Pipeline pipeline = Pipeline.empty("Made up");

    private void node(String id, String kind, String label) {
        pipeline = pipeline.withNode(new Node(new NodeId(id), kind, 1, label, Settings.EMPTY));
    }

    private String name(String id) {
        return NodeNames.of(new NodeId(id), pipeline, NodeKinds.shipped());
    }

    @Test void theLabelOrElseWhatTheDrawingShows() {
        node("slow", "operator.filter", "Only late ones");
        node("filter", "operator.filter", "");
        assertThat(name("slow")).isEqualTo("Only late ones");
        assertThat(name("filter")).isEqualTo("Filter");
    }

    @Test void theIdWhereTwoWouldBeCalledTheSame() {
        node("filter", "operator.filter", "");
        node("filter-2", "operator.filter", "");
        node("map", "operator.map", "");
        node("other", "operator.filter", "Map");
        assertThat(name("filter")).isEqualTo("filter");
        assertThat(name("filter-2")).isEqualTo("filter-2");
        assertThat(name("map")).isEqualTo("map");
        assertThat(name("other")).isEqualTo("Map");
    }

    @Test void aNodeOfAFragmentByTheNodeThatUsesItAndByWhatTheFragmentShows() {
        var kinds = NodeKinds.with(shelf);
        node("sieve", "operator.filter", "Only large ones");
        node("rest", "operator.filter", "");
        node("out", "fragment.output", "");
        shelf.publish(new Fragment("inner", 1, "Inner", "", pipeline, List.of(), List.of()));
        pipeline = Pipeline.empty("Middle");
        node("within", "fragment.inner", "");
        shelf.publish(new Fragment("middle", 1, "Middle", "", pipeline, List.of(), List.of()));
        pipeline = Pipeline.empty("Whole");
        node("first", "fragment.middle", "Clean");
        node("second", "fragment.inner", "");
        assertThat(NodeNames.of(new NodeId("second"), pipeline, kinds)).isEqualTo("Inner");
        assertThat(NodeNames.of(new NodeId("second--sieve"), pipeline, kinds)).isEqualTo("Inner / Only large ones");
        assertThat(NodeNames.of(new NodeId("second").inside(new NodeId("rest")), pipeline, kinds)).isEqualTo("Inner / Filter");
        assertThat(NodeNames.of(new NodeId("first").inside(new NodeId("within").inside(new NodeId("sieve"))), pipeline, kinds)).isEqualTo("Clean / Inner / Only large ones");
        assertThat(NodeNames.of(new NodeId("gone--sieve"), pipeline, kinds)).isEqualTo("gone / sieve");
        assertThat(NodeNames.of(new NodeId("second--sieve"), pipeline, NodeKinds.shipped())).as("a fragment that is not known").isEqualTo("second / sieve");
    }

    @Test void theIdOfWhatIsNotDrawn() {
        assertThat(name("inside")).isEqualTo("inside");
    }
}
