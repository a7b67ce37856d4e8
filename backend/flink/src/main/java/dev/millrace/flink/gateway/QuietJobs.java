package dev.millrace.flink.gateway;

import dev.millrace.server.deployment.JobId;
import dev.millrace.server.deployment.Observation.Failure;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * How often jobs have restarted, and why. Flink's overview says when a task of a job last changed its state, so as long as that is the same moment there is nothing
 * new, and nothing is asked; only for a while after a change, since Flink counts restarts with a delay.
 */
final class QuietJobs {
    /** Longer than Flink takes to gather its metrics anew. */
    private static final long UNTIL_COUNTED = Duration.ofSeconds(30).toNanos();

    /** What was found of a job. */
    record Found(int restarts, Optional<Failure> failure) {}

    /** @param since when this instance first saw that change */
    private record Known(String change, long since, Found found) {}

    private final LongSupplier nanos;
    private final Map<JobId, Known> known = RecentJobs.remembered();

    QuietJobs(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** @param overview what the overview says of the job @param ask the questions that this is to spare */
    Found of(JobId job, JsonNode overview, Supplier<Found> ask) {
        String change = overview.path("state").asString("") + overview.path("last-modification") + overview.path("tasks");
        Known last = known.get(job);
        boolean same = last != null && last.change().equals(change);
        if (same && nanos.getAsLong() - last.since() > UNTIL_COUNTED) {
            return last.found();
        }
        long since = same ? last.since() : nanos.getAsLong();
        Found found = ask.get();
        known.put(job, new Known(change, since, found));
        return found;
    }
}
