package dev.millrace.server.kafka;

/** The topic does not exist. */
public final class UnknownTopic extends RuntimeException {
    public UnknownTopic(String topic) {
        super("There is no topic '" + topic + "'");
    }
}
