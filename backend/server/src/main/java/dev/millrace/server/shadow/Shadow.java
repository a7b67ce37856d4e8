package dev.millrace.server.shadow;

import dev.millrace.pipeline.NodeId;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.deployment.JobId;
import dev.millrace.server.design.PipelineId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A revision that runs beside a deployment of its pipeline.
 *
 * @param deployment beside which it runs
 * @param dropState nodes that begin empty in it, as they would after the switch
 * @param outcome how it ended, or is ending; empty as long as it goes on
 * @param trouble why it ended by itself, in words; may be empty
 * @param oldJob the deployed revision once more, from the same savepoint as the new one
 * @param endsAt when it ends by itself
 * @param comparison what both have written so far; empty before rows were looked at
 */
public record Shadow(ShadowId id, PipelineId pipeline, DeploymentId deployment, long revision, Set<NodeId> dropState, State state,
        Optional<Outcome> outcome, String trouble, JobId oldJob, JobId newJob, Optional<Instant> oldSubmitted, Optional<Instant> newSubmitted, String askedBy,
        String reason, Instant beganAt, Instant endsAt, Optional<Instant> endedAt, Optional<Comparison> comparison) {
    public Shadow {
        dropState = Set.copyOf(dropState);
    }

    /** How far it is. */
    public enum State {
        /** A savepoint of the running job is being taken. */
        TAKING,
        /** Both jobs are being submitted, and wait for slots. */
        STARTING,
        COMPARING,
        /** Its jobs are being cancelled and its topics deleted. */
        ENDING,
        ENDED
    }

    /** How it ended. */
    public enum Outcome {
        DISCARDED,
        /** The revision was deployed in place of the running one. */
        SWITCHED,
        /** Its time was up. */
        EXPIRED,
        /** The deployment that it ran beside ended. */
        OVER,
        FAILED
    }

    /** Whether it still compares or is about to. */
    public boolean goesOn() {
        return outcome.isEmpty();
    }

    JobId job(Side side) {
        return side == Side.OLD ? oldJob : newJob;
    }

    Optional<Instant> submitted(Side side) {
        return side == Side.OLD ? oldSubmitted : newSubmitted;
    }
}
