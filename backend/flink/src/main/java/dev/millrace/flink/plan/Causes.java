package dev.millrace.flink.plan;

/** The one line of a chain of exceptions that a person can use. */
final class Causes {
    private Causes() {}

    /** First line of the deepest message. */
    static String plain(Throwable thrown) {
        String said = thrown.getClass().getSimpleName();
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t.getMessage() != null && !t.getMessage().isBlank()) {
                said = t.getMessage();
            }
        }
        return said.lines().findFirst().orElse(said).strip();
    }
}
