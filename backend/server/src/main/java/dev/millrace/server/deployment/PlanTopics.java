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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The Kafka topics that a plan reads, by node, and those that it writes.
 *
 * @param compacted those it writes in which a record replaces the one with the same key
 */
public record PlanTopics(Map<NodeId, Set<String>> read, Set<String> written, Set<String> compacted) {

    public static PlanTopics of(LogicalPlan plan) {
        var read = new TreeMap<NodeId, Set<String>>();
        var written = new TreeSet<String>();
        var compacted = new TreeSet<String>();
        for (Segment segment : plan.segments()) {
            switch (segment) {
                case Segment.Producing(NodeId node, String kind, var outputs) -> outputs.values().stream().flatMap(PlanTopics::scanned)
                        .forEach(topic -> read.computeIfAbsent(node, n -> new TreeSet<>()).add(topic));
                case Segment.Writing(NodeId node, String kind, Write write) -> {
                    write.kafkaTopic().ifPresent(written::add);
                    if (write instanceof Write.KafkaUpsert upsert) {
                        compacted.add(upsert.topic());
                    }
                }
            }
        }
        return new PlanTopics(read, written, compacted);
    }

    private static Stream<String> scanned(Rel rel) {
        return switch (rel) {
            case Rel.KafkaScan scan -> scan.topics().stream();
            case Rel.BackfillScan scan -> scan.topic().topics().stream();
            case Rel.Rejected rejected -> scanned(rejected.scan());
            default -> rel.inputs().stream().flatMap(PlanTopics::scanned);
        };
    }

    /** A TOPIC_MISSING error for each topic that is read, does not exist and is not written by the plan itself either. */
    Diagnostics missing(PipelineTopics topics) {
        var wanted = new HashSet<String>();
        read.values().forEach(wanted::addAll);
        wanted.removeAll(written);
        if (wanted.isEmpty()) {
            return Diagnostics.NONE;
        }
        Set<String> missing = topics.missing(wanted);
        List<Diagnostic> errors = read.entrySet().stream().flatMap(entry -> entry.getValue().stream().filter(missing::contains)
                .map(topic -> new Diagnostic(Diagnostic.Code.TOPIC_MISSING, Severity.ERROR, new Location.OfNode(entry.getKey()),
                        "'" + entry.getKey() + "' reads the topic '" + topic + "', which does not exist",
                        "Create the topic, or choose one that exists"))).toList();
        return new Diagnostics(errors);
    }
}
