package dev.millrace.server.deployment;

import dev.millrace.compile.LogicalPlan;
import dev.millrace.compile.Segment;
import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.diagnostic.Location;
import dev.millrace.diagnostic.Severity;
import dev.millrace.pipeline.NodeId;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Write;
import dev.millrace.schema.Durations;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The Kafka topics that a plan reads, by node, and those that it writes.
 *
 * @param compacted those it writes in which a record replaces the one with the same key
 * @param transactions nodes that write in transactions, each of which is open from one checkpoint to the next
 * @param checkpointInterval time between two checkpoints
 */
public record PlanTopics(Map<NodeId, Set<String>> read, Set<String> written, Set<String> compacted, Set<NodeId> transactions, Duration checkpointInterval) {

    public static PlanTopics of(LogicalPlan plan) {
        var read = new TreeMap<NodeId, Set<String>>();
        var written = new TreeSet<String>();
        var compacted = new TreeSet<String>();
        var transactions = new TreeSet<NodeId>();
        for (Segment segment : plan.segments()) {
            switch (segment) {
                case Segment.Producing(NodeId node, String kind, var outputs) -> outputs.values().stream().flatMap(PlanTopics::scanned)
                        .forEach(topic -> read.computeIfAbsent(node, n -> new TreeSet<>()).add(topic));
                case Segment.Writing(NodeId node, String kind, Write write) -> {
                    write.kafkaTopic().ifPresent(written::add);
                    if (write.isTransactional()) {
                        transactions.add(node);
                    }
                    if (write instanceof Write.KafkaUpsert upsert) {
                        compacted.add(upsert.topic());
                    }
                }
            }
        }
        return new PlanTopics(read, written, compacted, plan.run().isBatch() ? Set.of() : transactions, plan.run().checkpointInterval());
    }

    private static Stream<String> scanned(Rel rel) {
        return switch (rel) {
            case Rel.KafkaScan scan -> scan.topics().stream();
            case Rel.BackfillScan scan -> scan.topic().topics().stream();
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
                        + ", and Kafka ends one that is open for longer than " + Durations.write(longest.get()) + ": its rows would be lost",
                "Checkpoint at least every " + Durations.write(longest.get().dividedBy(2)) + ", or raise transaction.max.timeout.ms of the brokers")).toList());
    }

    /**
     * A TOPIC_MISSING error for each topic that is read, does not exist and is not written by the plan itself either, and what is said of
     * transactions.
     */
    Diagnostics missing(PipelineTopics topics) {
        var wanted = new HashSet<String>();
        read.values().forEach(wanted::addAll);
        wanted.removeAll(written);
        if (wanted.isEmpty()) {
            return tooShort(topics);
        }
        Set<String> missing = topics.missing(wanted);
        List<Diagnostic> errors = read.entrySet().stream().flatMap(entry -> entry.getValue().stream().filter(missing::contains)
                .map(topic -> new Diagnostic(Diagnostic.Code.TOPIC_MISSING, Severity.ERROR, new Location.OfNode(entry.getKey()),
                        "'" + entry.getKey() + "' reads the topic '" + topic + "', which does not exist",
                        "Create the topic, or choose one that exists"))).toList();
        return new Diagnostics(errors).plus(tooShort(topics));
    }
}
