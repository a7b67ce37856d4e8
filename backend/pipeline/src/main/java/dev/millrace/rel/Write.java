package dev.millrace.rel;

import java.util.List;

/** The end of a path: rows leave to a system outside. */
public sealed interface Write {
    Rel in();

    /**
     * JSON records into a Kafka topic.
     *
     * @param key columns that make the record key (a JSON object); empty: no key
     */
    record KafkaWrite(Rel in, String topic, List<String> key, Delivery delivery) implements Write {
        public KafkaWrite {
            key = List.copyOf(key);
        }
    }

    enum Delivery { AT_LEAST_ONCE, EXACTLY_ONCE }
}
