package dev.millrace.flink.gateway;

import dev.millrace.flink.plan.Wiring;
import dev.millrace.flink.segment.OperatorName;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.PortRef;
import dev.millrace.runtime.count.PortCounter;
import dev.millrace.runtime.count.TaskTime;
import dev.millrace.runtime.http.HttpRows;
import dev.millrace.runtime.latency.Arrivals;
import dev.millrace.runtime.log.LogRows;
import dev.millrace.server.deployment.JobMetrics.NodeMetrics;
import dev.millrace.server.deployment.Latency;
import dev.millrace.server.deployment.ReadPartitions;
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
import java.util.stream.Stream;

/**
 * The metrics of all vertices of a job, to be asked by the nodes that a person drew.
 *
 * <p>Rows are taken from the counters at output ports. What comes into a node is what left the ports that feed it, so both
 * ends of an edge always show the same number.
 */
final class GatheredMetrics {
    private static final String BUSY = "busyTimeMsPerSecond";
    private static final String BACK_PRESSURED = "backPressuredTimeMsPerSecond";
    private static final String LATE = "numLateRecordsDropped";
    private static final String PENDING = "pendingRecords";
    private static final String WATERMARK_OUT = "currentOutputWatermark";
    private static final String WATERMARK_IN = "currentInputWatermark";
    private static final Set<String> OF_OPERATORS = Set.of(PortCounter.METRIC, PortCounter.NANOS, TaskTime.BUSY, TaskTime.HELD, TaskTime.ALL, LATE, PENDING, WATERMARK_OUT,
            WATERMARK_IN, LogRows.LEFT_OUT, HttpRows.REFUSED, Arrivals.MEDIAN, Arrivals.WORST);
    /** Flink puts a word of its own before the names of sources. */
    private static final String OF_SOURCE = MetricNames.scope("Source: ");

    /** @param own share of its work of each of its nodes, where known */
    private record Vertex(String id, TaskNodes named, OperatorMetrics metrics, Shares shares, Map<NodeId, Double> own) {}

    /** Of the time of its copies: the busiest one, the least busy one, and the one that waits most for those after it. */
    private record Shares(double busy, OptionalDouble leastBusy, double backPressured) {}

    private final List<Vertex> vertices = new ArrayList<>();
    private final Wiring wiring;
    private final Map<String, Long> ended;
    private final Map<String, Long> stateByVertex;

    GatheredMetrics(Wiring wiring, Map<String, Long> ended, Map<String, Long> stateByVertex) {
        this.wiring = wiring;
        this.ended = ended;
        this.stateByVertex = stateByVertex;
    }

    void add(String id, TaskNodes named, OperatorMetrics metrics, Optional<SpentLately.Shares> lately) {
        vertices.add(new Vertex(id, named, metrics, shares(metrics, lately), OwnParts.of(wiring, named.here(), lately.map(SpentLately.Shares::ports).orElse(Map.of()))));
    }

    /** What Flink says is that of the last minute; what it has added up says more of the last seconds, but may be too little for the busiest copy. */
    private static Shares shares(OperatorMetrics metrics, Optional<SpentLately.Shares> lately) {
        var told = metrics.ofVertex(BUSY).filter(b -> !Double.isNaN(b.max()) && !Double.isNaN(b.min()))
                .map(b -> new Shares(Math.clamp(b.max() / 1000, 0, 1), OptionalDouble.of(Math.clamp(b.min() / 1000, 0, 1)), 0)).orElse(new Shares(0, OptionalDouble.empty(), 0));
        double held = metrics.ofVertex(BACK_PRESSURED).map(b -> Math.clamp(b.max() / 1000, 0, 1)).filter(share -> !Double.isNaN(share)).orElse(0.0);
        return lately.filter(l -> l.busy() >= told.busy()).map(l -> new Shares(l.busy(), OptionalDouble.of(l.leastBusy()), l.backPressured()))
                .orElse(new Shares(told.busy(), told.leastBusy(), lately.map(SpentLately.Shares::backPressured).orElse(held)));
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
                watermark(node, ports), busiest(node).map(v -> v.shares().busy()).orElse(0.0), busiest(node).map(v -> v.shares().leastBusy()).orElse(OptionalDouble.empty()),
                ownBusy(node), of(node).mapToDouble(v -> v.shares().backPressured()).max().orElse(0), stateBytes(node), partitions(node), latency(node)));
    }

    private static boolean isOf(NodeId node, String metric) {
        int from = metric.startsWith(OF_SOURCE) ? OF_SOURCE.length() : 0;
        int to = from + node.value().length();
        return metric.startsWith(node.value(), from) && to < metric.length() && metric.charAt(to) == '/';
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

    /** Of the copy where it takes longest. */
    private Optional<Latency> latency(NodeId node) {
        OptionalLong median = longest(node, Arrivals.MEDIAN);
        OptionalLong worst = longest(node, Arrivals.WORST);
        // They may have been gathered one after the other.
        return median.isPresent() && worst.isPresent() ? Optional.of(new Latency(median.getAsLong(), Math.max(median.getAsLong(), worst.getAsLong()))) : Optional.empty();
    }

    private OptionalLong longest(NodeId node, String metric) {
        var arrivals = OperatorName.arrivalsOf(node.value());
        // Negative at a copy to which nothing came.
        return vertices.stream().flatMap(vertex -> vertex.metrics().of(arrivals, metric).stream()).filter(spread -> spread.max() >= 0)
                .mapToLong(spread -> (long) spread.max()).max();
    }

    private ReadPartitions partitions(NodeId node) {
        return vertices.stream().map(v -> PartitionMetrics.of(v.metrics(), name -> isOf(node, name))).filter(read -> read.count() > 0).findFirst().orElse(ReadPartitions.NONE);
    }

    /** Sum of a metric over all operators of a node that have it. */
    private Optional<Double> sum(NodeId node, String metric) {
        Double sum = null;
        String end = "." + metric;
        for (Vertex vertex : vertices) {
            for (var entry : vertex.metrics().byName().entrySet()) {
                if (isOf(node, entry.getKey()) && entry.getKey().endsWith(end)) {
                    sum = (sum == null ? 0 : sum) + entry.getValue().sum();
                }
            }
        }
        return Optional.ofNullable(sum);
    }

    /** How far event time is at the slowest copy of what leaves the node, or of what comes in where nothing leaves. */
    private Optional<Instant> watermark(NodeId node, Wiring.Ports ports) {
        String metric = ports.outputs().isEmpty() ? WATERMARK_IN : WATERMARK_OUT;
        String end = "." + metric;
        Optional<String> main = ports.outputs().stream().filter(p -> !ports.rejected().equals(Optional.of(p))).findFirst()
                .map(port -> MetricNames.scope(OperatorName.counterOf(node.value(), port).shown()) + end);
        double slowest = Double.POSITIVE_INFINITY;
        for (Vertex vertex : vertices) {
            for (var entry : vertex.metrics().byName().entrySet()) {
                boolean here = main.isPresent() ? entry.getKey().equals(main.get()) : isOf(node, entry.getKey()) && entry.getKey().endsWith(end);
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
            if (vertex.named().keeping().contains(node.value())) {
                Long kept = stateByVertex.get(vertex.id());
                if (vertex.named().keeping().size() > 1 || kept == null) {
                    return OptionalLong.empty();
                }
                has = true;
                bytes += kept;
            }
        }
        return has ? OptionalLong.of(bytes) : OptionalLong.empty();
    }

    private Optional<Vertex> busiest(NodeId node) {
        return of(node).max(Comparator.comparing(vertex -> vertex.shares().busy()));
    }

    /** Of the vertex in which it has most to do; empty where it shares one with others from which it cannot be told apart. */
    private OptionalDouble ownBusy(NodeId node) {
        return of(node).allMatch(vertex -> vertex.own().containsKey(node)) ? of(node).mapToDouble(vertex -> vertex.own().get(node) * vertex.shares().busy()).max() : OptionalDouble.empty();
    }

    /** The vertices in which a node has an operator. */
    private Stream<Vertex> of(NodeId node) {
        return vertices.stream().filter(vertex -> vertex.named().here().contains(node));
    }

    /** Whether a metric is asked for. @param name as Flink writes it */
    static boolean isWanted(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name.equals(BUSY) || name.equals(BACK_PRESSURED) : OF_OPERATORS.contains(name.substring(dot + 1));
    }
}
