package dev.millrace.ui.canvas;

import dev.millrace.kind.NodeKind;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Says in a few words what somebody else changed: "added Filter", "moved 3 nodes". */
final class ChangeWords {
    private final NodeKinds kinds;

    ChangeWords(NodeKinds kinds) {
        this.kinds = kinds;
    }

    String between(Pipeline before, Pipeline after) {
        List<String> parts = new ArrayList<>();
        say(parts, "added", after.nodes().values().stream().filter(n -> !before.nodes().containsKey(n.id())).toList());
        say(parts, "removed", before.nodes().values().stream().filter(n -> !after.nodes().containsKey(n.id())).toList());
        say(parts, "changed", after.nodes().values().stream().filter(n -> before.nodes().containsKey(n.id()) && !before.nodes().get(n.id()).equals(n)).toList());
        if (parts.isEmpty() && !before.edges().equals(after.edges())) {
            parts.add(after.edges().size() > before.edges().size() ? "connected nodes" : after.edges().size() < before.edges().size()
                    ? "removed an edge" : "changed the edges");
        }
        if (parts.isEmpty() && !before.marks().notes().equals(after.marks().notes())) {
            parts.add(before.marks().notes().size() < after.marks().notes().size() ? "added a note" : before.marks().notes().size() > after.marks().notes().size()
                    ? "removed a note" : "changed a note");
        }
        if (parts.isEmpty() && !before.marks().groups().equals(after.marks().groups())) {
            parts.add("changed the groups");
        }
        if (parts.isEmpty() && !before.layout().equals(after.layout())) {
            say(parts, "moved", after.nodes().values().stream()
                    .filter(n -> !Objects.equals(before.layout().get(n.id()), after.layout().get(n.id()))).toList());
        }
        if (parts.isEmpty()) {
            parts.add("changed the pipeline");
        }
        return String.join(", ", parts);
    }

    private void say(List<String> parts, String verb, List<Node> nodes) {
        if (nodes.size() == 1) {
            parts.add(verb + " " + name(nodes.getFirst()));
        } else if (nodes.size() > 1) {
            parts.add(verb + " " + nodes.size() + " nodes");
        }
    }

    private String name(Node node) {
        return node.label().isBlank() ? kinds.find(node.kind()).map(NodeKind::title).orElse(node.kind()) : node.label();
    }
}
