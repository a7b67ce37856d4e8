package dev.millrace.kind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.Settings;
import org.junit.jupiter.api.Test;

class NodeNamesTest {
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

    @Test void theIdOfWhatIsNotDrawn() {
        assertThat(name("inside")).isEqualTo("inside");
    }
}
