package dev.millrace.rel;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The end of a path: rows leave to a system outside. */
public sealed interface Write {
    Rel in();

    /** The same of other rows. */
    Write of(Rel in);

    /** Whether it writes in transactions that end with a checkpoint. */
    default boolean isTransactional() {
        return equals(exactlyOnce()) && kafkaTopic().isPresent();
    }

    /** The same, in transactions that end with a checkpoint where it can. */
    default Write exactlyOnce() {
        return this;
    }

    /** The Kafka topic it writes, if it writes one. */
    default Optional<Topic> kafkaTopic() {
        return Optional.empty();
    }

    /**
     * Records into a Kafka topic.
     *
     * @param key columns that make the record key (a JSON object); empty: no key
     * @param headers columns that become headers of the record, by the header's name
     * @param spread which partition a record goes to
     */
    record KafkaWrite(Rel in, Topic topic, List<String> key, Delivery delivery, Rel.Format format, Map<String, String> headers, Spread spread)
            implements Write {
        public KafkaWrite {
            key = List.copyOf(key);
            headers = Map.copyOf(headers);
        }

        /** JSON records into a topic of the default cluster, without headers, spread as Kafka does by itself. */
        public KafkaWrite(Rel in, String topic, List<String> key, Delivery delivery) {
            this(in, new Topic(Topic.DEFAULT_CLUSTER, topic), key, delivery, new Rel.Format.Json(), Map.of(), new Spread.ByKey());
        }

        @Override public Write of(Rel other) {
            return new KafkaWrite(other, topic, key, delivery, format, headers, spread);
        }
        @Override public Write exactlyOnce() {
            return new KafkaWrite(in, topic, key, Delivery.EXACTLY_ONCE, format, headers, spread);
        }
        @Override public Optional<Topic> kafkaTopic() {
            return Optional.of(topic);
        }
    }

    /**
     * The latest row of each key as JSON in a compacted Kafka topic; a key without a value where its row is gone.
     *
     * @param key columns that make the record key (a JSON object); at least one
     */
    record KafkaUpsert(Rel in, Topic topic, List<String> key, Delivery delivery) implements Write {
        public KafkaUpsert {
            key = List.copyOf(key);
        }
        @Override public Write of(Rel other) {
            return new KafkaUpsert(other, topic, key, delivery);
        }
        @Override public Write exactlyOnce() {
            return new KafkaUpsert(in, topic, key, Delivery.EXACTLY_ONCE);
        }
        @Override public Optional<Topic> kafkaTopic() {
            return Optional.of(topic);
        }
    }

    enum Delivery { AT_LEAST_ONCE, EXACTLY_ONCE }

    /** Which partition of a topic a record goes to. */
    sealed interface Spread {
        /** Kafka's own way: by the hash of the key, or in batches where there is none. */
        record ByKey() implements Spread {}

        record RoundRobin() implements Spread {}

        /** One partition for each copy of the sink. */
        record Fixed() implements Spread {}

        /** By the rest of a whole number that is divided by the number of partitions; rows without one go to the first. */
        record ByColumn(String column) implements Spread {}
    }

    /** Nowhere: rows are counted and dropped. */
    record Discard(Rel in) implements Write {
        @Override public Write of(Rel other) {
            return new Discard(other);
        }
    }

    /**
     * Rows into a table of a database that is set up under a name.
     *
     * @param table its name, with its schema before it if one is given
     * @param key a row replaces the one with the same; empty: every row is inserted
     * @param create the table, where there is none
     */
    record JdbcWrite(Rel in, String database, List<String> table, List<String> key, boolean create) implements Write {
        public JdbcWrite {
            table = List.copyOf(table);
            key = List.copyOf(key);
        }
        @Override public Write of(Rel other) {
            return new JdbcWrite(other, database, table, key, create);
        }
    }

    /**
     * Files of lines in a folder below the one that is set up for files. A file is finished when it is old or large enough, and
     * visible from the next checkpoint on.
     */
    record FilesWrite(Rel in, String folder, Rel.Format format, Duration rollAfter, long rollAtBytes) implements Write {
        @Override public Write of(Rel other) {
            return new FilesWrite(other, folder, format, rollAfter, rollAtBytes);
        }
    }

    /**
     * Some rows to the log of the process that has them, with their kind of change.
     *
     * @param perSecond more are counted and left out
     */
    record LogWrite(Rel in, String label, long perSecond) implements Write {
        @Override public Write of(Rel other) {
            return new LogWrite(other, label, perSecond);
        }
    }

    /**
     * Rows as JSON to a service that is set up under a name.
     *
     * @param method POST or PUT
     * @param together so many rows are an array in one request; 1: each row alone, as an object
     * @param firstWait before the second try
     * @param dropsRefused rows that the service refuses are counted and dropped, and do not stop the job
     */
    record HttpWrite(Rel in, String service, String method, int together, Duration timeout, int tries, Duration firstWait, boolean dropsRefused)
            implements Write {
        @Override public Write of(Rel other) {
            return new HttpWrite(other, service, method, together, timeout, tries, firstWait, dropsRefused);
        }
    }
}
