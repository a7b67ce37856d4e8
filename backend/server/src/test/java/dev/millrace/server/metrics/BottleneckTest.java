package dev.millrace.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.pipeline.Edge;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PortRef;
import dev.millrace.pipeline.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BottleneckTest {
    private Pipeline pipeline = Pipeline.empty("Made up");
    private final Map<NodeId, NodeNumbers> numbers = new HashMap<>();

    /** A node with its shares in percent, behind others. */
    private NodeId node(String name, int busy, int backPressured, String... behind) {
        var id = new NodeId(name);
        pipeline = pipeline.withNode(new Node(id, "operator.filter", 1, "", Settings.EMPTY));
        for (String from : behind) {
            pipeline = pipeline.withEdge(new Edge(new PortRef(new NodeId(from), "out"), new PortRef(id, "in")));
        }
        numbers.put(id, new NodeNumbers(Count.ZERO, Map.of(), Count.ZERO, Count.ZERO, OptionalLong.empty(), Optional.empty(), busy / 100.0, backPressured / 100.0, OptionalLong.empty()));
        return id;
    }

    private Optional<Bottleneck> found() {
        return Bottleneck.find(pipeline, numbers);
    }

    @Test void theFirstBusyOneBehindThoseThatWait() {
        NodeId orders = node("orders", 10, 85);
        NodeId clean = node("clean", 20, 75, "orders");
        NodeId enrich = node("enrich", 98, 0, "clean");
        node("out", 15, 0, "enrich");
        assertThat(found()).hasValueSatisfying(b -> {
            assertThat(b.node()).isEqualTo(enrich);
            assertThat(b.busy()).isEqualTo(0.98);
            assertThat(b.waiting()).containsExactly(clean, orders);
            assertThat(b.together()).isEmpty();
        });
    }

    @Test void aBusyOneThatNobodyWaitsForHoldsNothingBack() {
        node("orders", 30, 10);
        node("enrich", 99, 0, "orders");
        node("out", 5, 0, "enrich");
        assertThat(found()).isEmpty();
    }

    @Test void ofTwoInARowTheOneNearerToTheSinks() {
        node("orders", 5, 90);
        NodeId window = node("window", 85, 60, "orders");
        NodeId enrich = node("enrich", 97, 0, "window");
        node("out", 1, 0, "enrich");
        assertThat(found()).hasValueSatisfying(b -> {
            assertThat(b.node()).isEqualTo(enrich);
            assertThat(b.waiting()).contains(window);
        });
    }

    @Test void oneThatItselfWaitsIsNotTheCause() {
        node("orders", 5, 90);
        node("window", 80, 85, "orders");
        node("out", 70, 0, "window");
        assertThat(found()).isEmpty();
    }

    @Test void onlyTheBranchThatWaitsIsOnTheWay() {
        NodeId orders = node("orders", 5, 80);
        node("prices", 40, 0);
        NodeId join = node("join", 95, 0, "orders", "prices");
        node("out", 1, 0, "join");
        node("copy", 2, 0, "orders");
        assertThat(found()).hasValueSatisfying(b -> {
            assertThat(b.node()).isEqualTo(join);
            assertThat(b.waiting()).containsExactly(orders);
        });
    }

    @Test void ofTwoBranchesTheBusierOne() {
        node("orders", 5, 80);
        node("slow", 90, 0, "orders");
        NodeId slower = node("slower", 99, 0, "orders");
        assertThat(found()).hasValueSatisfying(b -> assertThat(b.node()).isEqualTo(slower));
    }

    @Test void thoseInOneTaskAreNamedTogether() {
        NodeId orders = node("orders", 5, 90);
        NodeId window = node("window", 97, 1, "orders");
        NodeId enrich = node("enrich", 97, 1, "window");
        NodeId out = node("out", 97, 1, "enrich");
        assertThat(found()).hasValueSatisfying(b -> {
            assertThat(b.node()).isEqualTo(window);
            assertThat(b.together()).isEqualTo(List.of(enrich, out));
            assertThat(b.waiting()).containsExactly(orders);
        });
    }

    @Test void nodesWithoutNumbersAreNotGuessedAt() {
        node("orders", 5, 90);
        node("window", 97, 0, "orders");
        numbers.remove(new NodeId("orders"));
        assertThat(found()).isEmpty();
        assertThat(Bottleneck.find(Pipeline.empty("Nothing"), Map.of())).isEmpty();
    }
}
