package dev.millrace.kind;

import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;

/** What people call the nodes of a pipeline in a sentence. */
public final class NodeNames {
    private NodeNames() {}

    /**
     * Its label; of one without a label the title of its kind, as the drawing shows it; its id where that would be the name of another one too, and where the drawing does not have it, as of a node within
     * a fragment.
     *
     * @param drawn the pipeline as it is drawn
     */
    public static String of(NodeId node, Pipeline drawn, NodeKinds kinds) {
        return drawn.node(node).map(n -> {
            String name = shown(n, kinds);
            boolean another = n.label().isBlank() && drawn.nodes().values().stream().anyMatch(o -> !o.id().equals(node) && shown(o, kinds).equals(name));
            return another ? node.inWords() : name;
        }).orElse(node.inWords());
    }

    private static String shown(Node node, NodeKinds kinds) {
        return node.label().isBlank() ? kinds.of(node).map(NodeKind::title).orElse(node.id().inWords()) : node.label();
    }
}
