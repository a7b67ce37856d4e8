package dev.millrace.flink.gateway;

import dev.millrace.server.deployment.FlinkGateway.Checkpointing;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** How checkpoints go, by what Flink remembers of the newest ones. */
final class CheckpointsReader {
    /** What Flink says begins or ends so. */
    private static final Map<String, String> WORDS = Map.of(
            "IO-problem detected", "the place where checkpoints are kept cannot be written to",
            "Asynchronous task checkpoint failed", "a task cannot write its state to the place where checkpoints are kept",
            "Checkpoint expired before completing", "one takes longer than it may",
            "Task local checkpoint failure", "a task cannot write its state");
    /** With a job that falls over, the checkpoint under way fails too: that is told by the job. */
    private static final List<String> OF_THE_JOB = List.of("Task has failed", "Not all required tasks are currently running", "Checkpoint Coordinator is suspending",
            "The job has failed", "FailureManager is shutting down");

    private CheckpointsReader() {}

    /** @param checkpoints answer to /jobs/:id/checkpoints */
    static Optional<Checkpointing> read(JsonNode checkpoints) {
        JsonNode completed = checkpoints.path("latest").path("completed");
        JsonNode failed = checkpoints.path("latest").path("failed");
        long newest = completed.path("id").asLong(-1);
        List<JsonNode> failures = Stream.concat(checkpoints.path("history").valueStream().filter(CheckpointsReader::isFailed), Stream.of(failed).filter(JsonNode::isObject))
                .filter(c -> c.path("id").asLong(-1) > newest && !isOfTheJob(c)).sorted(Comparator.comparingLong(c -> c.path("id").asLong())).toList();
        boolean fails = !failures.isEmpty();
        Optional<Instant> since = failures.stream().findFirst().map(c -> c.has("trigger_timestamp") ? at(c, "trigger_timestamp") : at(c, "failure_timestamp"));
        Optional<Instant> pending = checkpoints.path("history").valueStream().filter(c -> c.path("status").asString("").equals("IN_PROGRESS"))
                .map(c -> at(c, "trigger_timestamp")).min(Comparator.naturalOrder());
        boolean any = completed.isObject();
        return Optional.of(new Checkpointing(any ? Optional.of(at(completed, "latest_ack_timestamp")) : Optional.empty(),
                any ? Duration.ofMillis(completed.path("end_to_end_duration").asLong()) : Duration.ZERO, since,
                fails ? words(failures.getLast().path("failure_message").asString("")) : "", pending));
    }

    private static boolean isFailed(JsonNode checkpoint) {
        return checkpoint.path("status").asString("").equals("FAILED");
    }

    private static boolean isOfTheJob(JsonNode checkpoint) {
        return OF_THE_JOB.stream().anyMatch(checkpoint.path("failure_message").asString("")::contains);
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
