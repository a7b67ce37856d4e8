package dev.millrace.runtime.count;

/**
 * Something failed in an operator that received a row through an output port. Operators of many nodes run in one chain, and
 * Flink says only which chain failed; this says how far the row had come, and which row it was.
 */
public final class FailureBehindPort extends RuntimeException {
    /** What the message begins with; the port follows. */
    public static final String SAYS = "Failed behind the output ";

    /** Begins the second line of the message, where the row is known; the row follows as JSON. */
    public static final String ROW = "The row: ";

    private static final long serialVersionUID = 1L;
    private static final int LONGEST_ROW = 1_000;

    /** @param row as JSON; null where it is not known */
    FailureBehindPort(String port, String row, Throwable cause) {
        super(SAYS + port + (row == null ? "" : "\n" + ROW + (row.length() <= LONGEST_ROW ? row : row.substring(0, LONGEST_ROW) + "…")), cause, false, false);
    }
}
