package dev.millrace.server.deployment;

import dev.millrace.pipeline.NodeId;
import java.util.Map;

/**
 * What a job is called and owns outside Flink.
 *
 * @param deployment stable key of the deployment, kept over restarts and upgrades: consumer groups and transactional ids begin with it
 * @param epochs how often nodes have begun empty on purpose, counted from 1; state of an earlier epoch is not theirs. 1 where a node is not
 *     named
 */
public record JobSpec(JobId id, String name, String deployment, Map<NodeId, Integer> epochs) {
    public JobSpec {
        epochs = Map.copyOf(epochs);
    }

    /** A job in which no node has begun empty on purpose. */
    public JobSpec(JobId id, String name, String deployment) {
        this(id, name, deployment, Map.of());
    }
}
