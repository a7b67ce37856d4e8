package dev.millrace.server.monitoring;

import dev.millrace.server.deployment.ClusterLoad;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentService;
import dev.millrace.server.metrics.LiveMetrics;
import dev.millrace.server.metrics.Metrics;
import dev.millrace.server.metrics.NodeNumbers;
import dev.millrace.server.trouble.Troubles;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * The numbers of deployments for Prometheus, made anew for each scrape: a deployment that is gone leaves no series. Those that are not over are told,
 * and of a pipeline that has none its last where that failed, so that a failure can be seen until somebody deploys again.
 */
final class DeploymentSeries implements MultiCollector {
    private static final Logger LOG = LoggerFactory.getLogger(DeploymentSeries.class);
    /** More than these are not told one by one: a scrape stays some megabytes at most. How many were left out is told. */
    static final int MOST_NODES = 5_000;
    /** In a second. */
    private static final double MILLIS = 1_000;

    private final DeploymentService deployments;
    private final Metrics metrics;
    private final Troubles troubles;
    private final Clock clock;
    private final HighWater highWater = new HighWater();

    DeploymentSeries(DeploymentService deployments, Metrics metrics, Troubles troubles, Clock clock) {
        this.deployments = deployments;
        this.metrics = metrics;
        this.troubles = troubles;
        this.clock = clock;
    }

    @Override public synchronized MetricSnapshots collect() {
        try {
            return collect(deployments.current());
        } catch (DataAccessException | TransactionException away) {
            LOG.debug("No numbers of deployments while the database is away: {}", away.getMessage());
            return new MetricSnapshots();
        }
    }

    private MetricSnapshots collect(List<Deployment> current) {
        var families = new Families(highWater);
        Instant now = clock.instant();
        int nodes = 0;
        int leftOut = 0;
        var clusters = new TreeMap<String, LiveMetrics>();
        for (Deployment deployment : current) {
            Labels labels = Labels.of("deployment", deployment.id().toString(), "pipeline", deployment.pipelineName());
            for (Deployment.State state : Deployment.State.values()) {
                families.gauge("millrace_deployment_state", "1 for the state that the deployment is in, 0 for all others",
                        labels.merge(Labels.of("state", state.name())), deployment.state() == state ? 1 : 0);
            }
            if (deployment.state().isOver()) {
                continue;
            }
            families.counter("millrace_deployment_restarts", "Times that the newest run has restarted by itself", labels, deployment.restarts());
            families.gauge("millrace_deployment_troubles", "What is the matter though the job goes on, such as a topic that is gone", labels,
                    troubles.of(deployment.id()).size());
            Optional<LiveMetrics> live = metrics.latest(deployment.id());
            live.ifPresent(m -> {
                deployment(families, labels, m, now);
                // All that run on a cluster are told the same of it, some a moment earlier.
                clusters.merge(deployment.cluster(), m, (one, other) -> other.at().isAfter(one.at()) ? other : one);
            });
            for (var node : live.map(LiveMetrics::nodes).orElse(Map.of()).entrySet()) {
                if (++nodes <= MOST_NODES) {
                    node(families, labels.merge(Labels.of("node", node.getKey().value())), node.getValue(), now);
                } else {
                    leftOut++;
                }
            }
        }
        clusters.forEach((cluster, m) -> cluster(families, Labels.of("cluster", cluster), m.load()));
        families.gauge("millrace_nodes_left_out", "Nodes that are not told, since there are more than " + MOST_NODES, Labels.EMPTY, leftOut);
        highWater.forgetTheOthers();
        return families.snapshots();
    }

    private static void deployment(Families families, Labels labels, LiveMetrics live, Instant now) {
        families.counter("millrace_deployment_rows_in", "Records read by all sources since the deployment began", labels, live.rowsIn().total());
        families.counter("millrace_deployment_rows_out", "Rows written by all sinks since the deployment began", labels, live.rowsOut().total());
        live.latency().ifPresent(latency -> {
            families.gauge("millrace_deployment_latency_median_seconds", "How long records are on their way from their topic to the sink where that takes longest, half of them less",
                    labels, latency.medianMillis() / MILLIS);
            families.gauge("millrace_deployment_latency_worst_seconds", "The same of the record that took longest within the last seconds", labels,
                    latency.worstMillis() / MILLIS);
        });
        live.lag().ifPresent(lag -> families.gauge("millrace_deployment_lag_records", "Records that all sources have yet to read", labels, lag));
        families.gauge("millrace_deployment_numbers_age_seconds", "How old these numbers are", labels, seconds(live.at(), now));
        live.lastCheckpoint().ifPresent(checkpoint -> {
            families.counter("millrace_deployment_checkpoints", "Number of the last completed checkpoint", labels, checkpoint.number());
            families.gauge("millrace_deployment_checkpoint_age_seconds", "Time since the last checkpoint was completed", labels,
                    seconds(checkpoint.completedAt(), now));
            families.gauge("millrace_deployment_checkpoint_duration_seconds", "How long the last checkpoint took", labels, checkpoint.millis() / 1000.0);
            families.gauge("millrace_deployment_checkpoint_bytes", "Size of the last checkpoint", labels, checkpoint.bytes());
        });
    }

    private static void cluster(Families families, Labels labels, ClusterLoad load) {
        load.taskManagerCpu().ifPresent(cpu -> families.gauge("millrace_cluster_task_manager_cpu_ratio", "CPU of the busiest TaskManager, as a share of its machine", labels, cpu));
        load.taskManagerHeap().ifPresent(bytes -> families.gauge("millrace_cluster_task_manager_heap_bytes", "Heap that the fullest TaskManager uses", labels, bytes));
        load.jobManagerCpu().ifPresent(cpu -> families.gauge("millrace_cluster_job_manager_cpu_ratio", "CPU of the JobManager, as a share of its machine", labels, cpu));
        load.jobManagerHeap().ifPresent(bytes -> families.gauge("millrace_cluster_job_manager_heap_bytes", "Heap that the JobManager uses", labels, bytes));
    }

    private static void node(Families families, Labels labels, NodeNumbers node, Instant now) {
        families.counter("millrace_node_rows_in", "Rows that came into the node; for a source, records read", labels, node.rowsIn().total());
        node.rowsOut().forEach((port, rows) -> families.counter("millrace_node_rows_out", "Rows that left the node by a port",
                labels.merge(Labels.of("port", port)), rows.total()));
        families.counter("millrace_node_rejected", "Records that a source could not read, or rows that a sink left out or that were refused", labels,
                node.rejected().total());
        families.counter("millrace_node_late", "Rows that came too late for a window", labels, node.late().total());
        node.lag().ifPresent(lag -> families.gauge("millrace_node_lag_records", "Records that the source has yet to read", labels, lag));
        families.gauge("millrace_node_busy_ratio", "Share of time that its busiest copy was working", labels, node.busy());
        families.gauge("millrace_node_back_pressured_ratio", "Share of time that its most held-back copy waited for those after it", labels,
                node.backPressured());
        node.stateBytes().ifPresent(bytes -> families.gauge("millrace_node_state_bytes", "Its state in the last checkpoint", labels, bytes));
        node.watermark().ifPresent(mark -> families.gauge("millrace_node_watermark_delay_seconds", "How far event time is behind the clock", labels,
                seconds(mark, now)));
        node.latency().ifPresent(latency -> {
            families.gauge("millrace_node_latency_median_seconds", "How long records are on their way from their topic to the sink, half of them less", labels,
                    latency.medianMillis() / MILLIS);
            families.gauge("millrace_node_latency_worst_seconds", "The same of the record that took longest within the last seconds", labels,
                    latency.worstMillis() / MILLIS);
        });
    }

    private static double seconds(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toMillis() / 1000.0);
    }
}
