package dev.millrace.flink.gateway;

import dev.millrace.flink.plan.Wiring;
import dev.millrace.flink.segment.OperatorName;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.PortRef;
import dev.millrace.runtime.count.PortCounter;
import dev.millrace.runtime.http.HttpRows;
import dev.millrace.runtime.log.LogRows;
import dev.millrace.server.deployment.FlinkGateway.Checkpointing;
import dev.millrace.server.deployment.JobId;
import dev.millrace.server.deployment.JobMetrics;
import dev.millrace.server.deployment.JobMetrics.NodeMetrics;
import dev.millrace.server.deployment.ReadPartitions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Gathers what Flink knows of operators and vertices to the nodes that a person drew.
 *
 * <p>Rows are taken from the counters at output ports. What comes into a node is what left the ports that feed it, so both
 * ends of an edge always show the same number.
 */
final class MetricsReader {
    private static final String BUSY = "busyTimeMsPerSecond";
    private static final String BACK_PRESSURED = "backPressuredTimeMsPerSecond";
    private static final String LATE = "numLateRecordsDropped";
    private static final String PENDING = "pendingRecords";
    private static final String WATERMARK_OUT = "currentOutputWatermark";
    private static final String WATERMARK_IN = "currentInputWatermark";
    private static final Set<String> OF_OPERATORS = Set.of(PortCounter.METRIC, LATE, PENDING, WATERMARK_OUT, WATERMARK_IN, LogRows.LEFT_OUT, HttpRows.REFUSED);
    private static final long STILL_NEW = Duration.ofSeconds(7).toNanos();
    private static final Pattern STATE = Pattern.compile("([a-z0-9-]+)/" + OperatorName.STATE + "#\\d+");

    private final FlinkApi flink;
    private final StateSizesReader stateSizes;
    private final LoadReader load;
    private final LongSupplier nanos;
    private final Map<JobId, KnownNames> names = RecentJobs.remembered();
    private final Map<JobId, Read> checkpoints = RecentJobs.remembered();
    /** A job's wiring never changes. */
    private final Map<JobId, Wiring> wirings = RecentJobs.remembered();

    /** How checkpoints go, as read with the metrics. */
    private record Read(long at, Optional<Checkpointing> checkpointing) {}

    /** @param inThisProcess whether the cluster runs in this process */
    MetricsReader(FlinkApi flink, LongSupplier nanos, boolean inThisProcess) {
        this.flink = flink;
        this.nanos = nanos;
        this.stateSizes = new StateSizesReader(flink);
        this.load = new LoadReader(flink, nanos, inThisProcess);
    }

    JobMetrics read(JobId job) {
        Instant now = Instant.now();
        Optional<JsonNode> seen = flink.get("/jobs/" + job);
        Optional<Wiring> wiring = seen.flatMap(s -> wiring(job));
        if (wiring.isEmpty()) {
            return new JobMetrics(now, Map.of(), Optional.empty());
        }
        Optional<JsonNode> all = askForCheckpoints(job);
        Optional<JobMetrics.Checkpoint> checkpoint = all.flatMap(MetricsReader::checkpoint);
        KnownNames known = names.computeIfAbsent(job, id -> new KnownNames(nanos));
        var gathered = new Gathered(ended(job, seen.get()), checkpoint.map(c -> stateSizes.of(job, c.number())).orElse(Map.of()));
        for (JsonNode vertex : seen.get().path("vertices")) {
            String path = "/jobs/" + job + "/vertices/" + vertex.path("id").asString();
            gathered.add(vertex.path("id").asString(""), vertex.path("name").asString(""), OperatorMetrics.read(flink, path, known, PartitionMetrics::wanted, MetricsReader::isWanted));
        }
        Map<NodeId, NodeMetrics> nodes = new HashMap<>();
        wiring.get().nodes().forEach((node, ports) -> gathered.of(node, ports).ifPresent(metrics -> nodes.put(node, metrics)));
        return new JobMetrics(now, nodes, checkpoint, number(all.map(c -> c.path("counts").path("failed"))), load.now());
    }

    private Optional<JsonNode> askForCheckpoints(JobId job) {
        Optional<JsonNode> all = flink.get("/jobs/" + job + "/checkpoints");
        checkpoints.put(job, new Read(nanos.getAsLong(), all.flatMap(CheckpointsReader::read)));
        return all;
    }

    /** How the checkpoints of a job go: as read with its metrics, where that was some seconds ago at most. */
    Optional<Checkpointing> checkpointing(JobId job) {
        Read last = checkpoints.get(job);
        if (last == null || nanos.getAsLong() - last.at() > STILL_NEW) {
            askForCheckpoints(job);
            last = checkpoints.get(job);
        }
        return last.checkpointing();
    }

    /** Counts of operators that have had their last row, by accumulator: their metrics may be gone, or older than their last rows. */
    private Map<String, Long> ended(JobId job, JsonNode seen) {
        Map<String, Long> counts = new HashMap<>();
        if (seen.path("vertices").valueStream().anyMatch(v -> v.path("tasks").path("FINISHED").asInt(0) > 0)) {
            flink.get("/jobs/" + job + "/accumulators").ifPresent(all -> all.path("user-task-accumulators")
                    .forEach(a -> counts.put(a.path("name").asString(), Long.parseLong(a.path("value").asString("0")))));
        }
        return counts;
    }

    /** Which ports the job's nodes have; empty where the job is unknown or not ours. */
    Optional<Wiring> wiring(JobId job) {
        Wiring known = wirings.get(job);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Wiring> read = flink.get("/jobs/" + job + "/config")
                .map(c -> c.path("execution-config").path("user-config").path(Wiring.PARAMETER).asString(""))
                .filter(text -> !text.isEmpty())
                .map(Wiring::read);
        read.ifPresent(w -> wirings.put(job, w));
        return read;
    }

    private static boolean isWanted(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name.equals(BUSY) || name.equals(BACK_PRESSURED) : OF_OPERATORS.contains(name.substring(dot + 1));
    }

    private static OptionalLong number(Optional<JsonNode> number) {
        return number.filter(JsonNode::isNumber).map(n -> OptionalLong.of(n.asLong())).orElseGet(OptionalLong::empty);
    }

    private static Optional<JobMetrics.Checkpoint> checkpoint(JsonNode checkpoints) {
        return Optional.of(checkpoints.path("latest").path("completed"))
                .filter(JsonNode::isObject)
                .map(c -> new JobMetrics.Checkpoint(c.path("id").asLong(), Instant.ofEpochMilli(c.path("latest_ack_timestamp").asLong()),
                        c.path("end_to_end_duration").asLong(), c.path("state_size").asLong(), c.path("external_path").asString(""),
                        number(Optional.of(c.path("checkpointed_size")))));
    }

    /** The metrics of all vertices of a job, to be asked by node. */
    private static final class Gathered {
        /** @param keeping nodes that have state by key there */
        private record Vertex(String id, String name, Set<String> keeping, OperatorMetrics metrics) {}

        private final List<Vertex> vertices = new ArrayList<>();
        private final Map<String, Long> ended;
        private final Map<String, Long> stateByVertex;

        Gathered(Map<String, Long> ended, Map<String, Long> stateByVertex) {
            this.ended = ended;
            this.stateByVertex = stateByVertex;
        }

        void add(String id, String name, OperatorMetrics metrics) {
            vertices.add(new Vertex(id, name, STATE.matcher(name).results().map(found -> found.group(1)).collect(Collectors.toSet()), metrics));
        }

        /** Empty as long as Flink has not gathered all counts of a node: a missing count is not zero. */
        Optional<NodeMetrics> of(NodeId node, Wiring.Ports ports) {
            Map<String, Long> out = new HashMap<>();
            for (String port : ports.outputs()) {
                OptionalLong count = rows(node, port);
                if (count.isEmpty()) {
                    return Optional.empty();
                }
                out.put(port, count.getAsLong());
            }
            long in = 0;
            for (PortRef input : ports.inputs()) {
                OptionalLong count = rows(input.node(), input.port());
                if (count.isEmpty()) {
                    return Optional.empty();
                }
                in += count.getAsLong();
            }
            if (ports.inputs().isEmpty()) {
                in = out.values().stream().mapToLong(Long::longValue).sum();
            }
            long rejected = ports.rejected().map(out::get).orElseGet(() -> ports.outputs().isEmpty()
                    ? (long) (sum(node, LogRows.LEFT_OUT).orElse(0.0) + sum(node, HttpRows.REFUSED).orElse(0.0)) : 0L);
            return Optional.of(new NodeMetrics(in, out, rejected, (long) sum(node, LATE).orElse(0.0).doubleValue(), lag(node),
                    watermark(node, ports), share(node, BUSY), leastBusy(node), share(node, BACK_PRESSURED), stateBytes(node),
                    partitions(node)));
        }

        /** Flink puts a word of its own before the names of sources. */
        private static boolean isOf(NodeId node, String metric) {
            return metric.startsWith(node.value() + "/") || metric.startsWith(MetricNames.scope("Source: " + node.value() + "/"));
        }

        private OptionalLong rows(NodeId node, String port) {
            OperatorName counter = OperatorName.counterOf(node.value(), port);
            Long inTheEnd = ended.get(PortCounter.inTheEnd(node.value() + "." + port));
            for (Vertex vertex : vertices) {
                Optional<OperatorMetrics.Spread> rows = vertex.metrics().of(counter, PortCounter.METRIC);
                if (rows.isPresent()) {
                    return OptionalLong.of(Math.max((long) rows.get().sum(), inTheEnd == null ? 0 : inTheEnd));
                }
            }
            return inTheEnd == null ? OptionalLong.empty() : OptionalLong.of(inTheEnd);
        }

        private OptionalLong lag(NodeId node) {
            Optional<Double> pending = sum(node, PENDING);
            return pending.isPresent() ? OptionalLong.of(pending.get().longValue()) : OptionalLong.empty();
        }

        private ReadPartitions partitions(NodeId node) {
            return vertices.stream().map(v -> PartitionMetrics.of(v.metrics(), name -> isOf(node, name))).filter(read -> read.count() > 0).findFirst().orElse(ReadPartitions.NONE);
        }

        /** Sum of a metric over all operators of a node that have it. */
        private Optional<Double> sum(NodeId node, String metric) {
            Double sum = null;
            for (Vertex vertex : vertices) {
                for (var entry : vertex.metrics().byName().entrySet()) {
                    if (isOf(node, entry.getKey()) && entry.getKey().endsWith("." + metric)) {
                        sum = (sum == null ? 0 : sum) + entry.getValue().sum();
                    }
                }
            }
            return Optional.ofNullable(sum);
        }

        /** How far event time is at the slowest copy of what leaves the node, or of what comes in where nothing leaves. */
        private Optional<Instant> watermark(NodeId node, Wiring.Ports ports) {
            String metric = ports.outputs().isEmpty() ? WATERMARK_IN : WATERMARK_OUT;
            Optional<String> main = ports.outputs().stream().filter(p -> !ports.rejected().equals(Optional.of(p))).findFirst();
            double slowest = Double.POSITIVE_INFINITY;
            for (Vertex vertex : vertices) {
                for (var entry : vertex.metrics().byName().entrySet()) {
                    boolean here = main.map(port -> entry.getKey().equals(MetricNames.scope(
                                    OperatorName.counterOf(node.value(), port).shown()) + "." + metric))
                            .orElse(isOf(node, entry.getKey()) && entry.getKey().endsWith("." + metric));
                    if (here) {
                        slowest = Math.min(slowest, entry.getValue().min());
                    }
                }
            }
            return PartitionMetrics.time(slowest);
        }

        /** What the tasks keep in which the node alone has state by key; empty where it has none, or shares a task with another one that has. */
        private OptionalLong stateBytes(NodeId node) {
            long bytes = 0;
            boolean has = false;
            for (Vertex vertex : vertices) {
                if (vertex.keeping().contains(node.value())) {
                    Long kept = stateByVertex.get(vertex.id());
                    if (vertex.keeping().size() > 1 || kept == null) {
                        return OptionalLong.empty();
                    }
                    has = true;
                    bytes += kept;
                }
            }
            return has ? OptionalLong.of(bytes) : OptionalLong.empty();
        }

        /** The busiest copy of the busiest vertex in which the node has an operator. */
        private double share(NodeId node, String metric) {
            return Math.clamp(shares(node, metric).mapToDouble(OperatorMetrics.Spread::max).filter(share -> !Double.isNaN(share)).max().orElse(0) / 1000, 0, 1);
        }

        /** The least busy copy of the vertex whose busiest copy is {@link #share}. */
        private OptionalDouble leastBusy(NodeId node) {
            return shares(node, BUSY).filter(spread -> !Double.isNaN(spread.max()) && !Double.isNaN(spread.min())).max(Comparator.comparing(OperatorMetrics.Spread::max))
                    .map(busiest -> OptionalDouble.of(Math.clamp(busiest.min() / 1000, 0, 1))).orElseGet(OptionalDouble::empty);
        }

        /** Of the vertices in which the node has an operator. */
        private Stream<OperatorMetrics.Spread> shares(NodeId node, String metric) {
            var here = Pattern.compile("(^|[ (\\[])" + Pattern.quote(node.value() + "/"));
            return vertices.stream().filter(vertex -> here.matcher(vertex.name()).find()).flatMap(vertex -> vertex.metrics().ofVertex(metric).stream());
        }
    }
}
