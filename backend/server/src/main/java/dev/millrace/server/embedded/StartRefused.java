package dev.millrace.server.embedded;

/** The application cannot start for a reason that people can change; the message is one sentence for them. */
public final class StartRefused extends RuntimeException {
    public StartRefused(String message) {
        super(message);
    }

    public StartRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
