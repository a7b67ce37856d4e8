package dev.millrace.server.deployment;

import dev.millrace.compile.LogicalPlan;
import dev.millrace.pipeline.NodeId;
import dev.millrace.rel.Topic;
import dev.millrace.state.StateVerdict;
import dev.millrace.state.StateVerdicts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Estimates how long it takes until nodes that begin empty know again what they knew. */
final class Refills {
    private static final Logger LOG = LoggerFactory.getLogger(Refills.class);
    /** Where nothing was measured: what one slot does with simple records, with some to spare. */
    private static final double ASSUMED_PER_SECOND = 50_000;

    private final PipelineTopics topics;
    private final ReadRates rates;

    Refills(PipelineTopics topics, ReadRates rates) {
        this.topics = topics;
        this.rates = rates;
    }

    /** For each node that is rebuilt from topics; the others are left out, and all where Kafka does not answer. */
    Map<NodeId, Refill> of(LogicalPlan plan, Optional<Deployment> before, List<StateVerdict> verdicts) {
        Set<NodeId> rebuilt = verdicts.stream().filter(v -> v.outcome() == StateVerdict.Outcome.REBUILT).map(StateVerdict::node).collect(Collectors.toCollection(TreeSet::new));
        Map<String, PlanTopics> planned = PlanTopics.of(plan);
        Map<NodeId, Set<Topic>> read = new TreeMap<>();
        planned.values().forEach(on -> on.read().forEach((node, names) -> names.forEach(name -> read.computeIfAbsent(node, n -> new TreeSet<>()).add(new Topic(on.cluster(), name)))));
        if (rebuilt.isEmpty() || read.isEmpty()) {
            return Map.of();
        }
        Map<Topic, Long> held = new HashMap<>();
        try {
            planned.values().forEach(on -> topics.on(on.cluster()).records(on.sources()).forEach((name, records) -> held.put(new Topic(on.cluster(), name), records)));
        } catch (PipelineTopics.Unavailable away) {
            LOG.warn("How long state takes to fill again is not said: {}", away.getMessage());
            return Map.of();
        }
        OptionalDouble measured = before.map(d -> rates.most(d.id())).orElse(OptionalDouble.empty());
        var refills = new TreeMap<NodeId, Refill>();
        for (NodeId node : rebuilt) {
            Set<Topic> from = StateVerdicts.before(plan, node).stream().flatMap(n -> read.getOrDefault(n, Set.of()).stream()).filter(held::containsKey)
                    .collect(Collectors.toSet());
            if (!from.isEmpty()) {
                refills.put(node, new Refill(from.stream().mapToLong(held::get).sum(), measured.orElse(ASSUMED_PER_SECOND), measured.isPresent()));
            }
        }
        return refills;
    }
}
