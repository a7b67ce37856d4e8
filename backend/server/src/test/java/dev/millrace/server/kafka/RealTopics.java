package dev.millrace.server.kafka;

import dev.millrace.server.deployment.KafkaConnection;

/** The topics of a Kafka as the application has them, for tests of other rooms. */
public final class RealTopics implements AutoCloseable {
    private final KafkaTopics topics;

    private RealTopics(KafkaTopics topics) {
        this.topics = topics;
    }

    public static RealTopics of(KafkaConnection connection) {
        return new RealTopics(new KafkaTopics(connection));
    }

    public Topics topics() {
        return topics;
    }

    public Samples samples() {
        return topics;
    }

    public void create(String topic, int partitions) {
        topics.create(topic, partitions, 1);
    }

    @Override public void close() {
        topics.destroy();
    }
}
