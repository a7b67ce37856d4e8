package dev.millrace.server.kafka;

import java.util.List;
import java.util.OptionalLong;

/**
 * Who reads a topic together, by what they committed or are assigned.
 *
 * @param state as Kafka calls it, in small letters: stable, empty (offsets, but no members), dead, preparing rebalance ...
 * @param members those who read this topic now; none for jobs of Flink, which commit offsets without being members
 * @param partitions of this topic that it has committed or is assigned
 */
public record ConsumerGroup(String id, String state, List<Member> members, List<Progress> partitions) {
    public ConsumerGroup {
        members = List.copyOf(members);
        partitions = List.copyOf(partitions);
    }

    /** @param partitions of this topic that are assigned to it */
    public record Member(String client, String host, List<Integer> partitions) {}

    /**
     * @param committed the offset it will read next after a restart; empty where it has committed none
     * @param end the offset the next record will get
     */
    public record Progress(int partition, OptionalLong committed, long begin, long end) {
        /** Records yet to be read, by what is committed; all there are where nothing is. */
        public long lag() {
            return Math.max(0, end - Math.max(begin, committed.orElse(begin)));
        }
    }

    public long lag() {
        return partitions.stream().mapToLong(Progress::lag).sum();
    }
}
