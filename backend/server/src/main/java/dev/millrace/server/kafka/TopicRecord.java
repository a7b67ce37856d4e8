package dev.millrace.server.kafka;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A record with all it has.
 *
 * @param key empty where it has none
 * @param value empty where it has none: in a compacted topic it says that the key is gone
 */
public record TopicRecord(int partition, long offset, Instant timestamp, Optional<Content> key, Optional<Content> value, List<Header> headers) {
    public TopicRecord {
        headers = List.copyOf(headers);
    }

    /**
     * Bytes as people can read them.
     *
     * @param text the bytes as UTF-8, or as hexadecimal digits where they are no text; cut after some thousand characters
     * @param binary whether they are no text
     * @param bytes how many there are in all
     */
    public record Content(String text, boolean binary, long bytes, boolean cut) {}

    /** @param value empty where the header has none */
    public record Header(String name, Optional<Content> value) {}
}
