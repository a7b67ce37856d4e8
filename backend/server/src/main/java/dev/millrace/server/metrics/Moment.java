package dev.millrace.server.metrics;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a deployment did around a moment: one reading, or several that were rolled up.
 *
 * @param at the middle of the time that the readings are of
 * @param samples how many readings
 * @param counts of each series that is a count
 * @param values what is known; counts per second between two readings, and so not for the first of all
 */
public record Moment(Instant at, long samples, Map<Series, Growth> counts, Map<Series, Spread> values) {
    public Moment {
        counts = Map.copyOf(counts);
        values = Map.copyOf(values);
    }

    /** @param total at the end @param growth since the moment before; rows that are read again after a failure count again here */
    public record Growth(long total, long growth) {}

    /** A mean alone would hide a peak. */
    public record Spread(double mean, double least, double most) {}

    public Optional<Spread> value(Series series) {
        return Optional.ofNullable(values.get(series));
    }
}
