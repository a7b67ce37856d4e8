package dev.millrace.compile;

import dev.millrace.kind.Shape;
import dev.millrace.pipeline.Edge;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.PortRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the nodes of fragments came from that stand in the place of the nodes that use them.
 *
 * @param of for each node of a fragment, the drawn node that uses it
 * @param entries for each input of a fragment, what it does where the fragment is used
 * @param inputs for inputs of fragments that the drawing itself uses, the name of the port
 * @param ends for each output of a node that uses a fragment, the output whose rows leave there
 * @param drawn for edges that were put in the place of drawn ones, those
 */
public record Calls(Map<NodeId, NodeId> of, Map<NodeId, Shape> entries, Map<NodeId, String> inputs, Map<PortRef, PortRef> ends, Map<Edge, Edge> drawn) {
    public static final Calls NONE = new Calls(Map.of(), Map.of(), Map.of(), Map.of(), Map.of());

    public Calls {
        of = Map.copyOf(of);
        entries = Map.copyOf(entries);
        inputs = Map.copyOf(inputs);
        ends = Map.copyOf(ends);
        drawn = Map.copyOf(drawn);
    }

    /** The drawn node that a running node belongs to: itself, or the one that uses its fragment. */
    NodeId drawn(NodeId running) {
        return of.getOrDefault(running, running);
    }

    /** The running nodes that stand in the place of a drawn one. */
    List<NodeId> inside(NodeId call) {
        return of.entrySet().stream().filter(e -> e.getValue().equals(call)).map(Map.Entry::getKey).sorted().toList();
    }

    Optional<Edge> drawn(Edge running) {
        return Optional.ofNullable(drawn.get(running));
    }

    boolean isCall(NodeId drawn) {
        return of.containsValue(drawn);
    }
}
