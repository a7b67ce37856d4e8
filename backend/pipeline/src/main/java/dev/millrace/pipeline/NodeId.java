package dev.millrace.pipeline;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The immutable name of a node: lower-case words joined by hyphens, at most 60 characters ("orders", "orders-2"). State in
 * Flink is found by it, so it never changes while the node lives; the label may.
 */
public record NodeId(String value) implements Comparable<NodeId> {
    private static final Pattern ALLOWED = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final int LONGEST = 60;

    public NodeId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("'" + value + "' is no node id: lower-case letters, digits and single hyphens, at most "
                    + LONGEST + " characters");
        }
    }

    public static boolean isValid(String text) {
        return text != null && text.length() <= LONGEST && ALLOWED.matcher(text).matches();
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
