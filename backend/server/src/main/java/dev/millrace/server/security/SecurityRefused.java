package dev.millrace.server.security;

/** A user or token cannot be made or changed like this; the message says why. */
public final class SecurityRefused extends RuntimeException {
    public SecurityRefused(String message) {
        super(message);
    }
}
