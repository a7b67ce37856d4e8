package dev.millrace.server.deployment;

/** No such entry in the catalogue of kept state. */
public final class UnknownSavepoint extends RuntimeException {
    public UnknownSavepoint(SavepointId id) {
        super("There is no savepoint " + id);
    }
}
