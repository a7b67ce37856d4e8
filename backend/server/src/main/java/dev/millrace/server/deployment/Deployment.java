package dev.millrace.server.deployment;

import dev.millrace.server.design.PipelineId;
import java.time.Instant;
import java.util.Optional;

/**
 * One revision of a pipeline that runs, ran, or shall run.
 *
 * @param wanted what people asked for; {@code state} is what was seen last
 * @param progress what is being done right now, in a few words ("planning", "taking a savepoint"); empty where nothing is
 * @param job the Flink job of the newest run; a deployment that was resumed has had others before
 * @param restoredFrom path of the savepoint or checkpoint the newest run began with
 * @param savepoint path of the savepoint it was stopped with
 * @param restarts times the newest run has restarted by itself
 * @param failure newest failure, also of a job that has recovered since
 * @param runningSince when the newest run was first seen running
 */
public record Deployment(DeploymentId id, PipelineId pipeline, String pipelineName, long revision, Wanted wanted, State state,
        String progress, Optional<JobId> job, Optional<String> restoredFrom, Optional<String> savepoint, int restarts,
        Optional<Failure> failure, Instant deployedAt, String deployedBy, Optional<Instant> runningSince, Optional<Instant> endedAt) {

    public enum Wanted { RUNNING, STOPPED, CANCELLED }

    public enum State {
        /** Being planned or submitted, or submitted and not yet running. */
        STARTING,
        RUNNING,
        /** Fell over and starts again by itself. */
        RESTARTING,
        /** Cannot be started or reached right now and is being tried again; {@link Deployment#failure} says why. */
        FAILING,
        FAILED, STOPPING, STOPPED, FINISHED, CANCELLED;

        /** Nothing runs and nothing will. */
        public boolean isOver() {
            return this == FAILED || this == STOPPED || this == FINISHED || this == CANCELLED;
        }
    }

    /** Why it does not run as it should. {@code trace} may be empty. */
    public record Failure(Optional<dev.millrace.pipeline.NodeId> node, String message, String trace, Instant at) {}
}
