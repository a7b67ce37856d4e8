package dev.millrace.server.deployment;

import dev.millrace.compile.LogicalPlan;
import dev.millrace.compile.Segment;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.RunSettings.StateBackend;
import dev.millrace.rel.Rel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A cluster in memory, for tests of what stands on the gateway. It keeps the same contract as the real ones:
 * {@link FlinkGatewayContract} runs on all of them. A job is RUNNING from the second observation on; its counters grow by ten
 * with each look at its metrics, and go on from the state it began with.
 */
public final class FakeFlink implements FlinkGateway {
    private final Map<JobId, Job> jobs = new LinkedHashMap<>();
    private final Map<JobId, String> checkpoints = new HashMap<>();
    private final Map<JobId, Checkpointing> checkpointing = new HashMap<>();
    private final Map<String, Long> rowsAt = new HashMap<>();
    private final Map<String, Integer> runningByDeployment = new HashMap<>();
    private final List<String> submitted = new ArrayList<>();
    private final Set<String> kept = new HashSet<>();
    private final Set<String> deleted = new HashSet<>();
    private int asked;
    private int mostAtOnce;
    private int savepoints;
    private int late;
    private int slots = 1;
    private boolean away;
    private boolean showsAll;
    private String version = "2.3.0";
    private Optional<RuntimeException> refusal = Optional.empty();
    private Optional<StateBackend> wrote = Optional.empty();

    private record Planned(JobId id, JobSpec spec, LogicalPlan plan) implements PlannedJob {}

    private static final class Job {
        private final Planned planned;
        private Observation.State state = Observation.State.STARTING;
        private int restarts;
        private long rows;
        private Optional<Observation.Failure> failure = Optional.empty();

        private Job(Planned planned, long rows) {
            this.planned = planned;
            this.rows = rows;
        }
    }

    @Override public synchronized PlannedJob plan(LogicalPlan plan, JobSpec spec) {
        answer();
        return new Planned(spec.id(), spec, plan);
    }

    @Override public synchronized void submit(PlannedJob job, RestorePoint from) {
        answer();
        refusal.ifPresent(no -> {
            throw no;
        });
        var planned = (Planned) job;
        if (jobs.containsKey(planned.id())) {
            throw new Failed("The job " + planned.id() + " was submitted before", null);
        }
        if (from instanceof RestorePoint.FromState(String path) && !path.startsWith("fake:")) {
            throw new Failed("There is no state at " + path, null);
        }
        jobs.put(planned.id(), new Job(planned, from instanceof RestorePoint.FromState(String path) ? rowsAt.getOrDefault(path, 0L) : 0));
        submitted.add(planned.spec().deployment() + " " + switch (from) {
            case RestorePoint.Fresh fresh -> "fresh";
            case RestorePoint.FromState(String path) -> path;
        });
        mostAtOnce = Math.max(mostAtOnce, runningByDeployment.merge(planned.spec().deployment(), 1, Integer::sum));
    }

    @Override public synchronized Observation observe(JobId id) {
        answer();
        Job job = jobs.get(id);
        if (job == null) {
            return Observation.ABSENT;
        }
        Observation.State shown = job.state;
        if (job.state == Observation.State.STARTING) {
            job.state = Observation.State.RUNNING;
        }
        return new Observation(shown, Optional.of(Instant.now()), job.restarts, job.failure);
    }

    @Override public synchronized String stopWithSavepoint(JobId id) {
        answer();
        Job job = known(id);
        if (job.state != Observation.State.RUNNING) {
            throw new Failed("The job " + id + " does not run", null);
        }
        String path = "fake:savepoint-" + ++savepoints;
        checkpoints.put(id, path);
        rowsAt.put(path, job.rows);
        end(id, Observation.State.FINISHED);
        return path;
    }

    @Override public synchronized void cancel(JobId id) {
        answer();
        if (jobs.containsKey(id) && !jobs.get(id).state.isOver()) {
            end(id, Observation.State.CANCELLED);
        }
    }

    @Override public synchronized List<PrintedRow> printed(JobId id, NodeId node) {
        answer();
        return jobs.containsKey(id) ? List.of(new PrintedRow(Instant.EPOCH.plusSeconds(asked++), "+I", "{\"node\":\"" + node + "\"}")) : List.of();
    }

    @Override public synchronized JobMetrics metrics(JobId id) {
        answer();
        Job job = jobs.get(id);
        if (job == null) {
            return JobMetrics.unknown(Instant.now());
        }
        if (!job.state.isOver()) {
            job.rows += 10;
        } else if (late > 0) {
            late--;
            return new JobMetrics(Instant.now(), Map.of(), Optional.empty());
        }
        checkpoints.putIfAbsent(id, "fake:checkpoint-of-" + id);
        rowsAt.put(checkpoints.get(id), job.rows);
        var nodes = new HashMap<NodeId, JobMetrics.NodeMetrics>();
        for (Segment segment : job.planned.plan().segments()) {
            var out = new HashMap<String, Long>();
            if (segment instanceof Segment.Producing producing) {
                producing.outputs().forEach((port, rel) -> out.put(port, rel instanceof Rel.Rejected ? 0 : job.rows));
            }
            var seen = new JobMetrics.NodeMetrics(job.rows, out, 0, 0, showsAll ? OptionalLong.of(7) : OptionalLong.empty(),
                    showsAll ? Optional.of(Instant.now().minusSeconds(60)) : Optional.empty(), 0, 0, showsAll ? OptionalLong.of(4096) : OptionalLong.empty());
            nodes.put(segment.node(), showsAll && segment instanceof Segment.Writing ? seen.taking(new Latency(250, 1_900)) : seen);
        }
        return new JobMetrics(Instant.now(), nodes, showsAll ? Optional.of(new JobMetrics.Checkpoint(3, Instant.now(), 25, 8192, checkpoints.get(id))) : Optional.empty(),
                OptionalLong.empty(), showsAll ? new ClusterLoad(OptionalDouble.of(0.5), OptionalLong.of(300 << 20), OptionalDouble.of(0.25), OptionalLong.of(90 << 20)) : ClusterLoad.UNKNOWN,
                job.state.isOver());
    }

    /** From now on each node shows lag, a watermark and state, each sink a latency, and each job a checkpoint and the load of the cluster. */
    public synchronized void showAll() {
        showsAll = true;
    }

    @Override public synchronized Optional<RestorePoint.FromState> latestCheckpoint(JobId id) {
        answer();
        return Optional.ofNullable(checkpoints.get(id)).map(RestorePoint.FromState::new);
    }

    @Override public synchronized Optional<Checkpointing> checkpointing(JobId job) {
        answer();
        return Optional.ofNullable(checkpointing.get(job));
    }

    /** What is to be seen of the checkpoints of a job from now on. */
    public synchronized void checkpointing(JobId job, Checkpointing now) {
        checkpointing.put(job, now);
    }

    @Override public synchronized SavepointTaking savepoint(JobId id, SavepointId asked) {
        answer();
        if (!jobs.containsKey(id) || jobs.get(id).state != Observation.State.RUNNING) {
            return new SavepointTaking.NotTaken("The job does not run");
        }
        String path = "fake:asked-" + asked;
        // The first time it is begun, the second time it is there.
        if (kept.add(path)) {
            rowsAt.put(path, jobs.get(id).rows);
            return new SavepointTaking.Taking();
        }
        return new SavepointTaking.Taken(path);
    }

    /** Who alone can read what is kept, whenever that is looked at from now on. */
    public synchronized void wroteBy(StateBackend backend) {
        wrote = Optional.of(backend);
    }

    @Override public StateStorage storage() {
        return new StateStorage(StateBackend.HASHMAP, Optional.of("fake:checkpoints"), Optional.of("fake:savepoints"));
    }

    @Override public synchronized Optional<KeptState> look(String path) {
        answer();
        return deleted.contains(path) ? Optional.empty() : Optional.of(new KeptState(1_000, Map.of(new NodeId("flights"), 900L), wrote));
    }

    @Override public synchronized void delete(String path) {
        answer();
        deleted.add(path);
    }

    public synchronized Set<String> deleted() {
        return Set.copyOf(deleted);
    }

    @Override public synchronized ClusterStatus cluster() {
        answer();
        return new ClusterStatus("memory", version, "2.3", slots, slots);
    }

    /** A new cluster in the place of the old one: it knows no job, but what was retained is still there. */
    public synchronized void restart() {
        jobs.clear();
        runningByDeployment.clear();
    }

    /** How many it has from now on. */
    public synchronized void slots(int now) {
        slots = now;
    }

    /** What it says it is. */
    public synchronized void version(String now) {
        version = now;
    }

    public synchronized void away(boolean now) {
        away = now;
    }

    /** What submitting answers from now on. */
    public synchronized void refuse(Optional<RuntimeException> no) {
        refusal = no;
    }

    /** Under which numbers the nodes of a job find their state. */
    public synchronized Map<NodeId, Integer> epochs(JobId id) {
        return jobs.get(id).planned.spec().state().epochs();
    }

    /** What a job was planned with. */
    synchronized JobSpec spec(JobId id) {
        return jobs.get(id).planned.spec();
    }

    public synchronized void checkpoint(JobId id, String name) {
        checkpoints.put(id, "fake:" + name);
    }

    public synchronized void restartJob(JobId id, String why) {
        Job job = known(id);
        job.restarts++;
        job.failure = Optional.of(new Observation.Failure(Optional.of(job.planned.plan().segments().getFirst().node()), why, "trace of " + why,
                Instant.now()));
    }

    public synchronized void failJob(JobId id, String why) {
        restartJob(id, why);
        end(id, Observation.State.FAILED);
    }

    /** The next answers about what jobs ended with are from before. */
    public synchronized void tellLate(int answers) {
        late = answers;
    }

    public synchronized void finishJob(JobId id) {
        end(id, Observation.State.FINISHED);
    }

    /** The most jobs that ever ran for one deployment key at a time. */
    public synchronized int mostAtOnce() {
        return mostAtOnce;
    }

    /** What was submitted, in order: "key fresh" or "key path". */
    public synchronized List<String> submitted() {
        return List.copyOf(submitted);
    }

    public synchronized long running() {
        return jobs.values().stream().filter(j -> !j.state.isOver()).count();
    }

    private void end(JobId id, Observation.State state) {
        Job job = known(id);
        job.state = state;
        runningByDeployment.merge(job.planned.spec().deployment(), -1, Integer::sum);
    }

    private Job known(JobId id) {
        Job job = jobs.get(id);
        if (job == null) {
            throw new Failed("The cluster knows no job " + id, null);
        }
        return job;
    }

    private void answer() {
        if (away) {
            throw new Unreachable("The cluster does not answer", null);
        }
    }
}
