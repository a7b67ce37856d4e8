package dev.millrace.server.rest;

/** The address names nothing. */
final class NoSuchThing extends RuntimeException {
    NoSuchThing(String message) {
        super(message);
    }
}
