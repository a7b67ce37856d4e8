package dev.millrace.server.deployment;

import dev.millrace.compile.LogicalPlan;
import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.RunSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The one way to a Flink cluster. Embedded and remote clusters differ only by address. Calls block for at most some seconds
 * unless said otherwise; {@link Unreachable} means the cluster did not answer and nothing is known.
 */
public interface FlinkGateway {

    /** Plans without running anything. @throws Refused with diagnostics at the nodes that cannot be planned */
    PlannedJob plan(LogicalPlan plan, JobSpec spec);

    /** Hands the job over; returns when the cluster has accepted it. Submitting the same job id twice is refused by the cluster. */
    void submit(PlannedJob job, RestorePoint from);

    Observation observe(JobId job);

    /** Stops after a savepoint; returns its path. May take minutes on large state. */
    String stopWithSavepoint(JobId job);

    /** Ends the job without a savepoint; its last checkpoint is retained. Does nothing where the job is already over. */
    void cancel(JobId job);

    JobMetrics metrics(JobId job);

    /** The newest rows, oldest first, that a log sink of the job has written; none where it does not run or has written none yet. */
    List<PrintedRow> printed(JobId job, NodeId node);

    /** The newest complete retained checkpoint of a job, also of one the cluster no longer knows. */
    Optional<RestorePoint.FromState> latestCheckpoint(JobId job);

    /** How the checkpoints of a job go; empty where the cluster does not know it, or it takes none. */
    Optional<Checkpointing> checkpointing(JobId job);

    /**
     * Takes a savepoint of a job that runs on. Returns at once; asked again with the same id it says how far that one is, and does
     * not begin another.
     */
    SavepointTaking savepoint(JobId job, SavepointId asked);

    /** What is kept at the path of a savepoint or checkpoint; empty where that cannot be seen from here. */
    Optional<KeptState> look(String path);

    /** Removes a savepoint or checkpoint for good; does nothing where it is gone. May take a while on large state. */
    void delete(String path);

    /** Known without asking the cluster. */
    StateStorage storage();

    ClusterStatus cluster();

    /**
     * @param completed when the newest was completed
     * @param took how long that took; zero where there is none
     * @param failedSince when the first failed of those after it; empty where none has
     * @param why the newest of those failed, for people; empty where none has
     * @param pendingSince when the one that is under way was begun
     */
    record Checkpointing(Optional<Instant> completed, Duration took, Optional<Instant> failedSince, String why, Optional<Instant> pendingSince) {}

    /** How far a savepoint is. */
    sealed interface SavepointTaking {
        record Taking() implements SavepointTaking {}

        record Taken(String path) implements SavepointTaking {}

        /** It will not be; {@code why} is for people. */
        record NotTaken(String why) implements SavepointTaking {}
    }

    /**
     * @param nodes those that have state in it, with its size in bytes
     * @param backend the only one that can read it; empty for a savepoint, which each can, and where it holds nothing by key
     */
    record KeptState(long bytes, Map<NodeId, Long> nodes, Optional<RunSettings.StateBackend> backend) {
        /** One that each backend can read. */
        public KeptState(long bytes, Map<NodeId, Long> nodes) {
            this(bytes, nodes, Optional.empty());
        }
    }

    /**
     * @param flinkVersion as the cluster says it, such as 2.3.0
     * @param needs the minor version that jobs are made for, such as 2.3
     */
    record ClusterStatus(String address, String flinkVersion, String needs, int slots, int slotsFree) {
        /** Whether jobs may not start there. Patches of one minor version understand each other. */
        public boolean isOtherVersion() {
            return !flinkVersion.equals(needs) && !flinkVersion.startsWith(needs + ".") && !flinkVersion.startsWith(needs + "-");
        }
    }

    /** The plan was refused; the diagnostics say where and why. */
    final class Refused extends RuntimeException {
        private final transient Diagnostics diagnostics;

        public Refused(Diagnostics diagnostics) {
            super(diagnostics.all().isEmpty() ? "The plan was refused" : diagnostics.all().getFirst().message());
            this.diagnostics = diagnostics;
        }

        public Diagnostics diagnostics() {
            return diagnostics;
        }
    }

    /** The cluster did not answer, or answered that it cannot do this now; the message is for people. */
    final class Unreachable extends RuntimeException {
        public Unreachable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The cluster answered and said no; the message is for people. */
    final class Failed extends RuntimeException {
        public Failed(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
