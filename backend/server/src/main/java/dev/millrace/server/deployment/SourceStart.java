package dev.millrace.server.deployment;

import java.time.Instant;
import java.util.Optional;

/** Where a source of Kafka topics begins to read when it has no state. */
public sealed interface SourceStart {

    /** Where the settings of the source say. */
    record AsSet() implements SourceStart {}

    /** With the oldest record that the topic still has. */
    record Earliest() implements SourceStart {}

    /** With the first record that comes after the start. */
    record Latest() implements SourceStart {}

    /** With the first record at or after this time, by the time that Kafka has of it. */
    record Timestamp(Instant at) implements SourceStart {}

    /**
     * Behind what a consumer group has read and committed; with the oldest record where it has committed nothing.
     *
     * @param group empty: the one under which earlier deployments of the pipeline read with this source
     */
    record Committed(Optional<String> group) implements SourceStart {}
}
