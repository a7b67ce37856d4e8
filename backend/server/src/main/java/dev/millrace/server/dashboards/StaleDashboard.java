package dev.millrace.server.dashboards;

/** The dashboard was changed since the version the caller had seen. */
public final class StaleDashboard extends RuntimeException {
    private final long current;

    StaleDashboard(long expected, long current) {
        super("The dashboard is at version " + current + ", not " + expected + ": read it again and repeat the change");
        this.current = current;
    }

    public long current() {
        return current;
    }
}
