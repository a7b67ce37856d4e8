package dev.millrace.flink.gateway;

import dev.millrace.server.deployment.FlinkGateway.Checkpointing;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** How checkpoints go, by what Flink remembers of the newest ones. */
final class CheckpointsReader {
    /** What Flink says begins or ends so. */
    private static final Map<String, String> WORDS = Map.of(
            "IO-problem detected", "the place where checkpoints are kept cannot be written to",
            "Asynchronous task checkpoint failed", "a task cannot write its state to the place where checkpoints are kept",
            "Checkpoint expired before completing", "one takes longer than it may",
            "Task has failed", "a task of the job has failed",
            "Not all required tasks are currently running", "not all of the job runs",
            "Checkpoint Coordinator is suspending", "the job is starting again");

    private CheckpointsReader() {}

    /** @param checkpoints answer to /jobs/:id/checkpoints */
    static Optional<Checkpointing> read(JsonNode checkpoints) {
        JsonNode completed = checkpoints.path("latest").path("completed");
        JsonNode failed = checkpoints.path("latest").path("failed");
        long newest = completed.path("id").asLong(-1);
        boolean fails = failed.path("id").asLong(-1) > newest;
        Optional<Instant> since = fails ? checkpoints.path("history").valueStream().filter(c -> isFailed(c) && c.path("id").asLong() > newest)
                .min(Comparator.comparingLong(c -> c.path("id").asLong())).map(c -> at(c, "trigger_timestamp")).or(() -> Optional.of(at(failed, "failure_timestamp")))
                : Optional.empty();
        Optional<Instant> pending = checkpoints.path("history").valueStream().filter(c -> c.path("status").asString("").equals("IN_PROGRESS"))
                .map(c -> at(c, "trigger_timestamp")).min(Comparator.naturalOrder());
        boolean any = completed.isObject();
        return Optional.of(new Checkpointing(any ? Optional.of(at(completed, "latest_ack_timestamp")) : Optional.empty(),
                any ? Duration.ofMillis(completed.path("end_to_end_duration").asLong()) : Duration.ZERO, since,
                fails ? words(failed.path("failure_message").asString("")) : "", pending));
    }

    private static boolean isFailed(JsonNode checkpoint) {
        return checkpoint.path("status").asString("").equals("FAILED");
    }

    private static Instant at(JsonNode checkpoint, String field) {
        return Instant.ofEpochMilli(checkpoint.path(field).asLong());
    }

    /** For people; what is not known here is as Flink says it, without the full stop of a sentence that goes on here. */
    static String words(String message) {
        String text = message.strip().lines().findFirst().orElse("");
        for (Map.Entry<String, String> known : WORDS.entrySet()) {
            if (text.contains(known.getKey())) {
                return known.getValue();
            }
        }
        return text.isEmpty() ? "Flink does not say why" : text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }
}
