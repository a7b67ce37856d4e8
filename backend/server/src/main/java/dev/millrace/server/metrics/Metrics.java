package dev.millrace.server.metrics;

import dev.millrace.server.Subscription;
import dev.millrace.server.deployment.DeploymentId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Numbers of running deployments, asked from Flink once a second for all viewers together.
 *
 * <p>Totals go on over restarts: what earlier runs of the same deployment counted is added. Rows that a run reads again after
 * it was restored from a checkpoint are counted again, since they were processed again; so totals say what was worked, and
 * can be above the number of distinct rows after a restart.
 */
public interface Metrics {
    /** The newest numbers; those of the last moment for a deployment that is over; empty where nothing was ever seen. */
    Optional<LiveMetrics> latest(DeploymentId deployment);

    /** Points between two times, oldest first, thinned to at most about 500. */
    List<Sample> history(DeploymentId deployment, Instant from, Instant to);

    /** Told about new numbers once a second while the deployment runs, on a thread of the service's. */
    Subscription listen(DeploymentId deployment, Consumer<LiveMetrics> listener);
}
