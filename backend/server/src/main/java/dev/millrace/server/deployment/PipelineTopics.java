package dev.millrace.server.deployment;

import dev.millrace.rel.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a deployment needs of a Kafka cluster before its job starts; of the default one where nothing else is said. */
public interface PipelineTopics {
    /** The same of the cluster of a name. @throws Unavailable where none of that name is set up */
    default PipelineTopics on(String cluster) {
        if (!cluster.equals(Topic.DEFAULT_CLUSTER)) {
            throw new Unavailable(KafkaClusters.unknown(cluster, List.of(Topic.DEFAULT_CLUSTER)), null);
        }
        return this;
    }

    /** Those of the topics that do not exist. @throws Unavailable */
    Set<String> missing(Collection<String> topics);

    /**
     * Makes topics with the broker's presets; those that exist are left alone.
     *
     * @param compacted those of them that keep the newest record of each key
     * @throws Unavailable
     * @throws Refused
     */
    void create(Collection<String> topics, Set<String> compacted);

    /** Records that each of the topics still holds; those that do not exist are left out. @throws Unavailable */
    default Map<String, Long> records(Collection<String> topics) {
        return Map.of();
    }

    /**
     * The offset that the next record will get which readers of committed records may see, by topic and partition. Asks for a moment only.
     *
     * @throws Unavailable also where one of the topics is gone
     */
    default Map<String, Map<Integer, Long>> ends(Map<String, Set<Integer>> partitions) {
        return Map.of();
    }

    /** How long the brokers let a transaction stay open at most; empty where they do not say. @throws Unavailable */
    default Optional<Duration> longestTransaction() {
        return Optional.empty();
    }

    /**
     * Writes one record, and returns when the brokers have it. The topic is made where it is missing, and keeps the newest record of each key.
     *
     * @throws Unavailable
     * @throws Refused
     */
    void tell(String topic, String key, String value);

    /**
     * Aborts the open transactions whose ids begin so: their rows are never seen by readers of committed records, who no longer wait for them.
     *
     * @return how many there were
     * @throws Unavailable
     */
    default int abortTransactions(String prefix) {
        return 0;
    }

    /** Kafka did not answer. */
    final class Unavailable extends RuntimeException {
        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Kafka said no. */
    final class Refused extends RuntimeException {
        public Refused(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
