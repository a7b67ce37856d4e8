package dev.millrace.server.metrics;

import java.time.Duration;
import java.time.Instant;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long the history of deployments is kept.
 *
 * @param raw readings as they were taken, every five seconds
 * @param minutes one for each minute
 * @param hours one for each hour
 */
@ConfigurationProperties("millrace.metrics")
record MetricsProperties(@DefaultValue("1d") Duration raw, @DefaultValue("30d") Duration minutes, @DefaultValue("730d") Duration hours) {
    private static final Duration LEAST = Duration.ofHours(1);

    MetricsProperties {
        if (raw.compareTo(LEAST) < 0 || minutes.compareTo(raw) < 0 || hours.compareTo(minutes) < 0) {
            throw new IllegalArgumentException("The history of deployments cannot be kept for " + raw + " (millrace.metrics.raw), by minutes for " + minutes
                    + " (millrace.metrics.minutes) and by hours for " + hours + " (millrace.metrics.hours): the first must be an hour or more, and none longer than the next");
        }
    }

    static MetricsProperties byDefault() {
        return new MetricsProperties(Duration.ofDays(1), Duration.ofDays(30), Duration.ofDays(730));
    }

    Duration kept(Level level) {
        return switch (level) {
            case RAW -> raw;
            case MINUTE -> minutes;
            case HOUR -> hours;
        };
    }

    /** The coarsest level that is fine enough for steps of this length, or of a coarser one where it does not reach back far enough. */
    Level fit(Duration step, Instant from, Instant now) {
        Level fit = Level.RAW;
        for (Level level : Level.values()) {
            boolean isFineEnough = level.step().compareTo(step) <= 0;
            boolean reachesBack = !from.isBefore(now.minus(kept(fit)));
            if (isFineEnough || !reachesBack) {
                fit = level;
            }
        }
        return fit;
    }
}
