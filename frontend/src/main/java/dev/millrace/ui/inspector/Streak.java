package dev.millrace.ui.inspector;

import dev.millrace.pipeline.Node;
import java.util.ArrayList;
import java.util.List;

/** A node as it was before each of the changes that a person made one after another to the same setting: a name is typed letter by letter. */
final class Streak {
    private static final int LONGEST = 8;
    private final List<Node> nodes = new ArrayList<>();
    private String setting = "";

    void add(Node before, String changed) {
        if (!changed.equals(setting) || nodes.stream().anyMatch(n -> !n.id().equals(before.id()) || !n.kind().equals(before.kind()))) {
            clear();
            setting = changed;
        }
        if (nodes.size() == LONGEST) {
            // The oldest is what was meant before all typing.
            nodes.remove(1);
        }
        nodes.add(before);
    }

    /** Oldest first. */
    List<Node> nodes() {
        return List.copyOf(nodes);
    }

    void clear() {
        nodes.clear();
        setting = "";
    }
}
