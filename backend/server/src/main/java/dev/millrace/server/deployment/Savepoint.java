package dev.millrace.server.deployment;

import dev.millrace.pipeline.NodeId;
import dev.millrace.server.design.PipelineId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * State of a pipeline that is kept, or is to be.
 *
 * @param deployment whose state it is
 * @param revision that ran then
 * @param path where it is; empty as long as it is not taken
 * @param bytes how large; empty where that cannot be seen from here
 * @param holds nodes with state in it, each with its size in bytes; empty where that cannot be seen from here
 * @param askedBy who asked for it; empty: it was taken by itself
 * @param trouble why it was not taken; empty where it was
 * @param takenAt empty as long as it is not
 */
public record Savepoint(SavepointId id, PipelineId pipeline, DeploymentId deployment, long revision, JobId job, Kind kind, State state,
        Optional<String> path, OptionalLong bytes, Map<NodeId, Long> holds, String askedBy, String reason, String trouble, Instant askedAt,
        Optional<Instant> takenAt) {
    public Savepoint {
        holds = Map.copyOf(holds);
    }

    public enum Kind {
        /** Taken of a running job, which ran on. */
        SAVEPOINT,
        /** Taken when the deployment was stopped. */
        STOP,
        /** The newest checkpoint that a job left. */
        CHECKPOINT
    }

    public enum State { WANTED, KEPT, FAILED, DELETED }
}
