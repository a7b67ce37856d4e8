package dev.millrace.server.metrics;

import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.PortRef;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.deployment.JobId;
import dev.millrace.server.deployment.JobMetrics;
import dev.millrace.server.deployment.JobMetrics.NodeMetrics;
import dev.millrace.server.deployment.ReadPartitions;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Totals of one deployment over all its runs.
 *
 * <p>Counts of rows are part of a job's state: after a restart or in a job that was restored they go on from where the state
 * stands, so they are the total, also where they are lower than a moment ago because rows are read again. Only a job that
 * begins without state counts from zero; then what its predecessor had reached is put aside and added.
 *
 * <p>Flink's own count of late rows begins at zero with each start; so where it is lower than before, what it had reached is
 * put aside. A count that Flink does not show for a moment reads zero; that is not taken for a restart. Late rows that leave by a
 * port are counted there; what is late in all is both.
 */
final class RunningTotals {
    /** A counter's history. {@code aside} is of earlier starts, {@code last} is the newest value of this one. */
    record Counter(long aside, long last) {
        static final Counter ZERO = new Counter(0, 0);

        long total() {
            return aside + last;
        }

        /** A count that is kept with the state of the job. */
        Counter exactly(long value) {
            return new Counter(aside, value);
        }

        /** A count that begins at zero with each start. */
        Counter seen(long value) {
            if (value >= last) {
                return new Counter(aside, value);
            }
            return value == 0 ? this : new Counter(aside + last, value);
        }

        Counter newJob() {
            return new Counter(aside + last, 0);
        }
    }

    /** What nodes and ports are in the plan that runs. @param late ports by which rows leave that come too late for a window */
    record Ends(Set<NodeId> sources, Set<NodeId> sinks, Set<PortRef> late) {}

    private final DeploymentId deployment;
    private final Ends ends;
    private final Map<String, Counter> counters = new TreeMap<>();
    private final Map<String, Rate> rates = new HashMap<>();
    /** What nodes kept when that was told last, of this job. */
    private final Map<NodeId, OptionalLong> stateBytes = new HashMap<>();
    private Optional<JobId> job = Optional.empty();

    RunningTotals(DeploymentId deployment, Ends ends) {
        this.deployment = deployment;
        this.ends = ends;
    }

    /** Goes on from what was stored, of whichever job. */
    static RunningTotals resumed(DeploymentId deployment, Ends ends, Map<String, Counter> counters, Optional<JobId> job) {
        var totals = new RunningTotals(deployment, ends);
        totals.counters.putAll(counters);
        totals.job = job;
        return totals;
    }

    Map<String, Counter> counters() {
        return Map.copyOf(counters);
    }

    Optional<JobId> job() {
        return job;
    }

    /** Takes in what a job shows now. @param restored whether the job began with the state of one before it */
    LiveMetrics add(JobId shown, JobMetrics metrics, boolean restored) {
        if (job.isPresent() && !job.get().equals(shown)) {
            counters.replaceAll((name, counter) -> restored && isExact(name) ? counter : counter.newJob());
            rates.clear();
            stateBytes.clear();
        }
        job = Optional.of(shown);
        var nodes = new TreeMap<NodeId, NodeNumbers>();
        var ids = new TreeSet<>(metrics.nodes().keySet());
        for (String name : counters.keySet()) {
            NodeId.parse(name.split("/", 3)[1]).ifPresent(ids::add);
        }
        for (NodeId id : ids) {
            nodes.put(id, node(id, metrics.nodes().get(id), metrics.at()));
        }
        return live(metrics, nodes);
    }

    /** A node that Flink does not show at the moment keeps its totals. */
    private NodeNumbers node(NodeId id, NodeMetrics seen, Instant at) {
        var out = new TreeMap<String, Count>();
        String prefix = "out/" + id + "/";
        counters.keySet().stream().filter(name -> name.startsWith(prefix)).toList()
                .forEach(name -> out.put(name.substring(prefix.length()), count(name, OptionalLong.empty(), at)));
        if (seen != null) {
            seen.rowsOut().forEach((port, rows) -> out.put(port, count(prefix + port, OptionalLong.of(rows), at)));
        }
        Count late = count("late/" + id, seen == null ? OptionalLong.empty() : OptionalLong.of(seen.late()), at);
        for (var port : out.entrySet()) {
            late = ends.late().contains(new PortRef(id, port.getKey())) ? late.plus(port.getValue()) : late;
        }
        return new NodeNumbers(
                count("in/" + id, seen == null ? OptionalLong.empty() : OptionalLong.of(seen.rowsIn()), at), out,
                count("rejected/" + id, seen == null ? OptionalLong.empty() : OptionalLong.of(seen.rejected()), at),
                late,
                seen == null ? OptionalLong.empty() : seen.lag(), seen == null ? Optional.empty() : seen.watermark(),
                seen == null ? 0 : seen.busy(), seen == null ? OptionalDouble.empty() : seen.leastBusy(),
                seen == null ? OptionalDouble.empty() : seen.ownBusy(), seen == null ? 0 : seen.backPressured(),
                stateBytes(id, seen), seen == null ? ReadPartitions.NONE : seen.read(), seen == null ? Optional.empty() : seen.latency());
    }

    /** A job that has just ended shows no sizes any more; what it kept is what it kept. */
    private OptionalLong stateBytes(NodeId id, NodeMetrics seen) {
        if (seen != null && seen.stateBytes().isPresent()) {
            stateBytes.put(id, seen.stateBytes());
        }
        return stateBytes.getOrDefault(id, OptionalLong.empty());
    }

    private Count count(String name, OptionalLong value, Instant at) {
        Counter counter = counters.getOrDefault(name, Counter.ZERO);
        if (value.isPresent()) {
            counter = isExact(name) ? counter.exactly(value.getAsLong()) : counter.seen(value.getAsLong());
            counters.put(name, counter);
        }
        Rate rate = rates.computeIfAbsent(name, n -> new Rate());
        return new Count(counter.total(), rate.at(counter.total(), at));
    }

    /** Counts of ports are part of the state; what windows drop and sinks leave out begins at zero with each start. */
    private boolean isExact(String name) {
        return !name.startsWith("late/") && ends.sinks().stream().noneMatch(sink -> name.equals("rejected/" + sink));
    }

    private LiveMetrics live(JobMetrics metrics, Map<NodeId, NodeNumbers> nodes) {
        Count in = Count.ZERO;
        Count out = Count.ZERO;
        OptionalLong lag = OptionalLong.empty();
        for (var entry : nodes.entrySet()) {
            NodeNumbers node = entry.getValue();
            if (ends.sources().contains(entry.getKey())) {
                in = in.plus(node.rowsIn());
            }
            if (ends.sinks().contains(entry.getKey())) {
                out = out.plus(node.rowsIn());
            }
            if (node.lag().isPresent()) {
                lag = OptionalLong.of(lag.orElse(0) + node.lag().getAsLong());
            }
        }
        return new LiveMetrics(deployment, metrics.at(), in, out, lag, nodes, metrics.lastCheckpoint(), metrics.failedCheckpoints(), metrics.load());
    }
}
