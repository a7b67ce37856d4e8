package dev.millrace.ui.fleet;

import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.design.PipelineId;
import dev.millrace.server.design.Tags;
import dev.millrace.server.metrics.LiveMetrics;
import dev.millrace.server.metrics.Metrics;
import dev.millrace.server.metrics.Trend;
import dev.millrace.server.trouble.Trouble;
import dev.millrace.server.trouble.Troubles;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All deployments as people look at them, the worst first. */
record Fleet(List<Ship> ships) {
    static final Fleet NONE = new Fleet(List.of());

    /**
     * Puts together what is known now.
     *
     * @param all those that are over too
     * @param current those of them that people have to know of
     * @param tags of pipelines that have any
     * @param before the same a moment ago
     */
    static Fleet seen(List<Deployment> all, Set<DeploymentId> current, Map<PipelineId, Tags> tags, Metrics metrics, Troubles troubles, Instant now, Fleet before) {
        Map<DeploymentId, Trend> trends = metrics.trends();
        Map<DeploymentId, Ship> known = before.ships.stream().collect(Collectors.toMap(Ship::id, Function.identity()));
        return new Fleet(all.stream().map(d -> {
            Optional<Ship> last = Optional.ofNullable(known.get(d.id()));
            boolean isCurrent = current.contains(d.id());
            List<Trouble> matters = isCurrent ? troubles.of(d.id()) : List.of();
            Ship ship = Ship.of(d, tags.getOrDefault(d.pipeline(), Tags.NONE), isCurrent, isCurrent ? numbers(d, metrics, last) : Optional.empty(), trends.getOrDefault(d.id(), Trend.NONE), matters, now, last);
            return last.filter(ship::equals).orElse(ship);
        }).sorted(Comparator.comparing(Ship::health).thenComparing(s -> s.deployment().deployedAt(), Comparator.reverseOrder())).toList());
    }

    /** What is over has its last numbers, which are looked for once: there can be many of those. */
    private static Optional<LiveMetrics> numbers(Deployment deployment, Metrics metrics, Optional<Ship> last) {
        return last.filter(s -> deployment.state().isOver() && s.deployment().equals(deployment)).map(Ship::metrics).orElseGet(() -> metrics.latest(deployment.id()));
    }

    /** All tags that any of them has, sorted. */
    SortedSet<String> tags() {
        var all = new TreeSet<String>();
        ships.forEach(s -> all.addAll(s.tags().words()));
        return all;
    }

    long count(Health health) {
        return ships.stream().filter(s -> s.health() == health).count();
    }
}
