package dev.millrace.flink.gateway;

import dev.millrace.flink.gateway.OperatorMetrics.Spread;
import dev.millrace.server.deployment.ReadPartitions;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a Kafka source says of each partition that it reads. It has metrics of its own for how far it is, and Flink has others for event time in what it
 * calls a split:
 *
 * <pre>
 *   Source__orders/source#1.KafkaSourceReader.topic.orders.partition.3.currentOffset
 *   Source__orders/source#1.split.orders-3.watermark.currentWatermark
 * </pre>
 */
final class PartitionMetrics {
    private static final String CURRENT = "currentOffset";
    private static final String COMMITTED = "committedOffset";
    private static final String WATERMARK = "currentWatermark";
    private static final String IDLE = "idleTimeMsPerSecond";
    private static final Pattern OFFSET = Pattern.compile("(.+)\\.KafkaSourceReader\\.topic\\.(.+)\\.partition\\.(\\d+)\\." + CURRENT);
    private static final int MOST_OF_A_SECOND = 500;

    private PartitionMetrics() {}

    /** Those of a vertex that are to be asked for: none where there are too many. */
    static Set<String> wanted(Set<String> names) {
        List<Matcher> found = offsets(offsetNames(names));
        var wanted = new LinkedHashSet<String>();
        if (found.size() <= ReadPartitions.MOST) {
            for (Matcher offset : found) {
                wanted.add(offset.group());
                wanted.add(committed(offset));
                wanted.add(split(offset, WATERMARK));
                wanted.add(split(offset, IDLE));
            }
            wanted.retainAll(names);
        }
        return wanted;
    }

    /** @param isOf whether a metric belongs to the source */
    static ReadPartitions of(OperatorMetrics metrics, Predicate<String> isOf) {
        List<Matcher> found = offsets(metrics.names()).stream().filter(m -> isOf.test(m.group())).toList();
        if (found.size() > ReadPartitions.MOST) {
            return new ReadPartitions(found.size(), List.of(), "");
        }
        return new ReadPartitions(found.size(), found.stream().map(m -> partition(m, metrics.byName())).toList(), "");
    }

    /** Of hundreds of names those that tell partitions apart: looked for once, when a vertex is asked for its names, and not at each reading for each node. */
    static Set<String> offsetNames(Set<String> names) {
        return names.stream().filter(name -> name.endsWith(CURRENT) && OFFSET.matcher(name).matches()).collect(Collectors.toUnmodifiableSet());
    }

    private static List<Matcher> offsets(Set<String> names) {
        return names.stream().map(OFFSET::matcher).filter(Matcher::matches).toList();
    }

    private static String committed(Matcher offset) {
        String name = offset.group();
        return name.substring(0, name.length() - CURRENT.length()) + COMMITTED;
    }

    private static String split(Matcher offset, String metric) {
        return offset.group(1) + ".split." + offset.group(2) + "-" + offset.group(3) + ".watermark." + metric;
    }

    private static ReadPartitions.Partition partition(Matcher offset, Map<String, Spread> values) {
        OptionalLong taken = known(values.get(offset.group()));
        // The last that was taken in; or, before there is one, where the job has begun.
        OptionalLong next = taken.isPresent() ? OptionalLong.of(taken.getAsLong() + 1) : known(values.get(committed(offset)));
        Spread watermark = values.get(split(offset, WATERMARK));
        Spread idle = values.get(split(offset, IDLE));
        return new ReadPartitions.Partition(offset.group(2), Integer.parseInt(offset.group(3)), next, OptionalLong.empty(), OptionalLong.empty(),
                watermark == null ? Optional.empty() : time(watermark.max()), idle != null && idle.max() > MOST_OF_A_SECOND);
    }

    /** Before there is one, it is -1. */
    private static OptionalLong known(Spread offset) {
        return offset != null && offset.max() >= 0 ? OptionalLong.of((long) offset.max()) : OptionalLong.empty();
    }

    /** Before the first one Flink shows the smallest long, after the last row the largest. */
    static Optional<Instant> time(double watermark) {
        return watermark > -1e15 && watermark < 1e15 ? Optional.of(Instant.ofEpochMilli((long) watermark)) : Optional.empty();
    }
}
