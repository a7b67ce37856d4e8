package dev.millrace.server.sample;

import java.time.Instant;

/** A record as Kafka gave it; {@code key} and {@code value} may be null. */
public record SampleRecord(String topic, int partition, long offset, Instant timestamp, byte[] key, byte[] value) {}
