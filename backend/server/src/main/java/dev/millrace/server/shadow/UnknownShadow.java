package dev.millrace.server.shadow;

/** There is no such shadow run. */
public final class UnknownShadow extends RuntimeException {
    public UnknownShadow(String message) {
        super(message);
    }
}
