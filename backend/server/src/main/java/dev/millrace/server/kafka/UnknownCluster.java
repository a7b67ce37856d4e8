package dev.millrace.server.kafka;

/** No Kafka cluster of that name is set up; the message says which are. */
public final class UnknownCluster extends KafkaUnavailable {
    public UnknownCluster(String message) {
        super(message, null);
    }
}
