package dev.millrace.pipeline;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The immutable name of a node: lower-case words joined by hyphens, at most 60 characters ("orders", "orders-2"). State in
 * Flink is found by it, so it never changes while the node lives; the label may.
 *
 * <p>A node of a fragment has, where the fragment is used, the id of the using node before its own: "clean--trim". Such ids are made by the
 * compiler and cannot be drawn.
 */
public record NodeId(String value) implements Comparable<NodeId> {
    private static final Pattern DRAWN = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final String INSIDE = "--";
    private static final int LONGEST = 60;
    /** So much of a long id stays before a hash of the whole. */
    private static final int KEPT = 48;

    public NodeId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("'" + value + "' is no node id: lower-case letters, digits and single hyphens, at most "
                    + LONGEST + " characters");
        }
    }

    public static boolean isValid(String text) {
        return text != null && text.length() <= LONGEST && Stream.of(text.split(INSIDE, -1)).allMatch(part -> DRAWN.matcher(part).matches());
    }

    /** Whether it is the id of a node of a drawing, not one of a fragment that a drawing uses. */
    public boolean isDrawn() {
        return !value.contains(INSIDE);
    }

    /** As people read it: "clean / trim" for a node of a fragment. */
    public String inWords() {
        return value.replace(INSIDE, " / ");
    }

    /** The node of the drawing within which it is, if any. */
    public Optional<NodeId> outer() {
        return isDrawn() ? Optional.empty() : Optional.of(new NodeId(value.substring(0, value.indexOf(INSIDE))));
    }

    /** Its id within the fragment that {@link #outer} uses, if it is in one; of a long id that was cut it is the id of no node. */
    public Optional<NodeId> inner() {
        return isDrawn() ? Optional.empty() : Optional.of(new NodeId(value.substring(value.indexOf(INSIDE) + INSIDE.length())));
    }

    /** The id of a fragment's node where this node uses the fragment. Long ones are cut and told apart by a hash of the whole. */
    public NodeId inside(NodeId inner) {
        String whole = value + INSIDE + inner.value;
        return new NodeId(whole.length() <= LONGEST ? whole
                : whole.substring(0, KEPT).replaceAll("-+$", "") + INSIDE + String.format("%08x", whole.hashCode()));
    }

    public static Optional<NodeId> parse(String text) {
        return isValid(text) ? Optional.of(new NodeId(text)) : Optional.empty();
    }

    /** A free id made from a wish: "Flight delays" gives flight-delays, or flight-delays-2 where that is taken. */
    public static NodeId free(String wish, Set<NodeId> taken) {
        String stem = wish.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
        if (stem.length() > LONGEST - 6) {
            stem = stem.substring(0, LONGEST - 6).replaceAll("-+$", "");
        }
        if (stem.isEmpty()) {
            stem = "node";
        }
        var id = new NodeId(stem);
        for (int i = 2; taken.contains(id); i++) {
            id = new NodeId(stem + "-" + i);
        }
        return id;
    }

    @Override public int compareTo(NodeId other) {
        return value.compareTo(other.value);
    }

    @Override public String toString() {
        return value;
    }
}
