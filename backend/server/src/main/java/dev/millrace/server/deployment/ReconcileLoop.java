package dev.millrace.server.deployment;

import dev.millrace.server.Subscription;
import dev.millrace.server.instance.Leadership;
import dev.millrace.server.instance.Notices;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Steps every deployment that is not over, again and again, on the instance that leads. A long step of one (a savepoint) does
 * not hold up the others; no deployment is stepped twice at a time.
 */
final class ReconcileLoop implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(ReconcileLoop.class);
    private static final Duration STEADY = Duration.ofSeconds(1);
    /** Where nothing is on its way: whoever changes that wakes the loop. */
    private static final Duration STEADY_REST = Duration.ofMillis(500);
    private static final Duration LET_STEPS_END = Duration.ofSeconds(1);

    private final DeploymentStore store;
    private final Reconciler reconciler;
    private final Leadership leadership;
    private final Notices notices;
    private final Duration rest;
    private final Set<DeploymentId> busy = ConcurrentHashMap.newKeySet();
    private final Map<DeploymentId, Long> lastLook = new ConcurrentHashMap<>();
    private final Map<DeploymentId, Long> lastEnd = new ConcurrentHashMap<>();
    private final Semaphore wake = new Semaphore(0);
    private volatile boolean running;
    private Thread thread;
    private ExecutorService steps;
    private Subscription subscription;

    /** @param rest time between two looks at everything */
    ReconcileLoop(DeploymentStore store, Reconciler reconciler, Leadership leadership, Notices notices, Duration rest) {
        this.store = store;
        this.reconciler = reconciler;
        this.leadership = leadership;
        this.notices = notices;
        this.rest = rest;
    }

    @Override public synchronized void start() {
        if (running) {
            return;
        }
        running = true;
        steps = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("reconcile-", 0).factory());
        subscription = notices.on(DeploymentStore.TOPIC, payload -> wake.release());
        thread = Thread.ofPlatform().name("reconcile").daemon().start(this::loop);
    }

    @Override public synchronized void stop() {
        if (!running) {
            return;
        }
        running = false;
        subscription.close();
        thread.interrupt();
        steps.shutdown();
        try {
            thread.join(LET_STEPS_END);
            if (!steps.awaitTermination(LET_STEPS_END.toMillis(), TimeUnit.MILLISECONDS)) {
                steps.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            steps.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    @Override public boolean isRunning() {
        return running;
    }

    private void loop() {
        while (running) {
            boolean steady = false;
            try {
                if (leadership.held()) {
                    long read = System.nanoTime();
                    List<DeploymentRow> active = store.active();
                    lastLook.keySet().retainAll(active.stream().map(DeploymentRow::id).collect(Collectors.toSet()));
                    lastEnd.keySet().retainAll(lastLook.keySet());
                    active.stream().filter(this::isDue).forEach(row -> begin(row, read));
                    steady = active.stream().allMatch(ReconcileLoop::isSteady);
                }
            } catch (RuntimeException failed) {
                LOG.error("Cannot look after the deployments, trying again", failed);
            }
            try {
                boolean woken = wake.tryAcquire((steady ? STEADY_REST : rest).toMillis(), TimeUnit.MILLISECONDS);
                if (woken) {
                    wake.drainPermits();
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** What is on its way is looked at each time, what runs once a second. */
    private boolean isDue(DeploymentRow row) {
        return !isSteady(row) || System.nanoTime() - lastLook.getOrDefault(row.id(), 0L) > STEADY.toNanos();
    }

    private static boolean isSteady(DeploymentRow row) {
        return row.deployment().wanted() == Deployment.Wanted.RUNNING
                && (row.seen().state() == Deployment.State.RUNNING || row.seen().state() == Deployment.State.RESTARTING);
    }

    /** @param read when the row was read, which is done once more only where a step has ended since */
    private void begin(DeploymentRow row, long read) {
        DeploymentId id = row.id();
        if (running && busy.add(id)) {
            lastLook.put(id, System.nanoTime());
            steps.execute(() -> {
                try {
                    Long ended = lastEnd.get(id);
                    boolean again = ended == null || ended - read < 0 ? reconciler.step(row) : reconciler.step(id);
                    while (again && running) {
                        again = reconciler.step(id);
                    }
                } catch (RuntimeException failed) {
                    // While the application ends, a step is cut short; the next start goes on from what is written.
                    if (running) {
                        LOG.error("Cannot write what was seen of deployment {}, trying again", id, failed);
                    }
                } finally {
                    lastEnd.put(id, System.nanoTime());
                    busy.remove(id);
                }
            });
        }
    }
}
