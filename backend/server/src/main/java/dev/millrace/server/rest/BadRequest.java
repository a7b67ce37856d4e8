package dev.millrace.server.rest;

/** A request that cannot be meant as it is. */
final class BadRequest extends RuntimeException {
    BadRequest(String message) {
        super(message);
    }
}
