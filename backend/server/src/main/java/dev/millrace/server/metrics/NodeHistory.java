package dev.millrace.server.metrics;

import dev.millrace.server.deployment.DeploymentId;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What nodes did, by minutes and hours. The minute and the hour that are under way are gathered in memory and written once a minute, one row
 * for all nodes of a deployment; who takes over goes on from what was written.
 */
final class NodeHistory {
    private static final List<Level> LEVELS = List.of(Level.MINUTE, Level.HOUR);
    /** For longer times hours are fine enough. */
    private static final Duration BY_MINUTES = Duration.ofDays(1);

    private final JdbcClient jdbc;
    private final Partitions partitions;
    private final MetricsProperties settings;
    private final Map<DeploymentId, Current> current = new ConcurrentHashMap<>();

    /** What is under way of one deployment. */
    private static final class Current {
        private final Map<Level, Slot> slots = new EnumMap<>(Level.class);
    }

    private record Slot(Instant begin, NodeSums sums) {}

    NodeHistory(JdbcClient jdbc, MetricsProperties settings) {
        this.jdbc = jdbc;
        this.partitions = new Partitions(jdbc);
        this.settings = settings;
    }

    void take(LiveMetrics live) {
        // Within the map's own step: what is taken while the deployment is let go is taken after what was under way is written.
        current.compute(live.deployment(), (id, before) -> {
            Current of = before == null ? new Current() : before;
            synchronized (of) {
                take(live, of);
            }
            return of;
        });
    }

    private void take(LiveMetrics live, Current of) {
        Slot minute = of.slots.get(Level.MINUTE);
        boolean isOver = minute != null && begin(Level.MINUTE, live.at()).isAfter(minute.begin());
        if (isOver) {
            of.slots.forEach((level, slot) -> put(live.deployment(), level, slot));
        }
        for (Level level : LEVELS) {
            Instant begin = begin(level, live.at());
            Slot slot = of.slots.get(level);
            if (slot == null) {
                slot = new Slot(begin, stored(live.deployment(), level, begin).orElseGet(NodeSums::new));
            } else if (begin.isAfter(slot.begin())) {
                slot = new Slot(begin, new NodeSums());
            }
            slot.sums().add(live);
            of.slots.put(level, slot);
        }
    }

    private static Instant begin(Level level, Instant at) {
        long step = level.step().toMillis();
        return Instant.ofEpochMilli(Math.floorDiv(at.toEpochMilli(), step) * step);
    }

    /** Writes what is under way of those that are not collected any more, or not here. */
    void keepOnly(Set<DeploymentId> collected) {
        for (DeploymentId id : current.keySet()) {
            if (!collected.contains(id)) {
                current.computeIfPresent(id, (i, of) -> {
                    synchronized (of) {
                        of.slots.forEach((level, slot) -> put(id, level, slot));
                    }
                    return null;
                });
            }
        }
    }

    private void put(DeploymentId deployment, Level level, Slot slot) {
        if (!slot.sums().isEmpty()) {
            partitions.make(level.nodeTable(), level.daysOfPartition(), slot.begin());
            jdbc.sql("insert into " + level.nodeTable() + " (deployment, at, numbers) values (?, ?, ?) on conflict (deployment, at) do update set numbers = excluded.numbers")
                    .params(deployment.value(), MetricsStore.time(slot.begin()), slot.sums().pack()).update();
        }
    }

    private Optional<NodeSums> stored(DeploymentId deployment, Level level, Instant begin) {
        return jdbc.sql("select numbers from " + level.nodeTable() + " where deployment = ? and at = ?").params(deployment.value(), MetricsStore.time(begin))
                .query(byte[].class).optional().map(NodeSums::unpack);
    }

    /** Oldest first, with what is under way. */
    List<NodeMoment> between(DeploymentId deployment, Instant from, Instant to, Instant now) {
        boolean byMinutes = Duration.between(from, to).compareTo(BY_MINUTES) <= 0 && !from.isBefore(now.minus(settings.kept(Level.MINUTE)));
        Level level = byMinutes ? Level.MINUTE : Level.HOUR;
        var slots = new ArrayList<>(jdbc.sql("select at, numbers from " + level.nodeTable() + " where deployment = ? and at >= ? and at < ? order by at")
                .params(deployment.value(), MetricsStore.time(begin(level, from)), MetricsStore.time(to))
                .query((row, n) -> new Slot(row.getObject("at", OffsetDateTime.class).toInstant(), NodeSums.unpack(row.getBytes("numbers")))).list());
        var moments = new ArrayList<NodeMoment>();
        Optional.ofNullable(current.get(deployment)).ifPresent(of -> {
            synchronized (of) {
                Slot slot = of.slots.get(level);
                if (slot != null && slot.begin().isBefore(to)) {
                    // It may have been written already, as far as it was then.
                    slots.removeIf(s -> s.begin().equals(slot.begin()));
                    moments.add(moment(level, slot));
                }
            }
        });
        slots.reversed().forEach(slot -> moments.addFirst(moment(level, slot)));
        return moments;
    }

    private static NodeMoment moment(Level level, Slot slot) {
        return new NodeMoment(slot.begin(), level.step(), slot.sums().seen());
    }

    /** Forgets what is older than it is to be kept. */
    int forgetBefore(Level level, Instant moment) {
        return LEVELS.contains(level) ? partitions.forgetBefore(level.nodeTable(), level.daysOfPartition(), moment) : 0;
    }
}
