package dev.millrace.server.sample;

import dev.millrace.server.kafka.Samples;
import java.time.Instant;
import java.util.List;

/** A record as Kafka gave it; {@code key} and {@code value} may be null. */
public record SampleRecord(String topic, int partition, long offset, Instant timestamp, byte[] key, byte[] value, List<Samples.Header> headers) {
    public SampleRecord {
        headers = List.copyOf(headers);
    }
}
