package dev.millrace.server.deployment;

/** A value does not fit a parameter; the message says what does. */
public final class ParameterRefused extends RuntimeException {
    ParameterRefused(String message) {
        super(message);
    }
}
