package dev.millrace.server.kafka;

import java.time.Instant;
import java.util.List;

/** Records of topics as they are, for previews. Reading leaves no trace in Kafka. */
public interface Samples {
    /** @param key and value may be null */
    record Raw(int partition, long offset, Instant timestamp, byte[] key, byte[] value) {}

    /**
     * The newest records over all partitions, oldest first.
     *
     * @throws UnknownTopic where there is no such topic
     * @throws KafkaUnavailable where Kafka does not answer
     */
    List<Raw> newest(String topic, int most);
}
