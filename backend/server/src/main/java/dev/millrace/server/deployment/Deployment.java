package dev.millrace.server.deployment;

import dev.millrace.server.design.PipelineId;
import java.time.Duration;
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
 * @param start with which state it began, or shall
 * @param follows the deployment whose place it takes
 * @param rollsBack it is the revision before, which goes on since the one it follows did not work
 * @param trial whether it has shown that it works; empty where nobody waits for that
 * @param cluster the name of the Flink cluster that it belongs to
 */
public record Deployment(DeploymentId id, PipelineId pipeline, String pipelineName, long revision, Wanted wanted, State state,
        String progress, Optional<JobId> job, Optional<String> restoredFrom, Optional<String> savepoint, int restarts,
        Optional<Failure> failure, Instant deployedAt, String deployedBy, Optional<Instant> runningSince, Optional<Instant> endedAt, Start start,
        Optional<DeploymentId> follows, boolean rollsBack, Optional<Trial> trial, String cluster) {

    /** SUSPENDED is stopped with a savepoint, to be resumed as the same deployment. */
    public enum Wanted { RUNNING, SUSPENDED, STOPPED, CANCELLED }

    public enum State {
        /** Begins when the one that it follows is over. */
        WAITING,
        /** Being planned or submitted, or submitted and not yet running. */
        STARTING,
        RUNNING,
        /** Fell over and starts again by itself. */
        RESTARTING,
        /** Cannot be started or reached right now and is being tried again; {@link Deployment#failure} says why. */
        FAILING,
        FAILED, STOPPING,
        /** Stopped with a savepoint until somebody resumes it. */
        SUSPENDED,
        STOPPED, FINISHED, CANCELLED;

        /** Nothing runs and nothing will. */
        public boolean isOver() {
            return this == FAILED || this == STOPPED || this == FINISHED || this == CANCELLED;
        }
    }

    /**
     * The time that a new revision has to show that it works.
     *
     * @param within counted from {@code began}, which is empty before it was submitted
     * @param healthyAt when it had shown it
     * @param rolledBackTo the deployment that went on in its place since it had not
     */
    public record Trial(Duration within, Optional<Instant> began, Optional<Instant> healthyAt, Optional<DeploymentId> rolledBackTo) {
        /** Whether it is still to be shown. */
        public boolean isOpen() {
            return healthyAt.isEmpty() && rolledBackTo.isEmpty();
        }
    }

    /** Whether it is on trial now. */
    public boolean onTrial() {
        return trial.filter(Trial::isOpen).isPresent() && wanted == Wanted.RUNNING;
    }

    /** What a person can do about a deployment that failed or restarts; empty where it does neither. */
    public Optional<String> wayOut() {
        if (state == State.RESTARTING && failure.isPresent()) {
            return Optional.of("It starts again by itself from its last checkpoint, and is given up after a few times in a row. If it fails again and again, "
                    + (failure.get().node().isPresent() ? "see whether what the node uses outside answers; else change the node, and deploy again" : "look at what Flink said below"));
        }
        if (state != State.FAILED || failure.isEmpty()) {
            return Optional.empty();
        }
        String given = restarts == 0 ? "" : "It was restarted " + (restarts == 1 ? "once" : restarts + " times") + " and then given up. ";
        String where = failure.get().node().isPresent() ? "Look at this node and at what it reads" : "Look at what Flink said below";
        return Optional.of(given + where + ", and deploy again" + (runningSince.isPresent() ? ": it can go on with the state that it left" : ""));
    }

    /** Why it does not run as it should. {@code trace} may be empty. */
    public record Failure(Optional<dev.millrace.pipeline.NodeId> node, String message, String trace, Instant at) {}
}
