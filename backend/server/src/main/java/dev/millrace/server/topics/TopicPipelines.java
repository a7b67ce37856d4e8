package dev.millrace.server.topics;

import dev.millrace.rel.Topic;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.design.PipelineId;
import java.util.List;
import java.util.Optional;

/** Which pipelines read and write a topic. */
public interface TopicPipelines {
    /**
     * A pipeline whose newest revision names the topic, or whose running one does.
     *
     * @param reads the nodes that read it
     * @param writes the nodes that write it
     * @param running its deployment that is not over
     */
    record Use(PipelineId pipeline, String name, List<String> reads, List<String> writes, Optional<DeploymentId> running) {}

    /** By name; those that are wrong or half drawn too. */
    List<Use> of(Topic topic);

    /** The pipeline whose jobs commit as this consumer group, with its newest deployment. */
    Optional<Job> job(String consumerGroup);

    /** @param node the source that reads */
    record Job(DeploymentId deployment, PipelineId pipeline, String name, String node) {}
}
