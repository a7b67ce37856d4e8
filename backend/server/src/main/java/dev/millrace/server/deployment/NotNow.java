package dev.millrace.server.deployment;

/** A deployment, or what is kept of one, is not in a state in which this can be done; the message says what can be. */
public final class NotNow extends RuntimeException {
    public NotNow(String message) {
        super(message);
    }
}
