package dev.millrace.server.metrics;

/** A total since the deployment began, over all its runs, and how fast it grows now. */
public record Count(long total, double perSecond) {
    public static final Count ZERO = new Count(0, 0);

    public Count plus(Count other) {
        return new Count(total + other.total, perSecond + other.perSecond);
    }
}
