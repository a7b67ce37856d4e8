package dev.millrace.runtime.source;

/** What a Kafka record has beside its value; each can be a column. */
public enum RecordPart { TOPIC, PARTITION, OFFSET, TIMESTAMP, KEY_TEXT, KEY_BYTES, HEADERS }
