package dev.millrace.kind;

import dev.millrace.schema.Durations;
import java.time.Duration;

/** A duration of at least a millisecond. */
public record PositiveDuration(Duration value) {
    public PositiveDuration {
        if (value.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("A duration of at least 1 ms is needed, not " + Durations.write(value));
        }
    }

    public static PositiveDuration of(String text) {
        return new PositiveDuration(Durations.parse(text));
    }

    @Override public String toString() {
        return Durations.write(value);
    }
}
