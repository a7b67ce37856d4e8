package dev.millrace.server.kafka;

/** Kafka did not answer; the message says where it was looked for. */
public final class KafkaUnavailable extends RuntimeException {
    public KafkaUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
