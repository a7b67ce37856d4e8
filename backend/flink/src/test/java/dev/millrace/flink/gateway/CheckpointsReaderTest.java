package dev.millrace.flink.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.server.deployment.FlinkGateway.Checkpointing;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What Flink answers about checkpoints, cut to what is read. */
class CheckpointsReaderTest {
    private static Checkpointing read(String answer) {
        return CheckpointsReader.read(new JsonMapper().readTree(answer)).orElseThrow();
    }

    @Test
    void failuresBeforeTheNewestCompletedOneAreThePast() {
        Checkpointing read = read("""
                {"latest": {"completed": {"id": 7, "latest_ack_timestamp": 9000, "end_to_end_duration": 120}, "failed": {"id": 6, "failure_message": "x."}},
                 "history": [{"id": 7, "status": "COMPLETED", "trigger_timestamp": 8880}, {"id": 6, "status": "FAILED", "trigger_timestamp": 7880}]}""");
        assertThat(read.completed()).contains(Instant.ofEpochMilli(9000));
        assertThat(read.took()).isEqualTo(Duration.ofMillis(120));
        assertThat(read.failedSince()).isEmpty();
        assertThat(read.pendingSince()).isEmpty();
    }

    @Test
    void theFirstOfThoseThatFailedSinceSaysSinceWhenAndTheNewestWhy() {
        Checkpointing read = read("""
                {"latest": {"completed": {"id": 5, "latest_ack_timestamp": 1000, "end_to_end_duration": 10},
                            "failed": {"id": 7, "failure_timestamp": 4100, "failure_message": "No space left on device."}},
                 "history": [{"id": 8, "status": "IN_PROGRESS", "trigger_timestamp": 5000}, {"id": 7, "status": "FAILED", "trigger_timestamp": 4000},
                             {"id": 6, "status": "FAILED", "trigger_timestamp": 3000}, {"id": 5, "status": "COMPLETED", "trigger_timestamp": 990}]}""");
        assertThat(read.failedSince()).contains(Instant.ofEpochMilli(3000));
        assertThat(read.why()).isEqualTo("No space left on device");
        assertThat(read.pendingSince()).contains(Instant.ofEpochMilli(5000));
    }

    @Test
    void aCheckpointThatFailsWithItsJobHidesNoneThatFailedByItself() {
        Checkpointing read = read("""
                {"latest": {"completed": {"id": 5, "latest_ack_timestamp": 1000, "end_to_end_duration": 10}, "failed": {"id": 7, "failure_message": "Task has failed."}},
                 "history": [{"id": 7, "status": "FAILED", "trigger_timestamp": 4000, "failure_message": "Task has failed."},
                             {"id": 6, "status": "FAILED", "trigger_timestamp": 3000, "failure_message": "An Exception occurred while triggering the checkpoint. IO-problem detected."}]}""");
        assertThat(read.failedSince()).contains(Instant.ofEpochMilli(3000));
        assertThat(read.why()).isEqualTo("the place where checkpoints are kept cannot be written to");
        assertThat(read("""
                {"latest": {"failed": {"id": 7, "failure_message": "Task has failed."}},
                 "history": [{"id": 7, "status": "FAILED", "trigger_timestamp": 4000, "failure_message": "Task has failed."}]}""").failedSince()).isEmpty();
    }

    @Test
    void beforeTheFirstOneNothingIsKnown() {
        Checkpointing read = read("{\"latest\": {\"completed\": null, \"failed\": null}, \"history\": []}");
        assertThat(read).isEqualTo(new Checkpointing(java.util.Optional.empty(), Duration.ZERO, java.util.Optional.empty(), "", java.util.Optional.empty()));
    }
}
