package dev.millrace.server.metrics;

import dev.millrace.server.deployment.DeploymentId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
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
    private final NodeHistory nodes;
    private final MetricsProperties settings;
    private final Clock clock;
    private final Map<DeploymentId, Reading.Before> before = new ConcurrentHashMap<>();
    private Instant swept = Instant.EPOCH;
    private Instant trendsAt = Instant.EPOCH;
    private Map<DeploymentId, Trend> trends = Map.of();

    History(HistoryStore store, NodeHistory nodes, MetricsProperties settings, Clock clock) {
        this.store = store;
        this.nodes = nodes;
        this.settings = settings;
        this.clock = clock;
    }

    /** What was read of a deployment. @param restarts of its job */
    record Taken(LiveMetrics live, long restarts) {}

    /** Takes readings down in the order in which they were read; of the deployment as a whole, unless the one before was a moment ago. */
    void take(List<Taken> readings) {
        var together = new LinkedHashMap<DeploymentId, HistoryStore.Taken>();
        for (Taken taken : readings) {
            nodes.take(taken.live());
            DeploymentId id = taken.live().deployment();
            // Two of one deployment come together only where the database was away for a while.
            if (together.containsKey(id)) {
                write(together);
            }
            Optional<Reading.Before> last = Optional.ofNullable(before.get(id)).or(() -> store.newest(id));
            if (last.isPresent() && last.get().at().plus(BETWEEN_READINGS).isAfter(taken.live().at())) {
                before.put(id, last.get());
            } else {
                together.put(id, new HistoryStore.Taken(id, Reading.of(taken.live(), taken.restarts()), last));
            }
        }
        write(together);
    }

    private void write(Map<DeploymentId, HistoryStore.Taken> readings) {
        store.add(List.copyOf(readings.values()));
        readings.forEach((id, taken) -> before.put(id, new Reading.Before(taken.reading().at(), totals(taken.reading(), taken.before()))));
        readings.clear();
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
        nodes.keepOnly(collected);
    }

    List<NodeMoment> nodes(DeploymentId deployment, Instant from, Instant to) {
        return nodes.between(deployment, from, to, clock.instant());
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
            int forgotten = store.forgetBefore(level, now.minus(settings.kept(level))) + nodes.forgetBefore(level, now.minus(settings.kept(level)));
            if (forgotten > 0) {
                LOG.info("Forgot {} parts of the history of deployments by {} that are older than {} days", forgotten, level.name().toLowerCase(Locale.ROOT),
                        settings.kept(level).toDays());
            }
        }
    }
}
