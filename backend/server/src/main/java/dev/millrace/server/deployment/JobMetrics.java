package dev.millrace.server.deployment;

import dev.millrace.pipeline.NodeId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Counters of a running job by the nodes a person drew. Rows are counted with the state of the job: a job that is restored goes
 * on counting where the state stands, and rows that are read again count once. {@code late} begins at zero with each start. A
 * node of which not all is known yet is absent.
 *
 * @param failedCheckpoints of this job; empty where unknown
 * @param load of the cluster that it runs on
 */
public record JobMetrics(Instant at, Map<NodeId, NodeMetrics> nodes, Optional<Checkpoint> lastCheckpoint, OptionalLong failedCheckpoints, ClusterLoad load) {
    public JobMetrics {
        nodes = Map.copyOf(nodes);
    }

    public JobMetrics(Instant at, Map<NodeId, NodeMetrics> nodes, Optional<Checkpoint> lastCheckpoint, OptionalLong failedCheckpoints) {
        this(at, nodes, lastCheckpoint, failedCheckpoints, ClusterLoad.UNKNOWN);
    }

    public JobMetrics(Instant at, Map<NodeId, NodeMetrics> nodes, Optional<Checkpoint> lastCheckpoint) {
        this(at, nodes, lastCheckpoint, OptionalLong.empty());
    }

    /**
     * @param rowsIn rows that came into the node; for a source, records read
     * @param rowsOut by output port; for a sink empty
     * @param rejected records a source could not decode; for a sink, rows that it left out or that were refused outside, since this start
     * @param late rows dropped by a window because their slice was closed; those that leave by an output are counted there
     * @param lag records a source has yet to read
     * @param watermark how far event time has come
     * @param busy share of time the busiest copy was working, 0 to 1
     * @param leastBusy the same of the copy that works least; empty where unknown
     * @param backPressured share of time the most held-back copy waited for those after it, 0 to 1
     * @param stateBytes of its state in the last checkpoint, with what little nodes beside it in one task keep; empty where another node's state is in the
     *     same task, from which it cannot be told
     * @param read partitions of topics that a source reads
     */
    public record NodeMetrics(long rowsIn, Map<String, Long> rowsOut, long rejected, long late, OptionalLong lag,
            Optional<Instant> watermark, double busy, OptionalDouble leastBusy, double backPressured, OptionalLong stateBytes, ReadPartitions read) {
        public NodeMetrics {
            rowsOut = Map.copyOf(rowsOut);
        }

        /** The same with another lag. */
        public NodeMetrics lagging(OptionalLong records, ReadPartitions by) {
            return new NodeMetrics(rowsIn, rowsOut, rejected, late, records, watermark, busy, leastBusy, backPressured, stateBytes, by);
        }

        public NodeMetrics(long rowsIn, Map<String, Long> rowsOut, long rejected, long late, OptionalLong lag, Optional<Instant> watermark, double busy,
                double backPressured, OptionalLong stateBytes) {
            this(rowsIn, rowsOut, rejected, late, lag, watermark, busy, OptionalDouble.empty(), backPressured, stateBytes, ReadPartitions.NONE);
        }
    }

    /**
     * @param bytes of all state that is in it
     * @param written what had to be written for it, less where it only holds what changed; empty where unknown
     */
    public record Checkpoint(long number, Instant completedAt, long millis, long bytes, String path, OptionalLong written) {
        public Checkpoint {
            // Those that were stored before there was such a thing have none.
            written = written == null ? OptionalLong.empty() : written;
        }

        public Checkpoint(long number, Instant completedAt, long millis, long bytes, String path) {
            this(number, completedAt, millis, bytes, path, OptionalLong.empty());
        }
    }
}
