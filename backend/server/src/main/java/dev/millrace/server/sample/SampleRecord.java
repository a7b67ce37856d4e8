package dev.millrace.server.sample;

import java.time.Instant;
import java.util.List;

/** A record as Kafka gave it; {@code key} and {@code value} may be null. */
public record SampleRecord(String topic, int partition, long offset, Instant timestamp, byte[] key, byte[] value, List<Header> headers) {
    public SampleRecord {
        headers = List.copyOf(headers);
    }

    /** One of a record's headers, of which several may have one name; {@code value} may be null. */
    public record Header(String name, byte[] value) {}
}
