package dev.millrace.server.kafka;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A topic in a list.
 *
 * @param replicas copies of each partition
 * @param records newest minus oldest offset over all partitions, so an upper bound of what is there
 * @param bytes of one copy on the brokers' disks; empty where the brokers do not say
 * @param retention how long and how much it keeps; empty where the brokers do not say
 */
public record TopicListing(String name, int partitions, int replicas, long records, OptionalLong bytes, Optional<Retention> retention) {}
