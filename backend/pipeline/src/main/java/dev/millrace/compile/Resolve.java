package dev.millrace.compile;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.diagnostic.Location;
import dev.millrace.kind.NodeKinds;
import dev.millrace.kind.Shape;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.schema.Suggestion;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** First pass: plain settings become the record of the node's kind. */
final class Resolve {
    private final NodeKinds kinds;

    Resolve(NodeKinds kinds) {
        this.kinds = kinds;
    }

    /** A node whose kind is known; {@code reported} are settings already said to be missing or wrong. */
    record ResolvedNode(Node node, Shape shape, Set<String> reported) {
        NodeId id() {
            return node.id();
        }
    }

    record Resolved(SortedMap<NodeId, ResolvedNode> nodes, Diagnostics diagnostics) {}

    Resolved apply(Pipeline pipeline) {
        return apply(pipeline, Map.of());
    }

    /** @param known nodes whose shape does not follow from their settings */
    Resolved apply(Pipeline pipeline, Map<NodeId, Shape> known) {
        var found = new Diagnostics.Collector();
        var nodes = new TreeMap<NodeId, ResolvedNode>();
        for (Map.Entry<NodeId, Node> entry : pipeline.nodes().entrySet()) {
            Node node = entry.getValue();
            if (known.containsKey(node.id())) {
                nodes.put(node.id(), new ResolvedNode(node, known.get(node.id()), Set.of()));
                continue;
            }
            var resolved = kinds.resolve(node, found);
            if (resolved.isEmpty() && kinds.find(node.kind()).isPresent()) {
                found.error(Code.UNKNOWN_KIND, new Location.OfNode(node.id()), "There is no version " + node.kindVersion() + " of '" + node.kind() + "'",
                        "Its newest is version " + kinds.find(node.kind()).get().version());
            } else if (resolved.isEmpty()) {
                found.error(Code.UNKNOWN_KIND, new Location.OfNode(node.id()), "There is no node kind '" + node.kind() + "'",
                        Suggestion.hint(node.kind(), kinds.ids()));
            } else {
                int newest = kinds.find(node.kind()).orElseThrow().version();
                if (node.kindVersion() > newest) {
                    found.error(Code.UNKNOWN_KIND, new Location.OfNode(node.id()), "'" + node.kind() + "' is known here up to version " + newest
                            + "; this node was made with version " + node.kindVersion(), "Open it with a newer Millrace, or add the node anew");
                }
                nodes.put(node.id(), new ResolvedNode(node, resolved.get().shape(), resolved.get().reported()));
            }
        }
        return new Resolved(nodes, found.done());
    }
}
