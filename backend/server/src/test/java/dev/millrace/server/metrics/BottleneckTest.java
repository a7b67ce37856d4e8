package dev.millrace.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.pipeline.Edge;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PortRef;
import dev.millrace.pipeline.Settings;
import dev.millrace.server.deployment.ReadPartitions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
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

    /** A node in a task with others, which has so much of the task's time, and of which so much is to be read. */
    private NodeId within(String name, int busy, int own, OptionalLong lag, String... behind) {
        NodeId id = node(name, busy, 0, behind);
        numbers.put(id, new NodeNumbers(new Count(0, 1_000), Map.of(), Count.ZERO, Count.ZERO, lag, Optional.empty(), busy / 100.0, OptionalDouble.empty(), OptionalDouble.of(own / 100.0), 0,
                OptionalLong.empty(), ReadPartitions.NONE, Optional.empty()));
        return id;
    }

    @Test void ofThoseInOneTaskTheOneThatTakesMostOfItsTime() {
        NodeId orders = node("orders", 5, 90);
        NodeId window = within("window", 97, 10, OptionalLong.empty(), "orders");
        NodeId enrich = within("enrich", 97, 80, OptionalLong.empty(), "window");
        within("out", 97, 7, OptionalLong.empty(), "enrich");
        assertThat(found()).hasValueSatisfying(b -> {
            assertThat(b.node()).isEqualTo(enrich);
            assertThat(b.busy()).isEqualTo(0.8);
            assertThat(b.together()).isEmpty();
            assertThat(b.waiting()).containsExactly(window, orders);
        });
    }

    @Test void whereNoneTakesMostTheyAreNamedTogetherAndTheCostlyOneFirst() {
        NodeId orders = node("orders", 5, 90);
        NodeId window = within("window", 90, 22, OptionalLong.empty(), "orders");
        NodeId enrich = within("enrich", 90, 40, OptionalLong.empty(), "window");
        NodeId out = within("out", 90, 28, OptionalLong.empty(), "enrich");
        assertThat(found()).hasValueSatisfying(b -> {
            assertThat(b.node()).isEqualTo(enrich);
            assertThat(b.together()).containsExactly(out, window);
            assertThat(b.busy()).isEqualTo(0.9);
            assertThat(b.waiting()).containsExactly(orders);
        });
    }

    @Test void oneInTheTaskOfItsSourceWhereMoreIsToBeReadThanIsRead() {
        NodeId orders = within("orders", 98, 8, OptionalLong.of(50_000));
        NodeId enrich = within("enrich", 98, 85, OptionalLong.empty(), "orders");
        within("out", 98, 5, OptionalLong.empty(), "enrich");
        assertThat(found()).hasValueSatisfying(b -> {
            assertThat(b.node()).isEqualTo(enrich);
            assertThat(b.busy()).isEqualTo(0.85);
            assertThat(b.together()).isEmpty();
            assertThat(b.waiting()).containsExactly(orders);
        });
    }

    @Test void aSourceThatKeepsUpIsNotHeldBackThoughItsTaskIsBusy() {
        within("orders", 98, 8, OptionalLong.of(300));
        within("enrich", 98, 85, OptionalLong.empty(), "orders");
        assertThat(found()).isEmpty();
    }

    @Test void readingAloneHoldsNothingBack() {
        within("orders", 99, 90, OptionalLong.of(50_000));
        within("out", 99, 9, OptionalLong.empty(), "orders");
        assertThat(found()).isEmpty();
    }
}
