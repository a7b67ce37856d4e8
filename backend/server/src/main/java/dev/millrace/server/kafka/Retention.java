package dev.millrace.server.kafka;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What becomes of the old records of a topic.
 *
 * @param keep records are deleted after about this long; empty: for ever. Without effect where cleanup only compacts
 * @param keepBytes the oldest records of a partition are deleted when it is larger than so many bytes; empty: however large
 */
public record Retention(Cleanup cleanup, Optional<Duration> keep, OptionalLong keepBytes) {
    /** Old records are deleted, only the newest of each key is kept, or both. */
    public enum Cleanup {
        DELETE("delete"), COMPACT("compact"), COMPACT_AND_DELETE("compact,delete");

        private final String setting;

        Cleanup(String setting) {
            this.setting = setting;
        }

        /** As Kafka's {@code cleanup.policy}. */
        String setting() {
            return setting;
        }

        public boolean compacts() {
            return this != DELETE;
        }

        public boolean deletes() {
            return this != COMPACT;
        }

        static Cleanup of(String setting) {
            boolean compacts = setting.contains("compact");
            return compacts ? setting.contains("delete") ? COMPACT_AND_DELETE : COMPACT : DELETE;
        }
    }
}
