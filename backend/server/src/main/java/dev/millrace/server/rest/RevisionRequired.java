package dev.millrace.server.rest;

/** A change without If-Match. */
final class RevisionRequired extends RuntimeException {
    RevisionRequired() {
        super("Send the revision you changed as If-Match, as the ETag of your last read gave it");
    }
}
