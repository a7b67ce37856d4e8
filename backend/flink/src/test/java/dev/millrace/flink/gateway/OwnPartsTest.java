package dev.millrace.flink.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.flink.plan.Wiring;
import dev.millrace.flink.plan.Wiring.Ports;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.PortRef;
import dev.millrace.runtime.count.PortCounter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class OwnPartsTest {
    private static final Offset<Double> EXACT = Offset.offset(1e-9);
    private static final NodeId READ = new NodeId("read");
    private static final NodeId CLEAN = new NodeId("clean");
    private static final NodeId ASK = new NodeId("ask");
    private static final NodeId OUT = new NodeId("out");

    private final Map<NodeId, Ports> nodes = new HashMap<>();

    private void node(NodeId node, List<NodeId> behind, String... outputs) {
        nodes.put(node, new Ports(behind.stream().map(n -> new PortRef(n, "out")).toList(), List.of(outputs), Optional.empty()));
    }

    private Map<NodeId, Double> parts(Set<NodeId> here, Map<String, Double> ports) {
        var byMetric = new HashMap<String, Double>();
        ports.forEach((port, part) -> byMetric.put(port + "#1." + PortCounter.NANOS, part));
        return OwnParts.of(new Wiring(nodes), here, byMetric);
    }

    @Test void whatIsBehindAPortIsOfTheNodeThatReadsIt() {
        node(READ, List.of(), "out");
        node(CLEAN, List.of(READ), "out");
        node(ASK, List.of(CLEAN), "out");
        node(OUT, List.of(ASK));
        Map<NodeId, Double> parts = parts(Set.of(READ, CLEAN, ASK, OUT), Map.of("read/out-out", 0.1, "clean/out-out", 0.7, "ask/out-out", 0.05));
        assertThat(parts.get(READ)).isEqualTo(0.15, EXACT);
        assertThat(parts.get(CLEAN)).isEqualTo(0.1, EXACT);
        assertThat(parts.get(ASK)).isEqualTo(0.7, EXACT);
        assertThat(parts.get(OUT)).isEqualTo(0.05, EXACT);
    }

    @Test void handingOnToAnotherTaskIsOfTheNodeThatDoesIt() {
        node(READ, List.of(), "out");
        node(CLEAN, List.of(READ), "out");
        node(OUT, List.of(CLEAN));
        Map<NodeId, Double> parts = parts(Set.of(READ, CLEAN), Map.of("read/out-out", 0.2, "clean/out-out", 0.3));
        assertThat(parts.get(READ)).isEqualTo(0.5, EXACT);
        assertThat(parts.get(CLEAN)).isEqualTo(0.5, EXACT);
    }

    @Test void readersSideBySideAreNotToldApart() {
        node(READ, List.of(), "out");
        node(CLEAN, List.of(READ), "out");
        node(ASK, List.of(READ), "out");
        Map<NodeId, Double> parts = parts(Set.of(READ, CLEAN, ASK), Map.of("read/out-out", 0.8, "clean/out-out", 0.05, "ask/out-out", 0.05));
        assertThat(parts).containsOnlyKeys(READ);
        assertThat(parts.get(READ)).isEqualTo(0.1, EXACT);
    }

    @Test void samplesThatComeToMoreThanAllAreBroughtDown() {
        node(READ, List.of(), "out");
        node(CLEAN, List.of(READ));
        Map<NodeId, Double> parts = parts(Set.of(READ, CLEAN), Map.of("read/out-out", 1.25));
        assertThat(parts.get(READ)).isEqualTo(0, EXACT);
        assertThat(parts.get(CLEAN)).isEqualTo(1, EXACT);
    }

    @Test void oneAloneHasAllAndOfSeveralNothingIsGuessed() {
        node(READ, List.of(), "out");
        node(CLEAN, List.of(READ));
        assertThat(parts(Set.of(READ), Map.of())).containsExactly(Map.entry(READ, 1.0));
        assertThat(parts(Set.of(READ, CLEAN), Map.of())).isEmpty();
    }
}
