package dev.millrace.flink.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.server.deployment.FlinkGateway;
import dev.millrace.server.deployment.JobId;
import dev.millrace.server.deployment.RestorePoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RetainedCheckpointsTest {
    private final JobId job = JobId.random();

    @TempDir Path folder;

    private void store(long number) throws IOException {
        Path checkpoint = Files.createDirectories(folder.resolve(job.value()).resolve("chk-" + number));
        Files.writeString(checkpoint.resolve("_metadata"), "");
    }

    private static Optional<JsonNode> answer(String latest) {
        return Optional.of(JsonMapper.shared().readTree("{\"latest\": {" + latest + "}}"));
    }

    private String newest(Optional<JsonNode> reported) {
        return RetainedCheckpoints.newest(reported, Optional.of(folder.toUri().toString()), job).map(RestorePoint.FromState::path).orElse("none");
    }

    @Test
    void whatIsStoredIsNewerThanWhatAnOldAnswerSays() throws IOException {
        store(8);
        assertThat(newest(answer("\"completed\": {\"id\": 7, \"external_path\": \"file:/gone/chk-7\"}"))).endsWith("chk-8");
    }

    @Test
    void aSavepointMayBeNewerThanEachCheckpoint() throws IOException {
        store(8);
        assertThat(newest(answer("\"completed\": {\"id\": 8, \"external_path\": \"file:/there/chk-8\"},"
                + "\"savepoint\": {\"id\": 9, \"external_path\": \"file:/there/savepoint-1\"}"))).isEqualTo("file:/there/savepoint-1");
    }

    @Test
    void whatAJobBeganWithIsOlderThanItsOwn() throws IOException {
        Optional<JsonNode> began = answer("\"restored\": {\"id\": 90, \"external_path\": \"file:/before/chk-90\"}");
        assertThat(newest(began)).isEqualTo("file:/before/chk-90");
        store(91);
        assertThat(newest(began)).endsWith("chk-91");
    }

    @Test
    void anUnfinishedCheckpointIsNone() throws IOException {
        Files.createDirectories(folder.resolve(job.value()).resolve("chk-3"));
        assertThat(newest(Optional.empty())).isEqualTo("none");
        assertThat(newest(answer("\"completed\": {\"id\": 2, \"external_path\": \"<checkpoint-not-externally-addressable>\"}"))).isEqualTo("none");
    }

    @Test
    void aFolderThatCannotBeReadIsSaidWhereNothingElseIsKnown() {
        Optional<String> elsewhere = Optional.of("nosuchstore://bucket/state");
        assertThatThrownBy(() -> RetainedCheckpoints.newest(Optional.empty(), elsewhere, job)).isInstanceOf(FlinkGateway.Unreachable.class)
                .hasMessageContaining("nosuchstore://bucket/state");
        assertThat(RetainedCheckpoints.newest(answer("\"completed\": {\"id\": 2, \"external_path\": \"s3://b/chk-2\"}"), elsewhere, job))
                .contains(new RestorePoint.FromState("s3://b/chk-2"));
    }
}
