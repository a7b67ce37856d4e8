package dev.millrace.server.deployment;

import dev.millrace.pipeline.NodeId;
import java.time.Instant;
import java.util.Optional;

/**
 * A job as the cluster shows it now.
 *
 * @param restarts times the job has restarted since it was submitted
 * @param failure newest failure, also of a job that has recovered from it
 */
public record Observation(State state, Optional<Instant> startedAt, int restarts, Optional<Failure> failure) {
    public static final Observation ABSENT = new Observation(State.ABSENT, Optional.empty(), 0, Optional.empty());

    public enum State {
        /** The cluster does not know the job. */
        ABSENT,
        STARTING, RUNNING, RESTARTING, STOPPING, FAILED, CANCELLED, FINISHED;

        /** Nothing of the job runs and nothing will. */
        public boolean isOver() {
            return this == FAILED || this == CANCELLED || this == FINISHED || this == ABSENT;
        }
    }

    /**
     * @param message root cause in plain words
     * @param trace what Flink said, for those who want it
     */
    public record Failure(Optional<NodeId> node, String message, String trace, Instant at) {}
}
