package dev.millrace.server.kafka;

/** A topic in a list. {@code records} is newest minus oldest offset over all partitions, so an upper bound of what is there. */
public record TopicSummary(String name, int partitions, int replicas, long records) {}
