package dev.millrace.server.outside;

/** A system outside does not answer as it should; the message names it and says why. */
public final class OutsideUnavailable extends RuntimeException {
    public OutsideUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
