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
 * @param running what of it takes part
 * @param passed for outputs of bypassed nodes, the output whose rows leave there
 * @param schemas by output port; a port whose schema cannot be known yet is absent
 * @param glimpses one line per node that says what it does ("delay > 60"); empty text where it is not set up
 * @param plan present exactly when there are no errors
 */
public record Compilation(Pipeline pipeline, Pipeline running, Map<PortRef, PortRef> passed, Map<PortRef, Schema> schemas,
        Map<NodeId, String> glimpses, Diagnostics diagnostics, Optional<LogicalPlan> plan) {
    public Compilation {
        passed = Map.copyOf(passed);
        schemas = Map.copyOf(schemas);
        glimpses = Map.copyOf(glimpses);
    }

    /** The output whose rows leave by this one: itself, unless its node is bypassed. */
    public PortRef origin(PortRef output) {
        return passed.getOrDefault(output, output);
    }

    /** Whether rows run over an edge of the drawing: both its ends take part, or rows pass them. */
    public boolean carries(Edge edge) {
        NodeId to = edge.to().node();
        boolean leaves = running.nodes().containsKey(edge.from().node()) || passed.containsKey(edge.from());
        return leaves && (running.nodes().containsKey(to) || passed.keySet().stream().anyMatch(out -> out.node().equals(to)));
    }

    /** Whether a node is left out because all that feeds it is, though nobody disabled it. */
    public boolean isLeftOut(NodeId node) {
        return !running.nodes().containsKey(node) && pipeline.node(node).filter(n -> n.use() == Node.Use.ENABLED).isPresent();
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
