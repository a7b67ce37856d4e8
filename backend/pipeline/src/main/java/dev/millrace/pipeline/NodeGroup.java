package dev.millrace.pipeline;

import java.util.Collection;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A named frame round some nodes, or, folded, one box in their place. Where it stands follows from its nodes; to the compiler it
 * is nothing.
 */
public record NodeGroup(MarkId id, String title, SortedSet<NodeId> nodes, boolean folded) {
    public static final int LONGEST_TITLE = 200;

    public NodeGroup {
        Objects.requireNonNull(id);
        Objects.requireNonNull(title);
        nodes = Collections.unmodifiableSortedSet(new TreeSet<>(nodes));
    }

    public NodeGroup withTitle(String newTitle) {
        return new NodeGroup(id, newTitle, nodes, folded);
    }

    public NodeGroup withNodes(Collection<NodeId> newNodes) {
        return new NodeGroup(id, title, new TreeSet<>(newNodes), folded);
    }

    public NodeGroup withFolded(boolean nowFolded) {
        return new NodeGroup(id, title, nodes, nowFolded);
    }
}
