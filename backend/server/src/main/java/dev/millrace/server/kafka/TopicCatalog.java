package dev.millrace.server.kafka;

import java.util.List;
import java.util.OptionalInt;

/** The topics of a Kafka cluster, of the default one where nothing else is said, as people look after them. Calls block for at most some seconds. */
public interface TopicCatalog {
    /** The same of the cluster of a name. @throws UnknownCluster */
    TopicCatalog on(String cluster);

    /** Names of the clusters that are set up, the default one first. */
    List<String> clusters();

    /** All but Kafka's own, by name. @throws KafkaUnavailable */
    List<TopicListing> list();

    /** @throws UnknownTopic @throws KafkaUnavailable */
    TopicDetails describe(String topic);

    /** @throws TopicRefused where it exists, or the wish makes no sense; the message says why and what would do @throws KafkaUnavailable */
    TopicDetails create(TopicWish wish);

    /** With all its records, for good. @throws UnknownTopic @throws TopicRefused where Kafka does not allow it @throws KafkaUnavailable */
    void delete(String topic);

    /**
     * Records without a trace in Kafka; only those of transactions that were committed.
     *
     * @param partition empty: all
     * @param most 1 to 500
     * @throws UnknownTopic
     * @throws TopicRefused where there is no such partition
     * @throws KafkaUnavailable
     */
    List<TopicRecord> records(String topic, ReadFrom from, OptionalInt partition, int most);

    /** Consumer groups that have committed offsets of the topic or are reading it, by name. @throws UnknownTopic @throws KafkaUnavailable */
    List<ConsumerGroup> groups(String topic);
}
