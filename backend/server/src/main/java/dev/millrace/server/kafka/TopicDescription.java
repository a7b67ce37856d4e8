package dev.millrace.server.kafka;

import java.util.List;
import java.util.Map;

/** A topic in full. {@code settings} are those that differ from the broker's presets. */
public record TopicDescription(String name, List<Partition> partitions, Map<String, String> settings) {
    public TopicDescription {
        partitions = List.copyOf(partitions);
        settings = Map.copyOf(settings);
    }

    /** {@code end} is the offset the next record will get. */
    public record Partition(int number, long begin, long end, int replicas, int inSync) {}

    public long records() {
        return partitions.stream().mapToLong(p -> p.end() - p.begin()).sum();
    }
}
