package dev.millrace.server.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** Topics of the default Kafka cluster that the application makes for a while, reads and takes away again. Their names begin with what they belong to. */
public interface TemporaryTopics {
    /** Makes topics of one partition; those that exist stay as they are. @throws KafkaUnavailable @throws TopicRefused */
    void create(Collection<String> names);

    /** Takes away all topics and consumer groups whose names begin so; none is no error. @throws KafkaUnavailable */
    void delete(String prefix);

    /** Reads topics from their beginning on. @throws KafkaUnavailable */
    Following follow(Collection<String> topics);

    /** @param value of the record, as it was written */
    record Followed(String topic, byte[] value) {}

    /** A place in topics that are read on and on. For one thread at a time. */
    interface Following extends AutoCloseable {
        /** What came since, each topic in its order; empty where nothing came in this time. @throws KafkaUnavailable */
        List<Followed> next(Duration wait);

        @Override void close();
    }
}
