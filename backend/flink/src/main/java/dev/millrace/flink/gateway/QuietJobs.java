package dev.millrace.flink.gateway;

import dev.millrace.server.deployment.JobId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * What is known of jobs as long as nothing happens to them. Flink's overview says when a task of a job last changed its state, so as long as that is the same moment there is nothing
 * new, and nothing is asked; only for a while after a change, since Flink tells some things with a delay.
 *
 * @param <T> what is known of a job
 */
final class QuietJobs<T> {
    /** Longer than Flink takes to gather its metrics anew, or keeps an answer about a job. */
    private static final long UNTIL_TOLD = Duration.ofSeconds(30).toNanos();

    private static final List<String> TELLING = List.of("last-modification", "state", "tasks");

    /** @param since when this instance first saw the job like that */
    private record Known<T>(JsonNode overview, long since, T found) {
        boolean isOf(JsonNode now) {
            return TELLING.stream().allMatch(field -> overview.path(field).equals(now.path(field)));
        }
    }

    private final LongSupplier nanos;
    private final Map<JobId, Known<T>> known = RecentJobs.remembered();

    QuietJobs(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** @param overview what the overview says of the job @param ask the questions that this is to spare */
    T of(JobId job, JsonNode overview, Supplier<T> ask) {
        Known<T> last = known.get(job);
        boolean same = last != null && last.isOf(overview);
        if (same && nanos.getAsLong() - last.since() > UNTIL_TOLD) {
            return last.found();
        }
        long since = same ? last.since() : nanos.getAsLong();
        T found = ask.get();
        known.put(job, new Known<>(overview, since, found));
        return found;
    }
}
