package dev.millrace.server.shadow;

import dev.millrace.pipeline.NodeId;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.design.Author;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lets a revision run beside a deployment of its pipeline before it takes its place. All calls write what is wanted and return at once;
 * one loop makes it so, over restarts of the application too. A pipeline has at most one that goes on.
 */
public interface Shadows {
    /** How long one goes on where nothing else is said. */
    Duration PRESET_TIME = Duration.ofMinutes(30);
    /** How long one may go on. */
    Duration LONGEST_TIME = Duration.ofHours(2);

    /**
     * Begins one.
     *
     * @param beside a deployment that runs
     * @param dropState nodes that begin empty, to which that person has agreed
     * @param time after which it ends by itself, at most {@link #LONGEST_TIME}
     * @param reason why, in that person's words; may be empty
     * @throws dev.millrace.server.deployment.NotNow where the deployment does not run, or there is one already
     * @throws dev.millrace.server.deployment.NotDeployable where the revision has errors, or nothing could be compared
     * @throws dev.millrace.server.deployment.StateWouldBeLost where somebody has to agree first
     */
    Shadow begin(DeploymentId beside, long revision, Set<NodeId> dropState, Duration time, String reason, Author author);

    /** @throws UnknownShadow */
    Shadow get(ShadowId id);

    /** The newest that runs, or ran, beside a deployment. */
    Optional<Shadow> beside(DeploymentId deployment);

    /** The same of several, in one question; those that have none are left out. */
    Map<DeploymentId, Shadow> beside(Set<DeploymentId> deployments);

    /** Newest first. */
    List<Shadow> list(DeploymentId deployment);

    /** Ends it, with its jobs and topics. Does nothing where it has ended. */
    Shadow discard(ShadowId id, Author author);

    /**
     * Deploys its revision in place of the running one, which stops with a savepoint, and ends it. Whatever the shadow has read and
     * written is of no account: the new deployment begins exactly where the running one stops.
     *
     * @param healthyWithin as for an upgrade
     * @return the deployment that takes the place
     * @throws dev.millrace.server.deployment.NotNow where it has ended
     */
    Deployment takeOver(ShadowId id, Optional<Duration> healthyWithin, Author author);
}
