package dev.millrace.server.alerts;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.OptionalDouble;

/** Values of one metric over a time, at most some hundred of them. */
final class Past {
    private static final int POINTS = 200;

    private record Point(Instant at, double value) {}

    private final Duration span;
    private final ArrayDeque<Point> points = new ArrayDeque<>();

    Past(Duration span) {
        this.span = span;
    }

    /** Takes in a value; of several within a short time the last. */
    void add(Instant at, double value) {
        Duration between = span.dividedBy(POINTS);
        if (points.size() > 1) {
            Point last = points.removeLast();
            // The last point moves on until it is far enough from the one before it.
            if (!points.getLast().at().plus(between).isAfter(last.at())) {
                points.addLast(last);
            }
        }
        points.addLast(new Point(at, value));
        Instant begin = at.minus(span);
        // One that is as old as the span or older stays, to compare with.
        while (points.size() > 1 && !second().at().isAfter(begin)) {
            points.removeFirst();
        }
    }

    private Point second() {
        var each = points.iterator();
        each.next();
        return each.next();
    }

    /** By how much the value has changed since about the span ago, or since the oldest that is known; empty before there are two. */
    OptionalDouble change() {
        return points.size() < 2 ? OptionalDouble.empty() : OptionalDouble.of(points.getLast().value() - points.getFirst().value());
    }

    /** Whether values of all of the span are known. */
    boolean isWhole() {
        return !points.isEmpty() && !points.getFirst().at().plus(span).isAfter(points.getLast().at());
    }
}
