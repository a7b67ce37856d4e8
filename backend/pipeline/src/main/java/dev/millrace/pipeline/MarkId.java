package dev.millrace.pipeline;

import java.util.Optional;
import java.util.Set;

/** The name of a note or of a group, made like a node's id. */
public record MarkId(String value) implements Comparable<MarkId> {
    public MarkId {
        if (!NodeId.isValid(value)) {
            throw new IllegalArgumentException("'" + value + "' cannot name a note or a group");
        }
    }

    public static Optional<MarkId> parse(String text) {
        return NodeId.isValid(text) ? Optional.of(new MarkId(text)) : Optional.empty();
    }

    /** The first of note-1, note-2 and so on that is free. */
    public static MarkId free(String stem, Set<MarkId> taken) {
        int n = 1;
        while (taken.contains(new MarkId(stem + "-" + n))) {
            n++;
        }
        return new MarkId(stem + "-" + n);
    }

    @Override public int compareTo(MarkId other) {
        return value.compareTo(other.value);
    }

    @Override public String toString() {
        return value;
    }
}
