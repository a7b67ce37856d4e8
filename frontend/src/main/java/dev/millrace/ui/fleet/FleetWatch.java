package dev.millrace.ui.fleet;

import com.vaadin.flow.component.UI;
import dev.millrace.server.Subscription;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.deployment.DeploymentService;
import dev.millrace.server.metrics.Metrics;
import dev.millrace.server.trouble.Troubles;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** Tells a page when there is something new of any deployment: at once where a state changed, every two seconds where only numbers did. */
final class FleetWatch implements AutoCloseable {
    private static final Duration BETWEEN_NUMBERS = Duration.ofSeconds(2);

    private final UI ui;
    private final DeploymentService deployments;
    private final Metrics metrics;
    private final Runnable changed;
    private final AtomicLong told = new AtomicLong(System.nanoTime());
    private final Map<DeploymentId, Subscription> numbers = new HashMap<>();
    private final List<Subscription> others;

    /** @param changed called under the page's lock */
    FleetWatch(UI ui, DeploymentService deployments, Metrics metrics, Troubles troubles, Runnable changed) {
        this.ui = ui;
        this.deployments = deployments;
        this.metrics = metrics;
        this.changed = changed;
        others = List.of(deployments.listen(d -> ui.access(this::look)), troubles.listen(() -> ui.access(changed::run)));
        listen();
    }

    private void look() {
        listen();
        changed.run();
    }

    /** To those that are not over, which are other ones from time to time. */
    private void listen() {
        Set<DeploymentId> active = deployments.active().stream().map(Deployment::id).collect(Collectors.toSet());
        var over = new HashSet<>(numbers.keySet());
        over.removeAll(active);
        over.forEach(id -> numbers.remove(id).close());
        active.forEach(id -> numbers.computeIfAbsent(id, i -> metrics.listen(i, m -> {
            long last = told.get();
            long now = System.nanoTime();
            if (now - last >= BETWEEN_NUMBERS.toNanos() && told.compareAndSet(last, now)) {
                ui.access(changed::run);
            }
        })));
    }

    @Override
    public void close() {
        others.forEach(Subscription::close);
        numbers.values().forEach(Subscription::close);
        numbers.clear();
    }
}
