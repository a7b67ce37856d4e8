package dev.millrace.server.deployment;

/** A deployment has no live parameter of that name; the message says which it has. */
public final class UnknownParameter extends RuntimeException {
    UnknownParameter(String message) {
        super(message);
    }
}
