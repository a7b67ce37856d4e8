package dev.millrace.kind;

/**
 * A place on a node where edges begin or end.
 *
 * @param many an input that takes more than one edge
 * @param role what the rows of an output are
 */
public record Port(String name, String title, boolean many, Role role) {
    /** ASIDE are rows that a person asked to be parted from the others: that nobody takes them is nothing to speak of. */
    public enum Role { ROWS, REJECTED, OTHERWISE, ASIDE }

    public static Port input(String name, String title) {
        return new Port(name, title, false, Role.ROWS);
    }

    public static Port output(String name, String title) {
        return new Port(name, title, false, Role.ROWS);
    }
}
