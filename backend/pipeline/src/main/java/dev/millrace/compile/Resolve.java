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
        var found = new Diagnostics.Collector();
        var nodes = new TreeMap<NodeId, ResolvedNode>();
        for (Map.Entry<NodeId, Node> entry : pipeline.nodes().entrySet()) {
            Node node = entry.getValue();
            var resolved = kinds.resolve(node, found);
            if (resolved.isEmpty()) {
                found.error(Code.UNKNOWN_KIND, new Location.OfNode(node.id()), "There is no node kind '" + node.kind() + "'",
                        Suggestion.hint(node.kind(), kinds.ids()));
            } else {
                int known = kinds.find(node.kind()).orElseThrow().version();
                if (node.kindVersion() > known) {
                    found.error(Code.UNKNOWN_KIND, new Location.OfNode(node.id()), "'" + node.kind() + "' is known here up to version " + known
                            + "; this node was made with version " + node.kindVersion(), "Open it with a newer Millrace, or add the node anew");
                }
                nodes.put(node.id(), new ResolvedNode(node, resolved.get().shape(), resolved.get().reported()));
            }
        }
        return new Resolved(nodes, found.done());
    }
}
