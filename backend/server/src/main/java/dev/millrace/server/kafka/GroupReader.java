package dev.millrace.server.kafka;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Finds the consumer groups of a topic. Kafka keeps no such list, so all groups are asked, in few requests. */
final class GroupReader {
    private final KafkaAdmin admin;

    GroupReader(KafkaAdmin admin) {
        this.admin = admin;
    }

    /** @param offsets of the topic's partitions: that of the oldest record, and the next */
    List<ConsumerGroup> of(String topic, Map<TopicPartition, long[]> offsets) {
        List<String> ids = admin.ask(admin.client().listGroups(ListGroupsOptions.forConsumerGroups()).all()).stream().map(GroupListing::groupId).sorted().toList();
        if (ids.isEmpty()) {
            return List.of();
        }
        Map<String, ConsumerGroupDescription> described = admin.ask(admin.client().describeConsumerGroups(ids).all());
        var specs = new HashMap<String, ListConsumerGroupOffsetsSpec>();
        ids.forEach(id -> specs.put(id, new ListConsumerGroupOffsetsSpec().topicPartitions(offsets.keySet())));
        Map<String, Map<TopicPartition, OffsetAndMetadata>> committed = admin.ask(admin.client().listConsumerGroupOffsets(specs).all());
        var found = new ArrayList<ConsumerGroup>();
        for (String id : ids) {
            List<ConsumerGroup.Member> members = members(described.get(id), topic);
            List<ConsumerGroup.Progress> progress = progress(members, committed.getOrDefault(id, Map.of()), offsets);
            if (!progress.isEmpty()) {
                String state = described.get(id).groupState().toString().toLowerCase(Locale.ROOT).replace("preparingrebalance", "preparing rebalance")
                        .replace("completingrebalance", "completing rebalance");
                found.add(new ConsumerGroup(id, state, members, progress));
            }
        }
        return found;
    }

    private static List<ConsumerGroup.Member> members(ConsumerGroupDescription group, String topic) {
        return group.members().stream().map(m -> new ConsumerGroup.Member(m.clientId(), m.host().startsWith("/") ? m.host().substring(1) : m.host(),
                        m.assignment().topicPartitions().stream().filter(p -> p.topic().equals(topic)).map(TopicPartition::partition).sorted().toList()))
                .filter(m -> !m.partitions().isEmpty()).toList();
    }

    private static List<ConsumerGroup.Progress> progress(List<ConsumerGroup.Member> members, Map<TopicPartition, OffsetAndMetadata> committed,
            Map<TopicPartition, long[]> offsets) {
        var assigned = members.stream().flatMap(m -> m.partitions().stream()).collect(Collectors.toSet());
        var partitions = new TreeSet<>(assigned);
        committed.forEach((partition, at) -> {
            if (at != null && offsets.containsKey(partition)) {
                partitions.add(partition.partition());
            }
        });
        var progress = new ArrayList<ConsumerGroup.Progress>();
        offsets.forEach((partition, ends) -> {
            if (partitions.contains(partition.partition())) {
                OffsetAndMetadata at = committed.get(partition);
                progress.add(new ConsumerGroup.Progress(partition.partition(), at == null ? OptionalLong.empty() : OptionalLong.of(at.offset()), ends[0], ends[1]));
            }
        });
        progress.sort((a, b) -> Integer.compare(a.partition(), b.partition()));
        return progress;
    }
}
