package dev.millrace.server.alerts;

/** How bad it is; worst last. */
public enum Severity {
    /** Worth knowing. */
    INFO("Info"),
    /** Somebody should look today. */
    WARNING("Warning"),
    /** Somebody should look now. */
    CRITICAL("Critical");

    private final String word;

    Severity(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
