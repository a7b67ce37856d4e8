package dev.millrace.server.deployment;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** What a deployment needs of Kafka before its job starts. */
public interface PipelineTopics {
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

    /** How long the brokers let a transaction stay open at most; empty where they do not say. @throws Unavailable */
    default Optional<Duration> longestTransaction() {
        return Optional.empty();
    }

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
