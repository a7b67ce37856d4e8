package dev.millrace.ui.deployments;

import dev.millrace.server.Subscription;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.shadow.Shadow;
import dev.millrace.server.shadow.Shadows;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Looks once a second, for all pages of deployments together and only as long as there is one, which revisions are tried beside them and how that stands. A page is told what is new.
 */
@Component
class ShadowFeed implements DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(ShadowFeed.class);
    private static final Duration BETWEEN = Duration.ofSeconds(1);

    private final Shadows shadows;
    private final Map<DeploymentId, List<Consumer<Optional<Shadow>>>> viewers = new ConcurrentHashMap<>();
    private Map<DeploymentId, Shadow> seen = Map.of();
    private ScheduledExecutorService thread;

    ShadowFeed(Shadows shadows) {
        this.shadows = shadows;
    }

    /** Told when that which is beside the deployment is another one, or stands otherwise, on a thread of its own. */
    synchronized Subscription listen(DeploymentId deployment, Consumer<Optional<Shadow>> viewer) {
        // A wrapper of its own, so that the same viewer added twice is removed once.
        Consumer<Optional<Shadow>> own = viewer::accept;
        viewers.computeIfAbsent(deployment, id -> new CopyOnWriteArrayList<>()).add(own);
        // What it was shown when its page opened may be older than what the others were told last.
        var unsure = new HashMap<>(seen);
        unsure.remove(deployment);
        seen = Map.copyOf(unsure);
        if (thread == null) {
            thread = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("shadows-shown").daemon().factory());
            thread.scheduleWithFixedDelay(this::look, BETWEEN.toMillis(), BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
        }
        return () -> leave(deployment, own);
    }

    private synchronized void leave(DeploymentId deployment, Consumer<Optional<Shadow>> viewer) {
        viewers.computeIfPresent(deployment, (id, all) -> {
            all.remove(viewer);
            return all.isEmpty() ? null : all;
        });
        if (viewers.isEmpty()) {
            destroy();
        }
    }

    /** Package-private for tests, which call it without waiting for the clock. */
    void look() {
        try {
            tell(shadows.beside(viewers.keySet()));
        } catch (RuntimeException away) {
            // That the database is away is said above the page.
            LOG.debug("Revisions that are tried cannot be looked at: {}", away.getMessage());
        }
    }

    private synchronized void tell(Map<DeploymentId, Shadow> now) {
        Map<DeploymentId, Shadow> before = seen;
        seen = now;
        viewers.forEach((deployment, all) -> {
            Optional<Shadow> beside = Optional.ofNullable(now.get(deployment));
            if (!beside.equals(Optional.ofNullable(before.get(deployment)))) {
                all.forEach(viewer -> viewer.accept(beside));
            }
        });
    }

    /** Ends it where nobody looks any more, and with the application. */
    @Override
    public synchronized void destroy() {
        seen = Map.of();
        if (thread != null) {
            thread.shutdownNow();
            thread = null;
        }
    }
}
