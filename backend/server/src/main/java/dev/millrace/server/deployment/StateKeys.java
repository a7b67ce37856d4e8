package dev.millrace.server.deployment;

import dev.millrace.pipeline.NodeId;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Under which keys the nodes of a deployment find their state, beside their ids. Handed on from deployment to deployment with the state.
 *
 * @param epochs how often a node has begun empty on purpose, counted from 1; state of an earlier epoch is not its own. 1 where a node is not named
 * @param names of what groups keep for each aggregate, as in {@link dev.millrace.state.Accumulators}; where a node is not named, those it begins with
 */
public record StateKeys(Map<NodeId, Integer> epochs, Map<NodeId, List<String>> names) {
    public static final StateKeys NONE = new StateKeys(Map.of(), Map.of());

    public StateKeys {
        epochs = Map.copyOf(epochs);
        names = names.entrySet().stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> List.copyOf(e.getValue())));
    }
}
