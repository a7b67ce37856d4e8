package dev.millrace.server.kafka;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Records of topics of a Kafka cluster as they are, for previews; of the default one where nothing else is said. Reading leaves no trace in Kafka. */
public interface Samples {
    /** The same of the cluster of a name. @throws UnknownCluster */
    Samples on(String cluster);

    /** @param key and value may be null */
    record Raw(int partition, long offset, Instant timestamp, byte[] key, byte[] value, List<Header> headers) {
        public Raw {
            headers = List.copyOf(headers);
        }
    }

    /** One of a record's headers, of which several may have one name; {@code value} may be null. */
    record Header(String name, byte[] value) {}

    /**
     * The newest records over all partitions, oldest first.
     *
     * @throws UnknownTopic where there is no such topic
     * @throws KafkaUnavailable where Kafka does not answer
     */
    List<Raw> newest(String topic, int most);

    /**
     * The first records of a span of time by the time of the records, oldest first.
     *
     * @param to exclusive
     * @throws UnknownTopic where there is no such topic
     * @throws KafkaUnavailable where Kafka does not answer
     */
    List<Raw> between(String topic, Instant from, Instant to, int most);

    /** All topics without Kafka's internal ones. @throws KafkaUnavailable */
    Set<String> names();
}
