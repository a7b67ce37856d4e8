package dev.millrace.pipeline;

import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What stands on a drawing for its readers: notes, and groups of nodes. A node is in one group at most, and no group is empty. */
public record Marks(SortedMap<MarkId, Note> notes, SortedMap<MarkId, NodeGroup> groups) {
    public static final Marks NONE = new Marks(new TreeMap<>(), new TreeMap<>());
    /** So many notes, and so many groups. */
    public static final int MOST = 500;

    public Marks {
        notes = Collections.unmodifiableSortedMap(new TreeMap<>(notes));
        groups = Collections.unmodifiableSortedMap(new TreeMap<>(groups));
    }

    public boolean isEmpty() {
        return notes.isEmpty() && groups.isEmpty();
    }

    public Optional<NodeGroup> groupOf(NodeId node) {
        return groups.values().stream().filter(g -> g.nodes().contains(node)).findFirst();
    }

    Marks withNote(Note note) {
        var more = new TreeMap<>(notes);
        more.put(note.id(), note);
        return new Marks(more, groups);
    }

    Marks withoutNote(MarkId id) {
        var fewer = new TreeMap<>(notes);
        fewer.remove(id);
        return new Marks(fewer, groups);
    }

    /** With the group, whose nodes leave the groups they were in. */
    Marks withGroup(NodeGroup group) {
        var more = new TreeMap<>(withoutNodes(group.nodes()).groups);
        more.put(group.id(), group);
        return new Marks(notes, more);
    }

    Marks withoutGroup(MarkId id) {
        var fewer = new TreeMap<>(groups);
        fewer.remove(id);
        return new Marks(notes, fewer);
    }

    private Marks withoutNodes(Collection<NodeId> gone) {
        return keeping(node -> !gone.contains(node));
    }

    /** Only these nodes stay in groups; a group that loses all is no more. */
    Marks keeping(Predicate<NodeId> which) {
        if (groups.values().stream().allMatch(g -> g.nodes().stream().allMatch(which))) {
            return this;
        }
        var left = new TreeMap<MarkId, NodeGroup>();
        groups.forEach((id, group) -> {
            var nodes = group.nodes().stream().filter(which).toList();
            if (!nodes.isEmpty()) {
                left.put(id, group.withNodes(nodes));
            }
        });
        return new Marks(notes, left);
    }
}
