package dev.millrace.flink.embedded;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RpcOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Flink session cluster inside this JVM, for people who have none. It is reached by REST like any other, and it forgets its
 * jobs when it stops; what outlives it are checkpoints and savepoints under {@code home}.
 */
public final class EmbeddedFlink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedFlink.class);
    private static final Duration START_PATIENCE = Duration.ofSeconds(60);
    private static final Duration PARTS_PATIENCE = Duration.ofHours(1);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

    private final Path home;
    private final int restPort;
    private final int slots;
    private MiniCluster cluster;

    /**
     * @param home folder for temporary files of the cluster
     * @param restPort port on loopback; 0 takes a free one
     * @param slots how many copies of operators can run at once in all
     */
    public EmbeddedFlink(Path home, int restPort, int slots) {
        if (slots < 1) {
            throw new IllegalArgumentException("Flink needs at least one slot, not " + slots);
        }
        this.home = home;
        this.restPort = restPort;
        this.slots = slots;
    }

    /** Starts the cluster; returns when jobs can be submitted. */
    public synchronized void start() {
        if (cluster != null) {
            return;
        }
        try {
            Files.createDirectories(home.resolve("tmp"));
            var starting = new MiniCluster(new MiniClusterConfiguration.Builder()
                    .setConfiguration(configuration())
                    // One task manager: rows between its slots stay in memory and no port is opened for them.
                    .setNumTaskManagers(1)
                    .setNumSlotsPerTaskManager(slots)
                    .setCommonBindAddress("127.0.0.1")
                    .withRandomPorts()
                    .build());
            starting.start();
            cluster = starting;
            awaitReady();
            LOG.info("Flink runs in this process, its REST API at {}", address());
        } catch (IOException e) {
            close();
            throw new IllegalStateException("Flink did not start in " + home + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new IllegalStateException("Interrupted while Flink was starting", e);
        } catch (Exception e) {
            close();
            throw new IllegalStateException("Flink did not start" + (restPort == 0 ? "" : " on port " + restPort
                    + ". Is the port taken? Another one can be set with millrace.flink.port"), e);
        }
    }

    /** The REST API listens before the parts behind it have found each other; until then it refuses everything. */
    private void awaitReady() throws IOException, InterruptedException {
        var overview = HttpRequest.newBuilder(address().resolve("/overview")).timeout(STOP_PATIENCE).build();
        long end = System.nanoTime() + START_PATIENCE.toNanos();
        try (var http = HttpClient.newHttpClient()) {
            while (!answers(http, overview)) {
                if (System.nanoTime() > end) {
                    throw new IOException("its parts did not find each other within " + START_PATIENCE.toSeconds() + " s");
                }
                Thread.sleep(20);
            }
        }
    }

    private static boolean answers(HttpClient http, HttpRequest overview) throws IOException, InterruptedException {
        try {
            return http.send(overview, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (HttpTimeoutException slow) {
            return false;
        }
    }

    /** Where the cluster's REST API is; known before the start where the port is. */
    public URI address() {
        return restPort > 0 ? URI.create("http://127.0.0.1:" + restPort) : addressOfStarted();
    }

    private synchronized URI addressOfStarted() {
        if (cluster == null) {
            throw new IllegalStateException("Flink is not started");
        }
        try {
            return cluster.getRestAddress().get(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Flink started without a REST API", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for Flink", e);
        }
    }

    /** Runs a job to its end without the detour over REST; completes exceptionally with the cause where it fails. */
    public synchronized CompletableFuture<Void> run(JobGraph job) {
        if (cluster == null) {
            throw new IllegalStateException("Flink is not started");
        }
        MiniCluster running = cluster;
        return running.submitJob(job).thenCompose(submitted -> running.requestJobResult(submitted.getJobID())).thenAccept(result ->
                result.getSerializedThrowable().ifPresent(failure -> {
                    throw new CompletionException(failure);
                }));
    }

    /** Whether nothing of a job has begun, because all slots are taken. */
    public boolean waitsForSlots(JobID job) throws InterruptedException {
        MiniCluster running;
        synchronized (this) {
            running = cluster;
        }
        try {
            for (var vertex : running.getExecutionGraph(job).get(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS).getVerticesTopologically()) {
                ExecutionState state = vertex.getAggregateState();
                if (state != ExecutionState.CREATED && state != ExecutionState.SCHEDULED) {
                    return false;
                }
            }
            return true;
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("Nothing is known of job {}", job, e);
            return false;
        }
    }

    /** Ends a job that {@link #run} began. */
    public synchronized void cancel(JobID job) {
        if (cluster != null) {
            cluster.cancelJob(job);
        }
    }

    private Configuration configuration() {
        var c = new Configuration();
        c.set(RestOptions.ADDRESS, "127.0.0.1");
        c.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
        c.set(RestOptions.BIND_PORT, String.valueOf(restPort));
        c.set(RestOptions.PORT, restPort);
        c.set(WebOptions.SUBMIT_ENABLE, false);
        c.set(CoreOptions.TMP_DIRS, home.resolve("tmp").toString());
        c.set(StateBackendOptions.STATE_BACKEND, "hashmap");
        c.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, 2);
        // What became of a job is noted in the database as soon as it is over; Flink would keep whole jobs in memory for an hour.
        c.set(JobManagerOptions.JOB_STORE_MAX_CAPACITY, 10);
        c.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(256));
        c.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(128));
        c.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(128));
        // Its parts are in one process: none is ever gone while the others are there, and one that is late has stood still with them, as when a laptop sleeps.
        c.set(RpcOptions.ASK_TIMEOUT_DURATION, PARTS_PATIENCE);
        c.set(HeartbeatManagerOptions.HEARTBEAT_TIMEOUT, PARTS_PATIENCE);
        c.set(WebOptions.REFRESH_INTERVAL, Duration.ofMillis(500));
        // The canvas shows numbers every second; Flink gathers them every ten by default.
        c.set(MetricOptions.METRIC_FETCHER_UPDATE_INTERVAL, Duration.ofSeconds(1));
        return c;
    }

    /** Stops the cluster and all that runs on it; retained checkpoints stay. */
    @Override
    public synchronized void close() {
        if (cluster == null) {
            return;
        }
        MiniCluster stopping = cluster;
        cluster = null;
        try {
            stopping.closeAsync().get(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("Flink did not stop cleanly", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
