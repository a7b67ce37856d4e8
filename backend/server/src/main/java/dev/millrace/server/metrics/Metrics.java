package dev.millrace.server.metrics;

import dev.millrace.server.Subscription;
import dev.millrace.server.deployment.DeploymentId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Numbers of running deployments, asked from Flink once a second for all viewers together.
 *
 * <p>Totals of rows go on over restarts and count each row once: they are kept with the state of the job, so rows that are
 * read again after a failure are first taken back. A deployment that begins with the state of one before it goes on counting
 * where that ended. Late rows that a window drops are counted again where they are read again; those that leave by an output are not.
 */
public interface Metrics {
    /** The newest numbers; those of the last moment for a deployment that is over; empty where nothing was ever seen. */
    Optional<LiveMetrics> latest(DeploymentId deployment);

    /** Points between two times, oldest first, thinned to at most about 500. */
    List<Sample> history(DeploymentId deployment, Instant from, Instant to);

    /**
     * All that is kept between two times, in about 300 steps at most. Within the last day steps can be as short as the five
     * seconds between two readings, before that they are minutes and then hours, as long as those are kept.
     */
    Timeline timeline(DeploymentId deployment, Instant from, Instant to);

    /**
     * What nodes did between two times, oldest first: by minutes up to a day, by hours beyond it, each as long as those are kept. The minute that is under
     * way is told by the instance that collects.
     */
    List<NodeMoment> nodes(DeploymentId deployment, Instant from, Instant to);

    /** The last ten minutes of each deployment that is not over, some seconds old at most; asked for once for all who look. */
    Map<DeploymentId, Trend> trends();

    /** Told about new numbers once a second while the deployment runs, on a thread of the service's. */
    Subscription listen(DeploymentId deployment, Consumer<LiveMetrics> listener);
}
