package dev.millrace.server.kafka;

import java.time.Duration;
import java.util.Optional;

/**
 * A topic to be made.
 *
 * @param partitions 1 to 1000
 * @param replicas copies of each partition, at most as many as there are brokers
 * @param cleanup empty: as the broker presets
 * @param retention how long records are kept; {@link #FOR_EVER}, or empty: as the broker presets
 */
public record TopicWish(String name, int partitions, int replicas, Optional<Retention.Cleanup> cleanup, Optional<Duration> retention) {
    /** In place of a time after which records are deleted. */
    public static final Duration FOR_EVER = Duration.ofMillis(Long.MAX_VALUE);

    /** With the broker's presets. */
    public TopicWish(String name, int partitions, int replicas) {
        this(name, partitions, replicas, Optional.empty(), Optional.empty());
    }
}
