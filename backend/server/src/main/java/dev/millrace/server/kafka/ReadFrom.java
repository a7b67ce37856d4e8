package dev.millrace.server.kafka;

import java.time.Instant;

/** Where in a topic to look. */
public sealed interface ReadFrom {
    /** The newest records, newest first. */
    record Newest() implements ReadFrom {}

    /** Records at and after an offset, in its order; of every partition where none is chosen. */
    record Offset(long offset) implements ReadFrom {
        public Offset {
            if (offset < 0) {
                throw new TopicRefused("An offset is 0 or more, not " + offset, null);
            }
        }
    }

    /** Records at and after a moment, oldest first. */
    record Time(Instant at) implements ReadFrom {}
}
