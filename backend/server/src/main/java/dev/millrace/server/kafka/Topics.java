package dev.millrace.server.kafka;

import java.util.List;
import java.util.OptionalLong;

/** The topics of a Kafka cluster, of the default one where nothing else is said. Calls block for at most some seconds. */
public interface Topics {
    /** The same of the cluster of a name. @throws UnknownCluster */
    Topics on(String cluster);

    /** Without Kafka's internal ones, by name. @throws KafkaUnavailable */
    List<TopicSummary> list();

    /** @throws UnknownTopic */
    TopicDescription describe(String topic);

    /** @throws TopicRefused where it exists or the name or the numbers are not allowed */
    TopicDescription create(String topic, int partitions, int replicas);

    /** The newest records over all partitions, newest first. */
    List<PeekedRecord> peek(String topic, int most);

    /** What each partition of a topic holds, in the order of their numbers. @throws UnknownTopic */
    List<PartitionEnd> partitions(String topic);

    /** Records a consumer group has yet to read of a topic by its committed offsets; empty where it has committed none. */
    OptionalLong lag(String topic, String group);
}
