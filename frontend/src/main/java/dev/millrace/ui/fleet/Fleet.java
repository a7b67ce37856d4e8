package dev.millrace.ui.fleet;

import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.deployment.DeploymentService;
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
import java.util.stream.Collectors;

/** All deployments as people look at them. */
record Fleet(List<Ship> ships) {
    /**
     * One deployment.
     *
     * @param matter what is wrong, or what is being done; empty where neither is
     */
    record Ship(Deployment deployment, Health health, Optional<LiveMetrics> metrics, Trend trend, String matter) {
        DeploymentId id() {
            return deployment.id();
        }
    }

    /** @param all those that are over too; else what people have to know of */
    static Fleet seen(DeploymentService deployments, Metrics metrics, Troubles troubles, boolean all) {
        List<Deployment> current = deployments.current();
        Set<DeploymentId> ids = current.stream().map(Deployment::id).collect(Collectors.toSet());
        Map<DeploymentId, Trend> trends = metrics.trends();
        Instant now = Instant.now();
        return new Fleet((all ? deployments.list() : current).stream().map(d -> {
            boolean isCurrent = ids.contains(d.id());
            List<Trouble> matters = isCurrent ? troubles.of(d.id()) : List.of();
            // Of those that are over there can be many, whose last numbers nobody looks for here.
            Optional<LiveMetrics> live = isCurrent ? metrics.latest(d.id()) : Optional.empty();
            Health health = Health.of(d, isCurrent, !matters.isEmpty(), live, now);
            return new Ship(d, health, live, trends.getOrDefault(d.id(), Trend.NONE), matter(d, health, matters));
        }).sorted(Comparator.comparing(Ship::health).thenComparing(s -> s.deployment().deployedAt(), Comparator.reverseOrder())).toList());
    }

    private static String matter(Deployment deployment, Health health, List<Trouble> matters) {
        boolean toldByFailure = health == Health.FAILED || health == Health.RESTARTING || deployment.state() == Deployment.State.FAILED;
        return deployment.failure().filter(f -> toldByFailure).map(Deployment.Failure::message)
                .or(() -> matters.stream().map(Trouble::message).findFirst()).orElse(deployment.progress());
    }

    long count(Health health) {
        return ships.stream().filter(s -> s.health() == health).count();
    }
}
