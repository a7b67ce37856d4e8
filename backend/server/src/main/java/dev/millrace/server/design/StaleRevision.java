package dev.millrace.server.design;

/** The pipeline was changed since the revision the caller had seen. */
public final class StaleRevision extends RuntimeException {
    private final long current;

    public StaleRevision(long expected, long current) {
        super("The pipeline is at revision " + current + ", not " + expected + ": read it again and repeat the change");
        this.current = current;
    }

    public long current() {
        return current;
    }
}
