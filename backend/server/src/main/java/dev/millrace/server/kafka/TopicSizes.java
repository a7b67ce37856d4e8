package dev.millrace.server.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;

/** How much partitions take on the brokers' disks. */
final class TopicSizes {
    private final KafkaAdmin admin;

    TopicSizes(KafkaAdmin admin) {
        this.admin = admin;
    }

    /** Bytes of the largest copy of each partition; none where the brokers do not say, for it needs a right of its own. */
    Map<TopicPartition, Long> read() {
        try {
            var brokers = admin.ask(admin.client().describeCluster().nodes()).stream().map(Node::id).toList();
            var bytes = new HashMap<TopicPartition, Long>();
            admin.ask(admin.client().describeLogDirs(brokers).allDescriptions()).values().forEach(folders -> folders.values().forEach(folder ->
                    folder.replicaInfos().forEach((partition, copy) -> bytes.merge(partition, copy.size(), Math::max))));
            return bytes;
        } catch (KafkaUnavailable notTold) {
            return Map.of();
        }
    }
}
