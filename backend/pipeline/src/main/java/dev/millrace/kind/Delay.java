package dev.millrace.kind;

import dev.millrace.schema.Durations;
import java.time.Duration;

/** A duration that may be zero. */
public record Delay(Duration value) {
    public Delay {
        if (value.isNegative()) {
            throw new IllegalArgumentException("A duration cannot be negative");
        }
    }

    public static Delay of(String text) {
        return new Delay(Durations.parse(text));
    }

    @Override public String toString() {
        return Durations.write(value);
    }
}
