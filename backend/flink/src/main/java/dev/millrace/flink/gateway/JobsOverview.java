package dev.millrace.flink.gateway;

import dev.millrace.server.deployment.FlinkGateway;
import dev.millrace.server.deployment.JobId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import tools.jackson.databind.JsonNode;

/**
 * How all jobs of a cluster stand. What /jobs/:id says can be three seconds old, since Flink keeps its answer; the overview is always fresh. It tells of all
 * jobs, so those who look at many at one moment share an answer: with hundreds of jobs each would else read about all the others.
 */
final class JobsOverview {
    private static final long SHARED = Duration.ofMillis(400).toNanos();

    private final FlinkApi flink;
    private final LongSupplier nanos;
    private final ReentrantLock asking = new ReentrantLock();
    private Map<String, JsonNode> jobs = Map.of();
    private Optional<FlinkGateway.Unreachable> away = Optional.empty();
    private long at;

    JobsOverview(FlinkApi flink, LongSupplier nanos) {
        this.flink = flink;
        this.nanos = nanos;
        at = nanos.getAsLong() - SHARED;
    }

    /** As the cluster says it now; empty where it does not know the job. */
    Optional<JsonNode> now(JobId job) {
        asking.lock();
        try {
            ask();
            return Optional.ofNullable(jobs.get(job.value()));
        } finally {
            asking.unlock();
        }
    }

    /** As the cluster said it some tenths of a second ago at most. That it does not know a job is never taken from before. */
    Optional<JsonNode> lately(JobId job) {
        asking.lock();
        try {
            if (nanos.getAsLong() - at < SHARED) {
                away.ifPresent(silent -> {
                    throw silent;
                });
                if (jobs.containsKey(job.value())) {
                    return Optional.of(jobs.get(job.value()));
                }
            }
            ask();
            return Optional.ofNullable(jobs.get(job.value()));
        } finally {
            asking.unlock();
        }
    }

    /** Something was done to a job: what was said before holds no more. */
    void forget() {
        asking.lock();
        try {
            at = nanos.getAsLong() - SHARED;
        } finally {
            asking.unlock();
        }
    }

    private void ask() {
        long began = nanos.getAsLong();
        try {
            JsonNode all = flink.get("/jobs/overview").map(answer -> answer.path("jobs"))
                    .orElseThrow(() -> new FlinkGateway.Unreachable("What answers at " + flink.address() + " is not Flink", null));
            var known = new HashMap<String, JsonNode>();
            all.forEach(job -> known.put(job.path("jid").asString(""), job));
            jobs = known;
            away = Optional.empty();
            at = began;
        } catch (FlinkGateway.Unreachable silent) {
            // Those who waited meanwhile are told the same, and do not each wait as long.
            away = Optional.of(silent);
            at = nanos.getAsLong();
            throw silent;
        }
    }
}
