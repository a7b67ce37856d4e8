package dev.millrace.server.drift;

import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.diagnostic.Location;
import dev.millrace.diagnostic.Severity;
import dev.millrace.pipeline.NodeId;
import dev.millrace.rel.Rel;
import dev.millrace.schema.Durations;
import dev.millrace.server.kafka.PartitionEnd;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A partition that says nothing holds back all windows behind the source: event time is as far as the slowest partition.
 *
 * <pre>
 *   partition 0   12:04 ────▶ 12:09            ┐
 *   partition 1   12:03 ────▶ 12:08            ├─▶ event time: unknown, so no window closes
 *   partition 2   nothing                      ┘
 * </pre>
 */
final class IdlePartitions {
    /** A partition that is behind the others by so much has fallen silent. */
    private static final Duration SILENT = Duration.ofMinutes(10);
    private static final int MOST_NAMED = 5;

    private IdlePartitions() {}

    /** @param waits the first node behind the source that waits for event time */
    static Optional<Diagnostic> find(NodeId node, Rel.KafkaScan scan, Optional<NodeId> waits, TopicLook look) {
        boolean mayWait = scan.schema().eventTime().isPresent() && scan.idleness().isEmpty() && !scan.bounded();
        Optional<Instant> newest = look.partitions().stream().flatMap(p -> p.newest().stream()).max(Comparator.naturalOrder());
        if (!mayWait || waits.isEmpty() || newest.isEmpty()) {
            return Optional.empty();
        }
        List<PartitionEnd> empty = look.partitions().stream().filter(PartitionEnd::isEmpty).toList();
        List<PartitionEnd> silent = look.partitions().stream().filter(p -> !p.isEmpty() && p.newest().filter(t -> t.isBefore(newest.get().minus(SILENT))).isPresent()).toList();
        if (empty.isEmpty() && silent.isEmpty()) {
            return Optional.empty();
        }
        String what = !empty.isEmpty() ? numbered(empty, look) + (empty.size() == 1 ? " has no record" : " have no records")
                : numbered(silent, look) + (silent.size() == 1 ? " has" : " have") + " had no record for " + ago(silent, newest.get())
                        + " while others had";
        return Optional.of(new Diagnostic(Code.IDLE_PARTITION, Severity.WARNING, new Location.OfSetting(node, "idleness"),
                "'" + waits.get() + "' waits for event time from " + (look.partitions().size() == 2 ? "both" : "all " + look.partitions().size()) + " partitions of '" + look.topic() + "', but " + what,
                "Until it does, nothing there closes. Set Idle after, so that a silent partition no longer holds the others back"));
    }

    private static String numbered(List<PartitionEnd> partitions, TopicLook look) {
        if (partitions.size() > MOST_NAMED) {
            return partitions.size() + " of the " + look.partitions().size();
        }
        return (partitions.size() == 1 ? "partition " : "partitions ") + partitions.stream().map(p -> Integer.toString(p.number())).collect(Collectors.joining(", "));
    }

    private static String ago(List<PartitionEnd> silent, Instant newest) {
        Instant oldest = silent.stream().flatMap(p -> p.newest().stream()).min(Comparator.naturalOrder()).orElse(newest);
        Duration behind = Duration.between(oldest, newest);
        // Two units say enough: 3 days 4 h, 12 min.
        Duration rounded = behind.toDays() > 0 ? Duration.ofHours(behind.toHours()) : Duration.ofMinutes(behind.toMinutes());
        return Durations.write(rounded);
    }
}
