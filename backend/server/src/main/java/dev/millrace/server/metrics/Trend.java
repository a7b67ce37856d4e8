package dev.millrace.server.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The last ten minutes of a deployment, coarse enough to be drawn beside its name.
 *
 * @param rowsIn per second, one for each step, the newest last; empty where nothing was read
 * @param lag likewise
 */
public record Trend(List<Optional<Double>> rowsIn, List<Optional<Double>> lag) {
    /** How many steps. */
    public static final int STEPS = 30;
    static final Duration STEP = Duration.ofSeconds(20);
    public static final Trend NONE = new Trend(List.of(), List.of());

    public Trend {
        rowsIn = List.copyOf(rowsIn);
        lag = List.copyOf(lag);
    }
}
