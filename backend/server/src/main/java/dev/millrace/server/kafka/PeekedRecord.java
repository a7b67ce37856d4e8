package dev.millrace.server.kafka;

import java.time.Instant;

/** A record as text, cut after some thousand characters; {@code bytes} is its whole size. Key and value may be empty. */
public record PeekedRecord(int partition, long offset, Instant timestamp, String key, String value, long bytes) {}
