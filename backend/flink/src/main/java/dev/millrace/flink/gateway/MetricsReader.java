package dev.millrace.flink.gateway;

import dev.millrace.flink.plan.Wiring;
import dev.millrace.pipeline.NodeId;
import dev.millrace.server.deployment.FlinkGateway.Checkpointing;
import dev.millrace.server.deployment.JobId;
import dev.millrace.server.deployment.JobMetrics;
import dev.millrace.server.deployment.JobMetrics.NodeMetrics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import tools.jackson.databind.JsonNode;

/** Asks Flink for what it knows of jobs, and no more often than it has something new to say. What the answers say of nodes is in {@link GatheredMetrics}. */
final class MetricsReader {
    /** A job that is read this seldom is one that nobody looks at. */
    private static final long SELDOM = Duration.ofSeconds(3).toNanos();
    /** Checkpoints come some ten seconds apart or more: of jobs that nobody looks at, how they go is asked at every second reading. */
    private static final long STILL_NEW = Duration.ofSeconds(8).toNanos();
    /** For those who ask for nothing else: somewhat more than two readings. */
    private static final long NEW_ENOUGH = Duration.ofSeconds(11).toNanos();

    private final FlinkApi flink;
    private final JobsOverview jobs;
    private final StateSizesReader stateSizes;
    private final LoadReader load;
    private final LongSupplier nanos;
    private final Map<JobId, KnownNames> names = RecentJobs.remembered();
    private final Map<JobId, Checkpoints> checkpoints = RecentJobs.remembered();
    private final QuietJobs<List<Task>> tasks;
    /** By vertex, whose name never changes either. */
    private final Map<JobId, Map<String, TaskNodes>> named = RecentJobs.remembered();
    /** By vertex. */
    private final Map<JobId, Map<String, SpentLately>> spent = RecentJobs.remembered();
    /** A job's wiring never changes. */
    private final Map<JobId, Wiring> wirings = RecentJobs.remembered();

    /** A vertex as far as it stays the same until something happens to the job. @param copies 0 where not known */
    private record Task(String id, String name, int copies) {}

    /** How checkpoints go. @param asked when Flink was asked @param read when the job's metrics were last read */
    private record Checkpoints(long asked, long read, Optional<JobMetrics.Checkpoint> newest, OptionalLong failed, Optional<Checkpointing> checkpointing) {
        Checkpoints readAt(long now) {
            return new Checkpoints(asked, now, newest, failed, checkpointing);
        }
    }

    /** @param jobs shared with those who look at how jobs stand @param inThisProcess whether the cluster runs in this process */
    MetricsReader(FlinkApi flink, JobsOverview jobs, LongSupplier nanos, boolean inThisProcess) {
        this.flink = flink;
        this.jobs = jobs;
        this.nanos = nanos;
        this.tasks = new QuietJobs<>(nanos);
        this.stateSizes = new StateSizesReader(flink);
        this.load = new LoadReader(flink, nanos, inThisProcess);
    }

    JobMetrics read(JobId job) {
        Instant now = Instant.now();
        Optional<JsonNode> seen = jobs.lately(job);
        if (seen.isEmpty()) {
            return JobMetrics.unknown(now);
        }
        Optional<Wiring> wiring = wiring(job);
        if (wiring.isEmpty()) {
            return new JobMetrics(now, Map.of(), Optional.empty());
        }
        // Before its counts are asked for: they are not older than that.
        boolean hasEnded = hasEnded(job, seen.get());
        Checkpoints how = checkpointsForMetrics(job);
        KnownNames known = names.computeIfAbsent(job, id -> new KnownNames(nanos));
        Map<String, TaskNodes> byVertex = named.computeIfAbsent(job, id -> new ConcurrentHashMap<>());
        Map<String, SpentLately> times = spent.computeIfAbsent(job, id -> new ConcurrentHashMap<>());
        var gathered = new GatheredMetrics(wiring.get(), ended(job, seen.get()), how.newest().map(c -> stateSizes.of(job, c.number())).orElse(Map.of()));
        for (Task task : tasks.of(job, seen.get(), () -> tasks(job))) {
            OperatorMetrics read = OperatorMetrics.read(flink, "/jobs/" + job + "/vertices/" + task.id(), known, PartitionMetrics::wanted, GatheredMetrics::isWanted);
            SpentLately lately = times.computeIfAbsent(task.id(), v -> new SpentLately());
            lately.add(read, nanos.getAsLong());
            gathered.add(task.id(), byVertex.computeIfAbsent(task.id(), v -> TaskNodes.of(task.name(), wiring.get())), read, lately.now(task.copies()));
        }
        Map<NodeId, NodeMetrics> nodes = new HashMap<>();
        wiring.get().nodes().forEach((node, ports) -> gathered.of(node, ports).ifPresent(metrics -> nodes.put(node, metrics)));
        return new JobMetrics(now, nodes, how.newest(), how.failed(), load.now(), hasEnded);
    }

    /** Flink answers about a job from a copy that is up to {@code web.refresh-interval} (3 s) old, and what came to a job's end is in it only where the end itself is. */
    private boolean hasEnded(JobId job, JsonNode seen) {
        return RestGateway.isOver(seen) && flink.get("/jobs/" + job).filter(RestGateway::isOver).isPresent();
    }

    private List<Task> tasks(JobId job) {
        return flink.get("/jobs/" + job).stream().flatMap(seen -> seen.path("vertices").valueStream())
                .map(v -> new Task(v.path("id").asString(""), v.path("name").asString(""), v.path("parallelism").asInt(0))).toList();
    }

    private Checkpoints checkpointsForMetrics(JobId job) {
        long now = nanos.getAsLong();
        Checkpoints last = checkpoints.get(job);
        boolean isSeldom = last != null && now - last.read() > SELDOM;
        Checkpoints how = isSeldom && now - last.asked() < STILL_NEW ? last : ask(job);
        checkpoints.put(job, how.readAt(now));
        return how;
    }

    private Checkpoints ask(JobId job) {
        long now = nanos.getAsLong();
        Optional<JsonNode> all = flink.get("/jobs/" + job + "/checkpoints");
        return new Checkpoints(now, now, all.flatMap(MetricsReader::checkpoint), number(all.map(c -> c.path("counts").path("failed"))), all.flatMap(CheckpointsReader::read));
    }

    /** How the checkpoints of a job go: as known from reading its metrics, where that was some seconds ago at most. */
    Optional<Checkpointing> checkpointing(JobId job) {
        Checkpoints last = checkpoints.get(job);
        if (last == null || nanos.getAsLong() - last.asked() > NEW_ENOUGH) {
            last = ask(job);
            checkpoints.put(job, last);
        }
        return last.checkpointing();
    }

    /** Counts of operators that have had their last row, by accumulator: their metrics may be gone, or older than their last rows. */
    private Map<String, Long> ended(JobId job, JsonNode seen) {
        Map<String, Long> counts = new HashMap<>();
        if (seen.path("tasks").path("finished").asInt(0) > 0) {
            flink.get("/jobs/" + job + "/accumulators").ifPresent(all -> all.path("user-task-accumulators")
                    .forEach(a -> counts.put(a.path("name").asString(), Long.parseLong(a.path("value").asString("0")))));
        }
        return counts;
    }

    /** Which ports the job's nodes have; empty where the job is unknown or not ours. */
    Optional<Wiring> wiring(JobId job) {
        Wiring known = wirings.get(job);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Wiring> read = flink.get("/jobs/" + job + "/config")
                .map(c -> c.path("execution-config").path("user-config").path(Wiring.PARAMETER).asString(""))
                .filter(text -> !text.isEmpty())
                .map(Wiring::read);
        read.ifPresent(w -> wirings.put(job, w));
        return read;
    }

    private static OptionalLong number(Optional<JsonNode> number) {
        return number.filter(JsonNode::isNumber).map(n -> OptionalLong.of(n.asLong())).orElseGet(OptionalLong::empty);
    }

    private static Optional<JobMetrics.Checkpoint> checkpoint(JsonNode checkpoints) {
        return Optional.of(checkpoints.path("latest").path("completed"))
                .filter(JsonNode::isObject)
                .map(c -> new JobMetrics.Checkpoint(c.path("id").asLong(), Instant.ofEpochMilli(c.path("latest_ack_timestamp").asLong()),
                        c.path("end_to_end_duration").asLong(), c.path("state_size").asLong(), c.path("external_path").asString(""),
                        number(Optional.of(c.path("checkpointed_size")))));
    }
}
