package dev.millrace.server.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.millrace.pipeline.NodeId;
import dev.millrace.server.deployment.ClusterLoad;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.deployment.JobId;
import dev.millrace.server.deployment.JobMetrics;
import dev.millrace.server.deployment.Latency;
import dev.millrace.server.deployment.ReadPartitions;
import dev.millrace.server.deployment.StartJson;
import dev.millrace.server.metrics.Count;
import dev.millrace.server.metrics.LiveMetrics;
import dev.millrace.server.metrics.NodeNumbers;
import dev.millrace.server.trouble.Trouble;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** A deployment on the wire; what is not known or does not apply is left out. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DeploymentBody(String id, String pipeline, String pipelineName, long revision, String wanted, String state, String progress,
        String job, String restoredFrom, String savepoint, int restarts, Failure failure, Instant deployedAt, String deployedBy,
        Instant runningSince, Instant endedAt, JsonNode start, String follows, Boolean rollsBack, Trial trial, Numbers metrics,
        List<Matter> troubles, String cluster) {

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Trial(long withinSeconds, Instant began, Instant healthyAt, String rolledBackTo) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Failure(String node, String message, String wayOut, String trace, Instant at) {}

    /** What is the matter though the job goes on; {@code node} is left out where that cannot be told. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Matter(String node, String message, String wayOut, Instant since) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Numbers(Instant at, Count rowsIn, Count rowsOut, Long lag, Map<String, Node> nodes, JobMetrics.Checkpoint lastCheckpoint, Latency latency, Load load) {}

    /** @param busy of the task in which it runs @param ownBusy how much of that is for this node; left out where that cannot be told */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Node(Count rowsIn, Map<String, Count> rowsOut, Count rejected, Count late, Long lag, Instant watermark, double busy, Double ownBusy,
            double backPressured, Long stateBytes, Read partitions, Latency latency) {}

    /** What the processes of the cluster do on which it runs: of the busiest and the fullest TaskManager and of the JobManager; CPU as a share of the machine, 0 to 1. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Load(Double taskManagerCpu, Long taskManagerHeapBytes, Double jobManagerCpu, Long jobManagerHeapBytes) {
        static Load of(ClusterLoad load) {
            return load.equals(ClusterLoad.UNKNOWN) ? null
                    : new Load(number(load.taskManagerCpu()), number(load.taskManagerHeap()), number(load.jobManagerCpu()), number(load.jobManagerHeap()));
        }
    }

    /**
     * @param byOffsets whether lag is the difference of Kafka's offsets; where not, it is what the source knew when it last fetched, and {@code why} says why
     * @param list those with the largest lag first; none where there are more than are looked at
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Read(int count, boolean byOffsets, String why, List<Partition> list) {
        static Read of(ReadPartitions read) {
            return read.count() == 0 ? null : new Read(read.count(), read.byOffsets(), read.why().isEmpty() ? null : read.why(), read.partitions().stream()
                    .map(p -> new Partition(p.topic(), p.number(), number(p.next()), number(p.end()), number(p.lag()), p.watermark().orElse(null), p.idle())).toList());
        }
    }

    /** @param next offset of the record that is taken in next @param end the offset that the next record will get that is written */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Partition(String topic, int partition, Long next, Long end, Long lag, Instant watermark, boolean idle) {}

    static DeploymentBody of(Deployment d, Optional<LiveMetrics> metrics, List<Trouble> troubles) {
        return new DeploymentBody(d.id().toString(), d.pipeline().toString(), d.pipelineName(), d.revision(), d.wanted().name(),
                d.state().name(), d.progress(), d.job().map(JobId::value).orElse(null), d.restoredFrom().orElse(null),
                d.savepoint().orElse(null), d.restarts(),
                d.failure().map(f -> new Failure(f.node().map(NodeId::value).orElse(null), f.message(), d.wayOut().orElse(null), f.trace(), f.at())).orElse(null),
                d.deployedAt(), d.deployedBy(), d.runningSince().orElse(null), d.endedAt().orElse(null),
                StartJson.json(d.start()), d.follows().map(DeploymentId::toString).orElse(null), d.rollsBack() ? true : null,
                d.trial().map(t -> new Trial(t.within().toSeconds(), t.began().orElse(null), t.healthyAt().orElse(null),
                        t.rolledBackTo().map(DeploymentId::toString).orElse(null))).orElse(null),
                metrics.map(DeploymentBody::numbers).orElse(null), troubles.isEmpty() ? null
                        : troubles.stream().map(t -> new Matter(t.node().map(NodeId::value).orElse(null), t.message(), t.wayOut(), t.since())).toList(), d.cluster());
    }

    private static Numbers numbers(LiveMetrics m) {
        var nodes = new TreeMap<String, Node>();
        m.nodes().forEach((id, n) -> nodes.put(id.value(), node(n)));
        return new Numbers(m.at(), m.rowsIn(), m.rowsOut(), m.lag().isPresent() ? (Long) m.lag().getAsLong() : null, nodes,
                m.lastCheckpoint().orElse(null), m.latency().orElse(null), Load.of(m.load()));
    }

    private static Node node(NodeNumbers n) {
        return new Node(n.rowsIn(), n.rowsOut(), n.rejected(), n.late(), n.lag().isPresent() ? (Long) n.lag().getAsLong() : null,
                n.watermark().orElse(null), n.busy(), number(n.ownBusy()), n.backPressured(),
                n.stateBytes().isPresent() ? (Long) n.stateBytes().getAsLong() : null,
                Read.of(n.read()), n.latency().orElse(null));
    }

    private static Double number(OptionalDouble number) {
        return number.isPresent() ? (Double) number.getAsDouble() : null;
    }

    private static Long number(OptionalLong number) {
        return number.isPresent() ? (Long) number.getAsLong() : null;
    }
}
