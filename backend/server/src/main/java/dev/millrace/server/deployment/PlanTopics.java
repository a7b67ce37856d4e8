package dev.millrace.server.deployment;

import dev.millrace.compile.LogicalPlan;
import dev.millrace.compile.Segment;
import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.diagnostic.Location;
import dev.millrace.diagnostic.Severity;
import dev.millrace.pipeline.NodeId;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Topic;
import dev.millrace.rel.Write;
import dev.millrace.schema.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The topics of one Kafka cluster that a plan reads, by node, and those that it writes.
 *
 * @param cluster its name
 * @param written by the nodes that write them
 * @param compacted those it writes in which a record replaces the one with the same key
 * @param transactions nodes that write in transactions, each of which is open from one checkpoint to the next
 * @param checkpointInterval time between two checkpoints
 */
public record PlanTopics(String cluster, Map<NodeId, Set<String>> read, Map<NodeId, String> written, Set<String> compacted, Set<NodeId> transactions,
        Duration checkpointInterval) {

    /** Of each cluster that has topics of the plan, by its name. */
    public static SortedMap<String, PlanTopics> of(LogicalPlan plan) {
        var found = new TreeMap<String, PlanTopics>();
        for (Segment segment : plan.segments()) {
            switch (segment) {
                case Segment.Producing(NodeId node, String kind, var outputs) -> outputs.values().stream().flatMap(PlanTopics::scanned)
                        .forEach(topic -> at(found, topic.cluster(), plan).read.computeIfAbsent(node, n -> new TreeSet<>()).add(topic.name()));
                case Segment.Writing(NodeId node, String kind, Write write) -> write.kafkaTopic().ifPresent(topic -> {
                    PlanTopics here = at(found, topic.cluster(), plan);
                    here.written.put(node, topic.name());
                    if (write.isTransactional() && !plan.run().isBatch()) {
                        here.transactions.add(node);
                    }
                    if (write instanceof Write.KafkaUpsert) {
                        here.compacted.add(topic.name());
                    }
                });
            }
        }
        return found;
    }

    private static PlanTopics at(Map<String, PlanTopics> found, String cluster, LogicalPlan plan) {
        return found.computeIfAbsent(cluster, name -> new PlanTopics(name, new TreeMap<>(), new TreeMap<>(), new TreeSet<>(), new TreeSet<>(), plan.run().checkpointInterval()));
    }

    /** All that it writes, by name. */
    public Set<String> targets() {
        return new TreeSet<>(written.values());
    }

    /** All that it reads, by name. */
    public Set<String> sources() {
        var names = new TreeSet<String>();
        read.values().forEach(names::addAll);
        return names;
    }

    private static Stream<Topic> scanned(Rel rel) {
        return switch (rel) {
            case Rel.KafkaScan scan -> scan.topics().stream().map(name -> new Topic(scan.cluster(), name));
            case Rel.BackfillScan scan -> scanned(scan.topic());
            case Rel.Rejected rejected -> scanned(rejected.scan());
            default -> rel.inputs().stream().flatMap(PlanTopics::scanned);
        };
    }

    /** A NOT_EXACTLY_ONCE error for each node whose transactions the brokers would end before the checkpoint that they wait for. @throws PipelineTopics.Unavailable */
    private Diagnostics tooShort(PipelineTopics topics) {
        if (transactions.isEmpty()) {
            return Diagnostics.NONE;
        }
        Optional<Duration> longest = topics.longestTransaction();
        // A checkpoint takes its time, and may fail once.
        if (longest.isEmpty() || longest.get().compareTo(checkpointInterval.multipliedBy(2)) >= 0) {
            return Diagnostics.NONE;
        }
        return new Diagnostics(transactions.stream().map(node -> new Diagnostic(Diagnostic.Code.NOT_EXACTLY_ONCE, Severity.ERROR, new Location.OfNode(node),
                "'" + node + "' keeps a transaction open from one checkpoint to the next, every " + Durations.write(checkpointInterval)
                        + ", and Kafka" + (cluster.equals(Topic.DEFAULT_CLUSTER) ? "" : " '" + cluster + "'") + " ends one that is open for longer than " + Durations.write(longest.get()) + ": its rows would be lost",
                "Checkpoint at least every " + Durations.write(longest.get().dividedBy(2)) + ", or raise transaction.max.timeout.ms of the brokers")).toList());
    }

    /** What is missing on all clusters. @throws PipelineTopics.Unavailable where one does not answer */
    static Diagnostics missing(Map<String, PlanTopics> planned, PipelineTopics topics) {
        Diagnostics found = Diagnostics.NONE;
        for (PlanTopics one : planned.values()) {
            found = found.plus(one.missing(topics.on(one.cluster())));
        }
        return found;
    }

    /**
     * A TOPIC_MISSING error for each topic that is read, does not exist and is not written by the plan itself either, and what is said of
     * transactions.
     *
     * @param topics of this cluster
     */
    Diagnostics missing(PipelineTopics topics) {
        Set<String> wanted = sources();
        wanted.removeAll(written.values());
        if (wanted.isEmpty()) {
            return tooShort(topics);
        }
        Set<String> missing = topics.missing(wanted);
        List<Diagnostic> errors = read.entrySet().stream().flatMap(entry -> entry.getValue().stream().filter(missing::contains)
                .map(topic -> new Diagnostic(Diagnostic.Code.TOPIC_MISSING, Severity.ERROR, new Location.OfNode(entry.getKey()),
                        "'" + entry.getKey() + "' reads the topic " + new Topic(cluster, topic) + ", which does not exist",
                        "Create the topic, or choose one that exists"))).toList();
        return new Diagnostics(errors).plus(tooShort(topics));
    }
}
