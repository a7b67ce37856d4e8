package dev.millrace.server.kafka;

import java.time.Instant;
import java.util.Optional;

/**
 * What a partition holds.
 *
 * @param end the offset the next record will get
 * @param newest the latest time of a record in it; empty where there is none
 */
public record PartitionEnd(int number, long begin, long end, Optional<Instant> newest) {
    public boolean isEmpty() {
        return end <= begin;
    }
}
