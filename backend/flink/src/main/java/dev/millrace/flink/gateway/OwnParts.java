package dev.millrace.flink.gateway;

import dev.millrace.flink.plan.Wiring;
import dev.millrace.flink.segment.OperatorName;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.PortRef;
import dev.millrace.runtime.count.PortCounter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How the work of one vertex is divided among the nodes that are chained in it: the time behind a port is that of the node that reads it there, or, where the rows go on to another
 * task, that of the node that gives them out. What is left is that of the node with which the chain begins. Nodes that read one port side by side are not told apart.
 */
final class OwnParts {
    private OwnParts() {}

    /**
     * @param here nodes that have an operator in the vertex
     * @param ports share of its work behind each port that is there, by the port's metric; none where not known
     * @return share of its work, 0 to 1, of those nodes of which it is known
     */
    static Map<NodeId, Double> of(Wiring wiring, Set<NodeId> here, Map<String, Double> ports) {
        if (here.size() == 1) {
            return Map.of(here.iterator().next(), 1.0);
        }
        if (ports.isEmpty()) {
            return Map.of();
        }
        var parts = new HashMap<NodeId, Double>();
        var unclear = new HashSet<NodeId>();
        var heads = new HashSet<>(here);
        double told = 0;
        for (NodeId node : here) {
            for (String port : wiring.nodes().get(node).outputs()) {
                Double part = ports.get(MetricNames.scope(OperatorName.counterOf(node.value(), port).shown()) + "." + PortCounter.NANOS);
                if (part == null) {
                    continue;
                }
                told += part;
                List<NodeId> readers = here.stream().filter(reader -> wiring.nodes().get(reader).inputs().contains(new PortRef(node, port))).toList();
                heads.removeAll(readers);
                if (readers.size() > 1) {
                    unclear.addAll(readers);
                } else {
                    parts.merge(readers.isEmpty() ? node : readers.getFirst(), part, Double::sum);
                }
            }
        }
        // Times of samples may come to a little more than all there is.
        double all = Math.max(1, told);
        if (heads.size() == 1) {
            parts.merge(heads.iterator().next(), all - told, Double::sum);
        } else {
            unclear.addAll(heads);
        }
        parts.keySet().removeAll(unclear);
        parts.replaceAll((node, part) -> part / all);
        return parts;
    }
}
