package dev.millrace.server.kafka;

import dev.millrace.server.deployment.KafkaClusters;
import dev.millrace.server.deployment.KafkaConnection;
import dev.millrace.server.deployment.PipelineTopics;

/** The topics of a Kafka as the application has them, for tests of other rooms. */
public final class RealTopics implements AutoCloseable {
    private final KafkaTopics topics;

    private RealTopics(KafkaTopics topics) {
        this.topics = topics;
    }

    public static RealTopics of(KafkaConnection connection) {
        return of(KafkaClusters.only(connection));
    }

    public static RealTopics of(KafkaClusters clusters) {
        return new RealTopics(KafkaTopics.of(clusters, KafkaAdmin.of(clusters)).preset());
    }

    /** As deployments ask them. */
    public PipelineTopics forDeployments(KafkaClusters clusters) {
        return DeploymentTopics.of(clusters, topics).preset();
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
