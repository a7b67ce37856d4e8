package dev.millrace.server.design;

/** A word cannot be a tag; the message says which, and what is allowed. */
public final class TagRefused extends RuntimeException {
    public TagRefused(String message) {
        super(message);
    }
}
