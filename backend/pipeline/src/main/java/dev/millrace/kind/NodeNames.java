package dev.millrace.kind;

import dev.millrace.kind.fragment.Fragment;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.Pipeline;
import java.util.Optional;

/** What people call the nodes of a pipeline in a sentence. */
public final class NodeNames {
    private NodeNames() {}

    /**
     * Its label; of one without a label the title of its kind, as the drawing shows it; its id where that would be the name of another one too, and where the drawing does not have it. A node of a
     * fragment is called by the node that uses the fragment and by what the fragment's own drawing shows: "Large orders / Filter".
     *
     * @param drawn the pipeline as it is drawn
     */
    public static String of(NodeId node, Pipeline drawn, NodeKinds kinds) {
        return drawn.node(node).map(n -> {
            String name = shown(n, kinds);
            boolean another = n.label().isBlank() && drawn.nodes().values().stream().anyMatch(o -> !o.id().equals(node) && shown(o, kinds).equals(name));
            return another ? node.inWords() : name;
        }).or(() -> inside(node, drawn, kinds)).orElse(node.inWords());
    }

    private static Optional<String> inside(NodeId node, Pipeline drawn, NodeKinds kinds) {
        return node.outer().flatMap(drawn::node).flatMap(user -> kinds.fragment(user).map(Fragment::drawing).flatMap(within -> node.inner()
                .map(inner -> of(user.id(), drawn, kinds) + " / " + of(inner, within, kinds))));
    }

    private static String shown(Node node, NodeKinds kinds) {
        return node.label().isBlank() ? kinds.of(node).map(NodeKind::title).orElse(node.id().inWords()) : node.label();
    }
}
