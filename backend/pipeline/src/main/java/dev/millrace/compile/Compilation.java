package dev.millrace.compile;

import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.pipeline.Edge;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PortRef;
import dev.millrace.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything the passes found out about a pipeline, complete or not.
 *
 * @param pipeline the drawing, with what is disabled
 * @param running what of it takes part, with the nodes of fragments in the place of those that use them
 * @param calls which nodes use fragments
 * @param passed for outputs of nodes that do not run themselves, the output whose rows leave there: bypassed ones, and those that use a fragment
 * @param schemas by output port; a port whose schema cannot be known yet is absent
 * @param glimpses one line per node that says what it does ("delay > 60"); empty text where it is not set up
 * @param plan present exactly when there are no errors
 */
public record Compilation(Pipeline pipeline, Pipeline running, Calls calls, Map<PortRef, PortRef> passed, Map<PortRef, Schema> schemas,
        Map<NodeId, String> glimpses, Diagnostics diagnostics, Optional<LogicalPlan> plan) {
    public Compilation {
        passed = Map.copyOf(passed);
        schemas = Map.copyOf(schemas);
        glimpses = Map.copyOf(glimpses);
    }

    /** The output whose rows leave by this one: itself, unless its node is bypassed or uses a fragment. */
    public PortRef origin(PortRef output) {
        return passed.getOrDefault(output, output);
    }

    /** Whether rows run over an edge of the drawing: both its ends take part, or rows pass them. */
    public boolean carries(Edge edge) {
        NodeId to = edge.to().node();
        boolean leaves = running.nodes().containsKey(edge.from().node()) || passed.containsKey(edge.from());
        return leaves && (running.nodes().containsKey(to) || !running(to).isEmpty() || passed.keySet().stream().anyMatch(out -> out.node().equals(to)));
    }

    /** The running nodes that a drawn one stands for: itself, or those of the fragment it uses. None where it is left out. */
    public List<NodeId> running(NodeId drawn) {
        return running.nodes().containsKey(drawn) ? List.of(drawn) : calls.inside(drawn).stream().filter(running.nodes()::containsKey).toList();
    }

    /** The drawn node that a running one belongs to: itself, or the one that uses its fragment. */
    public NodeId drawn(NodeId running) {
        return calls.drawn(running);
    }

    /** Whether a drawn node uses a fragment, and so runs as several. */
    public boolean usesFragment(NodeId drawn) {
        return calls.isCall(drawn);
    }

    /** Whether a node is left out because all that feeds it is, though nobody disabled it. */
    public boolean isLeftOut(NodeId node) {
        return running(node).isEmpty() && pipeline.node(node).filter(n -> n.use() == Node.Use.ENABLED).isPresent();
    }

    /** Ready to run, needs settings to be filled in, or wrong. */
    public NodeState state(NodeId node) {
        return NodeState.of(diagnostics, node);
    }

    /** Schemas that arrive at a node's inputs, in the order of their edges; those that cannot be known are left out. */
    public List<Schema> inputSchemas(NodeId node) {
        return pipeline.into(node).map(e -> schemas.get(e.from())).filter(s -> s != null).toList();
    }
}
