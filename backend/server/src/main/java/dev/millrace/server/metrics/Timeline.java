package dev.millrace.server.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a deployment did between two times.
 *
 * @param step how much time one moment stands for
 * @param moments oldest first; none where nothing was read, as while the application was down
 */
public record Timeline(Instant from, Instant to, Duration step, List<Moment> moments) {
    /** More steps without a moment than this are a gap, and not a slow reading. */
    private static final double GAP = 2.5;

    public Timeline {
        moments = List.copyOf(moments);
    }

    /** Whether nothing was read for a while between two moments next to each other. */
    public boolean isGap(Moment one, Moment next) {
        return Duration.between(one.at(), next.at()).toMillis() > step.toMillis() * GAP;
    }
}
