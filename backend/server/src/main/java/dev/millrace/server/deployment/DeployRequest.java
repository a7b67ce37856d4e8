package dev.millrace.server.deployment;

import dev.millrace.pipeline.NodeId;
import dev.millrace.server.design.PipelineId;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What somebody wants to deploy, and how.
 *
 * @param upgrade takes the place of the pipeline's deployment that runs, if one does; empty: refused where one does
 * @param reason why, in that person's words; may be empty
 * @param dropState nodes whose state does not stay, to which that person has agreed: they begin empty
 * @param cluster name of the Flink cluster; empty: where the pipeline was last, or the default one
 */
public record DeployRequest(PipelineId pipeline, long revision, Start start, Optional<Upgrade> upgrade, String reason,
        Set<NodeId> dropState, Optional<String> cluster) {
    public DeployRequest {
        dropState = Set.copyOf(dropState);
    }

    /** The time within which a new revision has to show that it works, where nothing else is said. */
    public static final Duration HEALTHY_WITHIN = Duration.ofMinutes(2);

    /**
     * The running deployment is stopped with a savepoint, and the new one begins when that is done.
     *
     * @param healthyWithin the new one has to run, calm and with a checkpoint of its own, this long after it began, or the revision
     *     before goes on with the state it had; empty: nothing goes back by itself
     */
    public record Upgrade(Optional<Duration> healthyWithin) {}

    public DeployRequest(PipelineId pipeline, long revision, Start start) {
        this(pipeline, revision, start, Optional.empty(), "", Set.of(), Optional.empty());
    }

    public DeployRequest upgrading(Optional<Duration> healthyWithin) {
        return new DeployRequest(pipeline, revision, start, Optional.of(new Upgrade(healthyWithin)), reason, dropState, cluster);
    }

    public DeployRequest because(String why) {
        return new DeployRequest(pipeline, revision, start, upgrade, why, dropState, cluster);
    }

    public DeployRequest dropping(Set<NodeId> nodes) {
        return new DeployRequest(pipeline, revision, start, upgrade, reason, nodes, cluster);
    }

    public DeployRequest on(String flinkCluster) {
        return new DeployRequest(pipeline, revision, start, upgrade, reason, dropState, Optional.of(flinkCluster));
    }
}
