package dev.millrace.ui.fleet;

import dev.millrace.server.Subscription;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.deployment.DeploymentService;
import dev.millrace.server.design.PipelineId;
import dev.millrace.server.design.PipelineTags;
import dev.millrace.server.design.Tags;
import dev.millrace.server.metrics.Metrics;
import dev.millrace.server.trouble.Troubles;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Puts the fleet together once for all pages that show it, and only as long as one does: at once where a deployment changed, but at most once a second, and every two
 * seconds where only its numbers did. Which deployments there are is read where one changed, and now and then.
 */
@Component
class FleetFeed implements DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(FleetFeed.class);
    private static final Duration BETWEEN_NUMBERS = Duration.ofSeconds(2);
    /** The first of many changes is told at once, the others wait so long for each other: in a large fleet something changes all the time. */
    private static final Duration BETWEEN_CHANGES = Duration.ofSeconds(1);
    /** Such as of a pipeline that was deleted, of which its deployments do not tell. */
    private static final Duration BETWEEN_LISTS = Duration.ofSeconds(20);

    private final DeploymentService deployments;
    private final Metrics metrics;
    private final Troubles troubles;
    private final PipelineTags pipelineTags;
    private final List<Consumer<Fleet>> viewers = new CopyOnWriteArrayList<>();
    private final AtomicBoolean changed = new AtomicBoolean(true);
    private final AtomicBoolean due = new AtomicBoolean();
    private volatile Fleet newest = Fleet.NONE;
    private List<Deployment> all = List.of();
    private Set<DeploymentId> current = Set.of();
    private Map<PipelineId, Tags> tags = Map.of();
    private long listed;
    private long seen;
    private ScheduledExecutorService thread;
    private List<Subscription> sources = List.of();

    FleetFeed(DeploymentService deployments, Metrics metrics, Troubles troubles, PipelineTags pipelineTags) {
        this.deployments = deployments;
        this.metrics = metrics;
        this.troubles = troubles;
        this.pipelineTags = pipelineTags;
    }

    /** What is known now, for a page that opens. */
    Fleet now() {
        if (viewers.isEmpty()) {
            changed.set(true);
        }
        return changed.get() ? see() : newest;
    }

    /** Told each newer one, on a thread of its own. */
    synchronized Subscription listen(Consumer<Fleet> viewer) {
        // A wrapper of its own, so that the same viewer added twice is removed once.
        Consumer<Fleet> own = viewer::accept;
        viewers.add(own);
        if (thread == null) {
            thread = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("fleet").daemon().factory());
            thread.scheduleWithFixedDelay(this::tell, BETWEEN_NUMBERS.toMillis(), BETWEEN_NUMBERS.toMillis(), TimeUnit.MILLISECONDS);
            sources = List.of(deployments.listen(d -> changed()), pipelineTags.listen(this::changed), troubles.listen(this::soon));
            // What changed before this moment was told to nobody here.
            changed.set(true);
        }
        return () -> leave(own);
    }

    private synchronized void leave(Consumer<Fleet> viewer) {
        viewers.remove(viewer);
        if (viewers.isEmpty()) {
            destroy();
        }
    }

    private void changed() {
        changed.set(true);
        soon();
    }

    private synchronized void soon() {
        if (thread != null && due.compareAndSet(false, true)) {
            long wait = Math.clamp(BETWEEN_CHANGES.toNanos() - (System.nanoTime() - seen), 0, BETWEEN_CHANGES.toNanos());
            thread.schedule(() -> {
                due.set(false);
                tell();
            }, wait, TimeUnit.NANOSECONDS);
        }
    }

    private void tell() {
        try {
            Fleet fleet = see();
            for (Consumer<Fleet> viewer : viewers) {
                try {
                    viewer.accept(fleet);
                } catch (RuntimeException failed) {
                    LOG.error("A page of deployments failed", failed);
                }
            }
        } catch (RuntimeException away) {
            // That the database is away is said above the page.
            LOG.debug("Deployments cannot be looked at: {}", away.getMessage());
        }
    }

    private synchronized Fleet see() {
        if (changed.getAndSet(false) || System.nanoTime() - listed > BETWEEN_LISTS.toNanos()) {
            try {
                all = deployments.list();
                current = deployments.current().stream().map(Deployment::id).collect(Collectors.toSet());
                tags = pipelineTags.all();
                listed = System.nanoTime();
            } catch (RuntimeException away) {
                changed.set(true);
                throw away;
            }
        }
        seen = System.nanoTime();
        newest = Fleet.seen(all, current, tags, metrics, troubles, Instant.now(), newest);
        return newest;
    }

    /** Ends it where nobody looks any more, and with the application. */
    @Override
    public synchronized void destroy() {
        sources.forEach(Subscription::close);
        sources = List.of();
        if (thread != null) {
            thread.shutdownNow();
            thread = null;
            due.set(false);
        }
    }
}
