package dev.millrace.server.metrics;

import dev.millrace.server.deployment.DeploymentId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes readings down every five seconds, and tells what was read between two times from what is fine enough for that. */
final class History {
    private static final Logger LOG = LoggerFactory.getLogger(History.class);
    /** Somewhat less than a step: Flink is asked once a second, and not to the millisecond. */
    private static final Duration BETWEEN_READINGS = Level.RAW.step().minusMillis(500);
    private static final Duration BETWEEN_SWEEPS = Duration.ofHours(1);

    private final HistoryStore store;
    private final MetricsProperties settings;
    private final Clock clock;
    private final Map<DeploymentId, Reading.Before> before = new ConcurrentHashMap<>();
    private Instant swept = Instant.EPOCH;
    private Instant trendsAt = Instant.EPOCH;
    private Map<DeploymentId, Trend> trends = Map.of();

    History(HistoryStore store, MetricsProperties settings, Clock clock) {
        this.store = store;
        this.settings = settings;
        this.clock = clock;
    }

    /** Takes a reading down, unless the one before was a moment ago. */
    void take(LiveMetrics live, long restarts) {
        DeploymentId id = live.deployment();
        Optional<Reading.Before> last = Optional.ofNullable(before.get(id)).or(() -> store.newest(id));
        if (last.isPresent() && last.get().at().plus(BETWEEN_READINGS).isAfter(live.at())) {
            before.put(id, last.get());
            return;
        }
        Reading reading = Reading.of(live, restarts);
        store.add(id, reading, last);
        before.put(id, new Reading.Before(reading.at(), totals(reading, last)));
    }

    private static Map<Series, Long> totals(Reading reading, Optional<Reading.Before> last) {
        var totals = new EnumMap<Series, Long>(Series.class);
        last.ifPresent(l -> totals.putAll(l.totals()));
        totals.putAll(reading.totals());
        return totals;
    }

    /** Those that are not collected any more, or not here. */
    void keepOnly(Set<DeploymentId> collected) {
        before.keySet().retainAll(collected);
    }

    Timeline between(DeploymentId deployment, Instant from, Instant to, int most) {
        Duration step = Duration.between(from, to).dividedBy(most);
        return store.moments(deployment, settings.fit(step, from, clock.instant()), from, to, step);
    }

    /** Read at most once in the time between two readings, however many look. */
    synchronized Map<DeploymentId, Trend> trends(Supplier<List<DeploymentId>> deployments) {
        Instant now = clock.instant();
        if (trendsAt.plus(Level.RAW.step()).isBefore(now)) {
            trends = store.trends(deployments.get(), now);
            trendsAt = now;
        }
        return trends;
    }

    List<Sample> samples(DeploymentId deployment, Instant from, Instant to, int most) {
        return between(deployment, from, to, most).moments().stream().map(History::sample).toList();
    }

    private static Sample sample(Moment moment) {
        return new Sample(moment.at(), moment.counts().get(Series.ROWS_IN).total(), moment.counts().get(Series.ROWS_OUT).total(),
                moment.value(Series.ROWS_IN).map(Moment.Spread::mean).orElse(0.0), moment.value(Series.ROWS_OUT).map(Moment.Spread::mean).orElse(0.0),
                moment.value(Series.LAG).map(lag -> OptionalLong.of(Math.round(lag.mean()))).orElseGet(OptionalLong::empty));
    }

    /** Forgets what is older than it is to be kept, once an hour. */
    void sweep() {
        Instant now = clock.instant();
        if (swept.plus(BETWEEN_SWEEPS).isAfter(now)) {
            return;
        }
        swept = now;
        for (Level level : Level.values()) {
            int forgotten = store.forgetBefore(level, now.minus(settings.kept(level)));
            if (forgotten > 0) {
                LOG.info("Forgot {} parts of the history of deployments by {} that are older than {} days", forgotten, level.name().toLowerCase(Locale.ROOT),
                        settings.kept(level).toDays());
            }
        }
    }
}
