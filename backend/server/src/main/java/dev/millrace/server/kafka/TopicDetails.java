package dev.millrace.server.kafka;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A topic in full.
 *
 * @param settings those that differ from the broker's presets, by name
 */
public record TopicDetails(TopicListing topic, List<Partition> partitions, List<Setting> settings) {
    public TopicDetails {
        partitions = List.copyOf(partitions);
        settings = List.copyOf(settings);
    }

    /**
     * @param leader the broker that serves it; empty where none can, so that it can be neither read nor written
     * @param replicas the brokers that keep a copy
     * @param inSync those whose copy is complete
     * @param begin the offset of the oldest record
     * @param end the offset the next record will get
     * @param bytes of one copy; empty where the brokers do not say
     */
    public record Partition(int number, OptionalInt leader, List<Integer> replicas, List<Integer> inSync, long begin, long end, OptionalLong bytes) {
        public boolean isWhole() {
            return leader.isPresent() && inSync.size() == replicas.size();
        }
    }

    /** @param preset what holds for topics without a value of their own; empty where the broker does not say */
    public record Setting(String name, String value, String preset) {}
}
