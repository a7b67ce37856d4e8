package dev.millrace.runtime.count;

/**
 * Something failed in an operator that received a row through an output port. Operators of many nodes run in one chain, and
 * Flink says only which chain failed; this says how far the row had come.
 */
public final class FailureBehindPort extends RuntimeException {
    /** What the message begins with; the port follows. */
    public static final String SAYS = "Failed behind the output ";

    private static final long serialVersionUID = 1L;

    FailureBehindPort(String port, Throwable cause) {
        super(SAYS + port, cause, false, false);
    }
}
