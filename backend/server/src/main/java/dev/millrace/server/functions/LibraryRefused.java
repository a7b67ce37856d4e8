package dev.millrace.server.functions;

/** A jar is not taken, or a version cannot go; the message says why and what to do. */
public final class LibraryRefused extends RuntimeException {
    public LibraryRefused(String message) {
        super(message);
    }
}
