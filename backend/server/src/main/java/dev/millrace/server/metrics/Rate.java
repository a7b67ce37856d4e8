package dev.millrace.server.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;

/** How fast a total grows, over the last few seconds. A total that falls back, as after a restart, does not grow. */
final class Rate {
    private static final Duration WINDOW = Duration.ofSeconds(3);

    private record Point(Instant at, long total) {}

    private final ArrayDeque<Point> points = new ArrayDeque<>();

    /** Takes in a point and gives the rate per second; 0 for the first. */
    double at(long total, Instant at) {
        if (points.isEmpty() || at.isAfter(points.getLast().at())) {
            points.addLast(new Point(at, total));
        }
        while (points.size() > 2 && points.getFirst().at().plus(WINDOW).isBefore(at)) {
            points.removeFirst();
        }
        Point first = points.getFirst();
        double seconds = Duration.between(first.at(), points.getLast().at()).toNanos() / 1e9;
        return seconds <= 0 ? 0 : Math.max(0, (points.getLast().total() - first.total()) / seconds);
    }
}
