package dev.millrace.server.kafka;

/** Kafka refused to make a topic; the message says why. */
public final class TopicRefused extends RuntimeException {
    public TopicRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
