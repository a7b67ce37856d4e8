package dev.millrace.server.trouble;

import dev.millrace.server.Subscription;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.deployment.DeploymentService;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Looks every two seconds at what jobs do not notice by themselves. Each instance looks for itself: what it finds is in memory, so that it can be told
 * while the database is away. The database, topics and checkpoints are looked at on threads of their own, since one that does not answer holds up none
 * of the others.
 */
final class Lookout implements Troubles, SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Lookout.class);
    private static final Duration BETWEEN = Duration.ofSeconds(2);

    private final DeploymentService deployments;
    private final List<Look> looks;
    private final Clock clock;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Map<Look, Map<DeploymentId, List<Trouble>>> seen = new ConcurrentHashMap<>();
    private volatile List<Deployment> active = List.of();
    private volatile Optional<Trouble> database = Optional.empty();
    private ScheduledExecutorService threads;

    /** One kind of trouble, looked for in all deployments whose jobs are on the cluster. May block for some seconds. */
    interface Look {
        Map<DeploymentId, List<Trouble>> at(List<Deployment> onCluster);
    }

    Lookout(DeploymentService deployments, List<Look> looks, Clock clock) {
        this.deployments = deployments;
        this.looks = List.copyOf(looks);
        this.clock = clock;
    }

    @Override public List<Trouble> of(DeploymentId deployment) {
        return looks.stream().flatMap(look -> seen.getOrDefault(look, Map.of()).getOrDefault(deployment, List.of()).stream()).toList();
    }

    @Override public Optional<Trouble> database() {
        return database;
    }

    @Override public Subscription listen(Runnable listener) {
        // A wrapper of its own, so that the same listener added twice is removed once.
        Runnable own = listener::run;
        listeners.add(own);
        return () -> listeners.remove(own);
    }

    @Override public synchronized void start() {
        if (threads == null) {
            threads = Executors.newScheduledThreadPool(looks.size() + 1, Thread.ofPlatform().name("lookout-", 0).daemon().factory());
            repeat(this::lookAtDatabase);
            looks.forEach(look -> repeat(() -> look(look)));
        }
    }

    private void repeat(Runnable look) {
        threads.scheduleWithFixedDelay(() -> {
            try {
                look.run();
            } catch (RuntimeException failed) {
                LOG.warn("Cannot look for troubles, trying again", failed);
            }
        }, BETWEEN.toMillis(), BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override public synchronized void stop() {
        if (threads != null) {
            threads.shutdownNow();
            threads = null;
        }
    }

    @Override public synchronized boolean isRunning() {
        return threads != null;
    }

    /** Package-private for tests, which call it without waiting for the clock. */
    void lookAtDatabase() {
        Optional<Trouble> before = database;
        try {
            active = deployments.active().stream().filter(Lookout::isOnCluster).toList();
            database = Optional.empty();
        } catch (DataAccessException | TransactionException away) {
            LOG.warn("The database does not answer: {}", away.getMessage());
            database = before.or(() -> Optional.of(new Trouble(Trouble.Kind.DATABASE, Optional.empty(), "Millrace's own database does not answer, so what you see is from before",
                    "Jobs go on by themselves. Nothing can be changed until it answers again; this page goes on by itself then", clock.instant())));
        }
        if (!before.equals(database)) {
            tell();
        }
    }

    /** Package-private for tests. */
    void look(Look look) {
        List<Deployment> now = active;
        Map<DeploymentId, List<Trouble>> before = seen.getOrDefault(look, Map.of());
        Map<DeploymentId, List<Trouble>> found = new ConcurrentHashMap<>();
        (now.isEmpty() ? Map.<DeploymentId, List<Trouble>>of() : look.at(now)).forEach((id, troubles) -> {
            if (!troubles.isEmpty()) {
                found.put(id, sinceFirstSeen(before.getOrDefault(id, List.of()), troubles));
            }
        });
        if (!found.equals(before)) {
            seen.put(look, found);
            tell();
        }
    }

    private static List<Trouble> sinceFirstSeen(List<Trouble> before, List<Trouble> now) {
        return now.stream().map(trouble -> before.stream().filter(trouble::isLike).findFirst().orElse(trouble)).toList();
    }

    private static boolean isOnCluster(Deployment deployment) {
        return switch (deployment.state()) {
            case RUNNING, RESTARTING, STOPPING -> deployment.job().isPresent();
            // One that has run and waits for its cluster.
            case STARTING -> deployment.job().isPresent() && deployment.runningSince().isPresent();
            case WAITING, FAILING, FAILED, SUSPENDED, STOPPED, FINISHED, CANCELLED -> false;
        };
    }

    private void tell() {
        for (Runnable listener : listeners) {
            try {
                listener.run();
            } catch (RuntimeException failed) {
                LOG.error("A listener of troubles failed", failed);
            }
        }
    }
}
