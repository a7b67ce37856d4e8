package dev.millrace.server.metrics;

import dev.millrace.pipeline.NodeId;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.deployment.JobId;
import dev.millrace.server.deployment.JobMetrics;
import dev.millrace.server.deployment.JobMetrics.NodeMetrics;
import dev.millrace.server.deployment.PipelineTopics;
import dev.millrace.server.deployment.PlanTopics;
import dev.millrace.server.deployment.ReadPartitions;
import dev.millrace.server.deployment.ReadPartitions.Partition;
import dev.millrace.server.design.DesignService;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many records sources have yet to read, by where Kafka's partitions end and how far the job has come in them. What Flink's source says of it is what its
 * consumer knew when it last fetched: of one that is held back with many short records in its hands, that is too little, and from long ago.
 *
 * <pre>
 *   partition  |0 ....... next ........ fetched ........ end|
 *                         '--------- lag --------------------'
 *                                       '- what Flink says, as of the last fetch
 * </pre>
 */
final class SourceLags {
    /** Kafka is asked this often for each job; in between, lag is what it was. */
    private static final Duration EVERY = Duration.ofMillis(1_900);
    /** After Kafka did not answer. */
    private static final Duration PAUSE = Duration.ofSeconds(10);
    /** A source that works less has nothing in its hands, so that what it knows is new. */
    private static final double AT_REST = 0.5;

    private final DesignService designs;
    private final PipelineTopics topics;
    /** A revision never changes; the plan of each is looked at once. */
    private final Map<DeploymentId, SortedMap<String, PlanTopics>> plans = new ConcurrentHashMap<>();
    private final Map<DeploymentId, Look> looks = new ConcurrentHashMap<>();

    /** @param silent until when a cluster is not asked again */
    private record Look(JobId job, Instant at, Map<NodeId, NodeMetrics> nodes, Map<String, Instant> silent) {}

    SourceLags(DesignService designs, PipelineTopics topics) {
        this.designs = designs;
        this.topics = topics;
    }

    void keepOnly(Collection<DeploymentId> active) {
        plans.keySet().retainAll(active);
        looks.keySet().retainAll(active);
    }

    /** The same metrics with the lag of sources told by offsets, where those are known. Not for several threads for one deployment. */
    JobMetrics in(Deployment deployment, JobId job, JobMetrics metrics) {
        if (metrics.nodes().values().stream().allMatch(n -> n.read().count() == 0)) {
            return metrics;
        }
        Look last = looks.get(deployment.id());
        if (last == null || !last.job().equals(job) || !metrics.at().isBefore(last.at().plus(EVERY))) {
            last = look(deployment, job, metrics, last == null ? Map.of() : last.silent());
            looks.put(deployment.id(), last);
        }
        var nodes = new HashMap<>(metrics.nodes());
        last.nodes().forEach((id, compared) -> nodes.computeIfPresent(id, (i, n) -> n.lagging(compared.lag(), compared.read())));
        return metrics.with(nodes);
    }

    private Look look(Deployment deployment, JobId job, JobMetrics metrics, Map<String, Instant> silentBefore) {
        var silent = new HashMap<>(silentBefore);
        silent.values().removeIf(until -> !metrics.at().isBefore(until));
        var compared = new HashMap<NodeId, NodeMetrics>();
        var plan = plans.computeIfAbsent(deployment.id(), id ->
                designs.open(deployment.pipeline(), deployment.revision()).compilation().plan().map(PlanTopics::of).orElse(Collections.emptySortedMap()));
        plan.forEach((cluster, uses) -> {
            var reading = new TreeMap<NodeId, NodeMetrics>();
            uses.read().keySet().forEach(node -> Optional.ofNullable(metrics.nodes().get(node)).filter(n -> n.read().count() > 0).map(n -> named(n, uses.read().get(node)))
                    .ifPresent(n -> reading.put(node, n)));
            Optional<Map<String, Map<Integer, Long>>> ends = ends(cluster, reading.values(), metrics.at(), silent);
            reading.forEach((node, n) -> compared.put(node, ends.map(e -> compare(n, e)).orElseGet(() -> untold(n, "Kafka does not say how far its partitions go"))));
        });
        metrics.nodes().forEach((node, n) -> {
            if (n.read().count() > 0 && !compared.containsKey(node)) {
                compared.put(node, untold(n, "Its topics are found by a pattern"));
            }
        });
        return new Look(job, metrics.at(), compared, silent);
    }

    private Optional<Map<String, Map<Integer, Long>>> ends(String cluster, Collection<NodeMetrics> reading, Instant now, Map<String, Instant> silent) {
        var wanted = new TreeMap<String, Set<Integer>>();
        reading.forEach(n -> n.read().partitions().forEach(p -> wanted.computeIfAbsent(p.topic(), t -> new TreeSet<>()).add(p.number())));
        if (wanted.isEmpty()) {
            return Optional.of(Map.of());
        }
        if (silent.containsKey(cluster)) {
            return Optional.empty();
        }
        try {
            return Optional.of(topics.on(cluster).ends(wanted));
        } catch (PipelineTopics.Unavailable away) {
            // That Kafka is away, or a topic, is told by others.
            silent.put(cluster, now.plus(PAUSE));
            return Optional.empty();
        }
    }

    /** Flink writes some characters of a topic's name otherwise. */
    private static NodeMetrics named(NodeMetrics node, Set<String> topics) {
        List<Partition> partitions = node.read().partitions().stream().map(p -> topics.stream().filter(t -> p.topic().equals(asFlinkWrites(t))).findFirst()
                .map(t -> new Partition(t, p.number(), p.next(), p.end(), p.lag(), p.watermark(), p.idle())).orElse(p)).toList();
        return node.lagging(node.lag(), new ReadPartitions(node.read().count(), partitions, node.read().why()));
    }

    private static String asFlinkWrites(String topic) {
        return topic.replace('.', '_');
    }

    private static NodeMetrics untold(NodeMetrics node, String why) {
        return node.lagging(node.lag(), new ReadPartitions(node.read().count(), node.read().partitions(), why));
    }

    private static NodeMetrics compare(NodeMetrics node, Map<String, Map<Integer, Long>> ends) {
        if (node.read().count() > ReadPartitions.MOST) {
            return untold(node, "It reads " + node.read().count() + " partitions, and each is looked at for up to " + ReadPartitions.MOST);
        }
        // Marks of transactions have offsets too, and nobody is given them: where all records are read, the rest is such.
        boolean allRead = node.lag().equals(OptionalLong.of(0)) && node.busy() + node.backPressured() < AT_REST;
        List<Partition> partitions = node.read().partitions().stream().map(p -> compare(p, ends.getOrDefault(p.topic(), Map.of()).get(p.number()), allRead))
                .sorted(Comparator.<Partition>comparingLong(p -> -p.lag().orElse(0)).thenComparing(Partition::topic).thenComparing(Partition::number)).toList();
        long known = partitions.stream().mapToLong(p -> p.lag().orElse(0)).sum();
        // A partition of which nothing was taken in yet is in what the source knows, which is new since it waits for it.
        boolean isWhole = partitions.stream().allMatch(p -> p.lag().isPresent());
        OptionalLong lag = partitions.stream().noneMatch(p -> p.lag().isPresent()) ? node.lag() : OptionalLong.of(isWhole ? known : Math.max(known, node.lag().orElse(0)));
        return node.lagging(lag, new ReadPartitions(node.read().count(), partitions, ""));
    }

    private static Partition compare(Partition p, Long end, boolean allRead) {
        if (end == null) {
            return p;
        }
        OptionalLong next = allRead || end == 0 ? OptionalLong.of(end) : p.next();
        OptionalLong lag = next.isPresent() ? OptionalLong.of(Math.max(0, end - next.getAsLong())) : OptionalLong.empty();
        return new Partition(p.topic(), p.number(), next, OptionalLong.of(end), lag, p.watermark(), p.idle());
    }
}
