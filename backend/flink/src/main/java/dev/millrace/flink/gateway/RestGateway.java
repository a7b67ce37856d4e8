package dev.millrace.flink.gateway;

import dev.millrace.compile.LogicalPlan;
import dev.millrace.flink.plan.FlinkJob;
import dev.millrace.flink.plan.JobPlanner;
import dev.millrace.flink.plan.JobSettings;
import dev.millrace.pipeline.NodeId;
import dev.millrace.server.deployment.FlinkGateway;
import dev.millrace.server.deployment.JobId;
import dev.millrace.server.deployment.JobMetrics;
import dev.millrace.server.deployment.JobSpec;
import dev.millrace.server.deployment.Observation;
import dev.millrace.server.deployment.PlannedJob;
import dev.millrace.server.deployment.PrintedRow;
import dev.millrace.server.deployment.RestorePoint;
import dev.millrace.server.deployment.SavepointId;
import dev.millrace.server.deployment.StateStorage;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.SecurityOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.client.DuplicateJobSubmissionException;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.flink.util.ExceptionUtils;
import tools.jackson.databind.JsonNode;

/** A Flink cluster behind its REST API: one in this process as well as one far away. */
public final class RestGateway implements FlinkGateway, AutoCloseable {
    private static final Duration SUBMIT_PATIENCE = Duration.ofSeconds(60);
    private static final Duration DELETE_PATIENCE = Duration.ofMinutes(1);
    private static final Duration SAVEPOINT_PATIENCE = Duration.ofMinutes(10);

    private final FlinkApi flink;
    private final RestClusterClient<String> client;
    private final JobPlanner planner;
    private final JobSettings settings;
    private final List<Path> jars;
    private final JobsOverview jobs;
    private final QuietJobs<Past> quiet = new QuietJobs<>(System::nanoTime);
    private final MetricsReader metrics;
    private final PrintedReader printed;
    private final SavepointTrigger savepoints;

    /** How often a job has restarted, and why the last time. */
    private record Past(int restarts, Optional<Observation.Failure> failure) {}

    /**
     * @param address of the REST API
     * @param jars to travel with each job; none where the cluster is in this process and has our classes
     */
    public RestGateway(URI address, JobPlanner planner, JobSettings settings, List<Path> jars) {
        this.flink = new FlinkApi(address);
        this.planner = planner;
        this.settings = settings;
        this.jars = List.copyOf(jars);
        this.jobs = new JobsOverview(flink, System::nanoTime);
        this.metrics = new MetricsReader(flink, jobs, System::nanoTime, jars.isEmpty());
        this.printed = new PrintedReader(flink);
        this.savepoints = new SavepointTrigger(flink);
        try {
            this.client = new RestClusterClient<>(configuration(address), "millrace");
        } catch (Exception e) {
            throw new IllegalArgumentException("No client for Flink at " + address + ": " + e.getMessage(), e);
        }
    }

    private static Configuration configuration(URI address) {
        var c = new Configuration();
        boolean tls = "https".equals(address.getScheme());
        c.set(RestOptions.ADDRESS, address.getHost());
        c.set(RestOptions.PORT, address.getPort() > 0 ? address.getPort() : tls ? 443 : 80);
        c.set(SecurityOptions.SSL_REST_ENABLED, tls);
        c.set(RestOptions.CONNECTION_TIMEOUT, Duration.ofSeconds(5));
        c.set(RestOptions.RETRY_MAX_ATTEMPTS, 3);
        c.set(RestOptions.RETRY_DELAY, Duration.ofMillis(500));
        return c;
    }

    @Override
    public PlannedJob plan(LogicalPlan plan, JobSpec spec) {
        return planner.plan(plan, spec);
    }

    @Override
    public void submit(PlannedJob job, RestorePoint from) {
        if (!(job instanceof FlinkJob planned)) {
            throw new IllegalArgumentException("This job was planned by another gateway");
        }
        JobGraph graph = planned.graph();
        switch (from) {
            case RestorePoint.Fresh fresh -> graph.setSavepointRestoreSettings(SavepointRestoreSettings.none());
            // State of nodes that were removed is left behind: a person who removed a node meant that. The state of the others
            // is found by their ids.
            case RestorePoint.FromState state -> graph.setSavepointRestoreSettings(
                    SavepointRestoreSettings.forPath(state.path(), true, RecoveryClaimMode.NO_CLAIM));
        }
        for (Path jar : jars) {
            var path = new org.apache.flink.core.fs.Path(jar.toUri());
            if (!graph.getUserJars().contains(path)) {
                graph.addJar(path);
            }
        }
        await(client.submitJob(graph), SUBMIT_PATIENCE, "take the job");
        jobs.forget();
    }

    @Override
    public Observation observe(JobId job) {
        Optional<JsonNode> seen = jobs.lately(job);
        if (seen.isEmpty()) {
            return Observation.ABSENT;
        }
        // Before the reason is asked for: it is not older than that.
        Optional<JsonNode> unfinished = state(seen.get(), 0) == Observation.State.FAILED ? beforeItsEnd(job) : Optional.empty();
        Past found = quiet.of(job, seen.get(), () -> new Past(restarts(job), flink.get("/jobs/" + job + "/exceptions?maxExceptions=1")
                .flatMap(exceptions -> FailureReader.read(exceptions, metrics.wiring(job)))));
        long started = seen.get().path("start-time").asLong(0);
        return new Observation(state(unfinished.orElse(seen.get()), found.restarts()), started > 0 ? Optional.of(Instant.ofEpochMilli(started)) : Optional.empty(),
                found.restarts(), found.failure());
    }

    /** A job that has ended, as Flink still tells of it: from a copy that is up to {@code web.refresh-interval} (3 s) old, in which why it failed is yet to come. Empty where it tells of its end too. */
    private Optional<JsonNode> beforeItsEnd(JobId job) {
        return flink.get("/jobs/" + job).filter(copy -> !isOver(copy));
    }

    private Unreachable notFlink() {
        return new Unreachable("What answers at " + flink.address() + " is not Flink", null);
    }

    private int restarts(JobId job) {
        return flink.get("/jobs/" + job + "/metrics?get=numRestarts").map(m -> (int) m.path(0).path("value").asLong(0)).orElse(0);
    }

    /** Flink says RUNNING as soon as it begins to deploy; here a job runs when all of its operators do. */
    private static Observation.State state(JsonNode job, int restarts) {
        return switch (job.path("state").asString("")) {
            case "FAILED" -> Observation.State.FAILED;
            case "CANCELED" -> Observation.State.CANCELLED;
            case "FINISHED" -> Observation.State.FINISHED;
            case "CANCELLING" -> Observation.State.STOPPING;
            case "RESTARTING", "FAILING" -> Observation.State.RESTARTING;
            case "RUNNING" -> allRunning(job) ? Observation.State.RUNNING
                    : restarts > 0 ? Observation.State.RESTARTING : Observation.State.STARTING;
            default -> Observation.State.STARTING;
        };
    }

    private static boolean allRunning(JsonNode job) {
        JsonNode tasks = job.path("tasks");
        return tasks.path("running").asInt() + tasks.path("finished").asInt() == tasks.path("total").asInt();
    }

    @Override
    public String stopWithSavepoint(JobId job) {
        String directory = settings.savepoints().map(d -> d + "/" + job).orElse(null);
        String path = await(client.stopWithSavepoint(JobID.fromHexString(job.value()), false, directory, SavepointFormatType.CANONICAL),
                SAVEPOINT_PATIENCE, "stop the job with a savepoint");
        jobs.forget();
        return path;
    }

    @Override
    public void cancel(JobId job) {
        if (isOver(job)) {
            return;
        }
        try {
            flink.patch("/jobs/" + job + "?mode=cancel");
            jobs.forget();
        } catch (Failed refused) {
            // Flink refuses to cancel a job that ended by itself after we looked.
            if (!isOver(job)) {
                throw refused;
            }
        }
    }

    private boolean isOver(JobId job) {
        return jobs.now(job).map(RestGateway::isOver).orElse(true);
    }

    /** Whether a job has ended, by what Flink says of it. */
    static boolean isOver(JsonNode job) {
        return state(job, 0).isOver();
    }

    @Override
    public List<PrintedRow> printed(JobId job, NodeId node) {
        return printed.read(job, node);
    }

    @Override
    public JobMetrics metrics(JobId job) {
        return metrics.read(job);
    }

    @Override
    public Optional<RestorePoint.FromState> latestCheckpoint(JobId job) {
        // Asked only where the cluster knows the job: it writes an error to its log for each question about another one.
        return RetainedCheckpoints.newest(jobs.now(job).flatMap(seen -> flink.get("/jobs/" + job + "/checkpoints")), settings.checkpoints(), job);
    }

    @Override
    public Optional<Checkpointing> checkpointing(JobId job) {
        return metrics.checkpointing(job);
    }

    @Override
    public SavepointTaking savepoint(JobId job, SavepointId asked) {
        return savepoints.take(job, asked, settings.savepoints().map(d -> d + "/" + job));
    }

    @Override
    public Optional<KeptState> look(String path) {
        return KeptStateReader.read(path);
    }

    @Override
    public void delete(String path) {
        if (!KeptStateReader.isGone(path)) {
            await(client.disposeSavepoint(path), DELETE_PATIENCE, "delete " + path);
        }
    }

    @Override
    public StateStorage storage() {
        return new StateStorage(settings.stateBackend(), settings.checkpoints(), settings.savepoints());
    }

    @Override
    public ClusterStatus cluster() {
        JsonNode overview = flink.get("/overview")
                .orElseThrow(this::notFlink);
        return new ClusterStatus(flink.address().toString(), overview.path("flink-version").asString("unknown"), FlinkProbe.minor(EnvironmentInformation.getVersion()),
                overview.path("slots-total").asInt(), overview.path("slots-available").asInt());
    }

    private <T> T await(CompletableFuture<T> answer, Duration patience, String what) {
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw refusal(e.getCause(), what);
        } catch (TimeoutException e) {
            throw new Unreachable("Flink at " + flink.address() + " did not " + what + " within " + patience.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unreachable("Interrupted while waiting for Flink to " + what, e);
        }
    }

    private RuntimeException refusal(Throwable thrown, String what) {
        if (ExceptionUtils.findThrowable(thrown, DuplicateJobSubmissionException.class).isPresent()
                || ExceptionUtils.stringifyException(thrown).contains("SubmissionException: Application has already")) {
            return new Failed("This job was already submitted", thrown);
        }
        if (ExceptionUtils.findThrowable(thrown, ConnectException.class).isPresent()) {
            return new Unreachable("Flink at " + flink.address() + " does not answer. Is it running, and is the address right?", thrown);
        }
        return new Failed("Flink did not " + what + ": " + PlainCause.of(ExceptionUtils.stringifyException(thrown)), thrown);
    }

    @Override
    public void close() {
        client.close();
        flink.close();
    }
}
