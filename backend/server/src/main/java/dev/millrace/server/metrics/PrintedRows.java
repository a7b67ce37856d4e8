package dev.millrace.server.metrics;

import dev.millrace.pipeline.NodeId;
import dev.millrace.server.Subscription;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.deployment.DeploymentService;
import dev.millrace.server.deployment.FlinkClusters;
import dev.millrace.server.deployment.FlinkGateway;
import dev.millrace.server.deployment.PrintedRow;
import dev.millrace.server.deployment.UnknownDeployment;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest rows of log sinks, for those who look. Flink is asked once a second for each sink that somebody looks at, however many they
 * are, and not at all where nobody does.
 */
public final class PrintedRows implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PrintedRows.class);
    private final FlinkClusters flinks;
    private final DeploymentService deployments;
    private final Map<Sink, Watched> watched = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("printed-rows").daemon().factory());

    private record Sink(DeploymentId deployment, NodeId node) {}

    private static final class Watched {
        private final List<Consumer<List<PrintedRow>>> listeners = new CopyOnWriteArrayList<>();
        private volatile List<PrintedRow> newest = List.of();
    }

    public PrintedRows(FlinkClusters flinks, DeploymentService deployments) {
        this.flinks = flinks;
        this.deployments = deployments;
        timer.scheduleWithFixedDelay(this::ask, 1, 1, TimeUnit.SECONDS);
    }

    /** @param listener gets all rows there are, oldest first, whenever there are other ones */
    public Subscription listen(DeploymentId deployment, NodeId node, Consumer<List<PrintedRow>> listener) {
        Consumer<List<PrintedRow>> own = listener::accept;
        var sink = new Sink(deployment, node);
        Watched all = watched.compute(sink, (s, known) -> {
            Watched w = known == null ? new Watched() : known;
            w.listeners.add(own);
            return w;
        });
        if (!all.newest.isEmpty()) {
            own.accept(all.newest);
        }
        return () -> watched.computeIfPresent(sink, (s, known) -> {
            known.listeners.remove(own);
            return known.listeners.isEmpty() ? null : known;
        });
    }

    /** Package-private for tests, which call it without waiting for the clock. */
    void ask() {
        watched.forEach((sink, all) -> {
            try {
                Deployment deployment = deployments.get(sink.deployment());
                List<PrintedRow> rows = deployment.job().filter(job -> !deployment.state().isOver()).map(job -> flinks.of(deployment).printed(job, sink.node())).orElse(List.of());
                // A sink that has begun anew has none yet; what was seen stays.
                if (!rows.isEmpty() && !rows.equals(all.newest)) {
                    all.newest = rows;
                    all.listeners.forEach(l -> l.accept(rows));
                }
            } catch (FlinkGateway.Unreachable | FlinkGateway.Failed | UnknownDeployment away) {
                LOG.debug("No rows of {}: {}", sink, away.getMessage());
            } catch (RuntimeException failed) {
                LOG.warn("Cannot show the rows of {}", sink, failed);
            }
        });
    }

    @Override public void close() {
        timer.shutdownNow();
    }
}
