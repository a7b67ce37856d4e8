package dev.millrace.server.kafka;

/** Kafka did not answer; the message says where it was looked for. */
public sealed class KafkaUnavailable extends RuntimeException permits UnknownCluster {
    public KafkaUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
