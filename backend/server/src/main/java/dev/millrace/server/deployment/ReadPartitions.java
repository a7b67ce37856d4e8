package dev.millrace.server.deployment;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far a source has read the partitions of its topics.
 *
 * @param count of all that it reads
 * @param partitions none where there are too many to look at each; once compared with Kafka, those with the largest lag first
 * @param why their lag is not told by offsets, for people; empty where it is
 */
public record ReadPartitions(int count, List<Partition> partitions, String why) {
    /** More are not looked at one by one: each takes questions to Flink every second. */
    public static final int MOST = 100;

    public static final ReadPartitions NONE = new ReadPartitions(0, List.of(), "");

    public ReadPartitions {
        partitions = List.copyOf(partitions);
    }

    /** Whether lag is the difference of offsets, and no guess of the source. */
    public boolean byOffsets() {
        return why.isEmpty() && partitions.stream().anyMatch(p -> p.lag().isPresent());
    }

    /**
     * @param next the offset of the record that the job will take in next; empty where it has taken none since it began
     * @param end the offset that the next record will get that is written
     * @param lag records between them
     * @param watermark how far event time is in it
     * @param idle whether it counts as idle, so that event time does not wait for it
     */
    public record Partition(String topic, int number, OptionalLong next, OptionalLong end, OptionalLong lag, Optional<Instant> watermark, boolean idle) {}
}
