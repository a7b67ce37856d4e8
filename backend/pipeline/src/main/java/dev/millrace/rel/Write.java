package dev.millrace.rel;

import java.util.List;
import java.util.Optional;

/** The end of a path: rows leave to a system outside. */
public sealed interface Write {
    Rel in();

    /** The Kafka topic it writes, if it writes one. */
    default Optional<String> kafkaTopic() {
        return Optional.empty();
    }

    /**
     * JSON records into a Kafka topic.
     *
     * @param key columns that make the record key (a JSON object); empty: no key
     */
    record KafkaWrite(Rel in, String topic, List<String> key, Delivery delivery) implements Write {
        public KafkaWrite {
            key = List.copyOf(key);
        }
        @Override public Optional<String> kafkaTopic() {
            return Optional.of(topic);
        }
    }

    /**
     * The latest row of each key as JSON in a compacted Kafka topic; a key without a value where its row is gone.
     *
     * @param key columns that make the record key (a JSON object); at least one
     */
    record KafkaUpsert(Rel in, String topic, List<String> key, Delivery delivery) implements Write {
        public KafkaUpsert {
            key = List.copyOf(key);
        }
        @Override public Optional<String> kafkaTopic() {
            return Optional.of(topic);
        }
    }

    enum Delivery { AT_LEAST_ONCE, EXACTLY_ONCE }
}
