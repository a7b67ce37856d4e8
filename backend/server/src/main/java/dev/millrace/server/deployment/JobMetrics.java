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
 * @param last whether nothing more is to come: the job has ended and these are the counts that it ended with, or the cluster knows nothing of it
 */
public record JobMetrics(Instant at, Map<NodeId, NodeMetrics> nodes, Optional<Checkpoint> lastCheckpoint, OptionalLong failedCheckpoints, ClusterLoad load, boolean last) {
    public JobMetrics {
        nodes = Map.copyOf(nodes);
    }

    /** Of a job of which the cluster knows nothing. */
    public static JobMetrics unknown(Instant at) {
        return new JobMetrics(at, Map.of(), Optional.empty(), OptionalLong.empty(), ClusterLoad.UNKNOWN, true);
    }

    /** The same with other numbers of some nodes. */
    public JobMetrics with(Map<NodeId, NodeMetrics> others) {
        return new JobMetrics(at, others, lastCheckpoint, failedCheckpoints, load, last);
    }

    public JobMetrics(Instant at, Map<NodeId, NodeMetrics> nodes, Optional<Checkpoint> lastCheckpoint, OptionalLong failedCheckpoints) {
        this(at, nodes, lastCheckpoint, failedCheckpoints, ClusterLoad.UNKNOWN, false);
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
     * @param ownBusy share of time the busiest copy of the task in which it runs was working for this node and no other in that task; empty where that cannot be told
     * @param backPressured share of time the most held-back copy waited for those after it, 0 to 1
     * @param stateBytes of its state in the last checkpoint, with what little nodes beside it in one task keep; empty where another node's state is in the
     *     same task, from which it cannot be told
     * @param read partitions of topics that a source reads
     * @param latency how long what came to a sink was on its way; empty where nothing came, for a batch job, and for other nodes
     */
    public record NodeMetrics(long rowsIn, Map<String, Long> rowsOut, long rejected, long late, OptionalLong lag,
            Optional<Instant> watermark, double busy, OptionalDouble leastBusy, OptionalDouble ownBusy, double backPressured, OptionalLong stateBytes,
            ReadPartitions read, Optional<Latency> latency) {
        public NodeMetrics {
            rowsOut = Map.copyOf(rowsOut);
        }

        /** The same with another lag. */
        public NodeMetrics lagging(OptionalLong records, ReadPartitions by) {
            return new NodeMetrics(rowsIn, rowsOut, rejected, late, records, watermark, busy, leastBusy, ownBusy, backPressured, stateBytes, by, latency);
        }

        /** The same with a latency. */
        public NodeMetrics taking(Latency time) {
            return new NodeMetrics(rowsIn, rowsOut, rejected, late, lag, watermark, busy, leastBusy, ownBusy, backPressured, stateBytes, read, Optional.of(time));
        }

        public NodeMetrics(long rowsIn, Map<String, Long> rowsOut, long rejected, long late, OptionalLong lag, Optional<Instant> watermark, double busy,
                OptionalDouble leastBusy, double backPressured, OptionalLong stateBytes, ReadPartitions read, Optional<Latency> latency) {
            this(rowsIn, rowsOut, rejected, late, lag, watermark, busy, leastBusy, OptionalDouble.empty(), backPressured, stateBytes, read, latency);
        }

        public NodeMetrics(long rowsIn, Map<String, Long> rowsOut, long rejected, long late, OptionalLong lag, Optional<Instant> watermark, double busy,
                double backPressured, OptionalLong stateBytes) {
            this(rowsIn, rowsOut, rejected, late, lag, watermark, busy, OptionalDouble.empty(), backPressured, stateBytes, ReadPartitions.NONE, Optional.empty());
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
