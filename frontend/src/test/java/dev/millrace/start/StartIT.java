package dev.millrace.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.browser.RunningApplication;
import dev.millrace.browser.RunningApplication.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Starting, being killed, starting again, stopping and being refused: the application as a process. */
class StartIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @Test
    void aKilledApplicationGoesOnWhereItWasAndStopsCleanly() {
        try (var application = RunningApplication.start(Map.of())) {
            String pipeline = application.json("POST", "/templates/router-dead-letters/pipelines", "{\"name\":\"Survivor\"}").get("id").stringValue();
            String deployment = application.json("POST", "/deployments", "{\"pipeline\":\"" + pipeline + "\"}").get("id").stringValue();
            String job = awaitRunning(application, deployment, "none").get("job").stringValue();
            await().atMost(PATIENCE).until(() -> application.json("GET", "/deployments/" + deployment, "").path("metrics").has("lastCheckpoint"));

            application.kill();
            application.startAgain();

            JsonNode again = awaitRunning(application, deployment, job);
            assertThat(again.get("restoredFrom").stringValue()).contains(job);
            assertThat(application.json("GET", "/pipelines/" + pipeline, "").get("name").stringValue()).isEqualTo("Survivor");
            assertThat(application.stop()).isLessThan(Duration.ofSeconds(15));
            assertThat(application.home().resolve("postgres").resolve("postmaster.pid")).doesNotExist();
        }
    }

    private static JsonNode awaitRunning(RunningApplication application, String deployment, String otherThan) {
        return await().atMost(PATIENCE).until(() -> application.json("GET", "/deployments/" + deployment, ""),
                seen -> seen.get("state").stringValue().equals("RUNNING") && !seen.get("job").stringValue().equals(otherThan));
    }

    @ParameterizedTest
    @CsvSource({"millrace.port, the web page", "millrace.kafka.port, Kafka", "millrace.postgres.port, PostgreSQL", "millrace.flink.port, Flink"})
    void aTakenPortIsSaidInOneSentence(String setting, String who) throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            Refusal refusal = RunningApplication.refused(Map.of(setting, String.valueOf(port)));
            assertThat(refusal.exitCode()).isEqualTo(1);
            assertThat(lastLine(refusal)).startsWith("Millrace cannot start. Port " + port + " is taken, and " + who + " needs it").contains(setting);
            assertThat(refusal.output()).doesNotContain("Exception").doesNotContain("\tat ");
        }
    }

    @Test
    void aSecondApplicationInTheSameFolderIsRefusedInOneSentence() {
        var first = RunningApplication.shared();
        Refusal refusal = RunningApplication.refused(Map.of("millrace.home", first.home().toString()));
        assertThat(refusal.exitCode()).isEqualTo(1);
        assertThat(lastLine(refusal)).contains("Another Millrace runs in " + first.home()).contains("MILLRACE_HOME");
        assertThat(refusal.output()).doesNotContain("\tat ");
        assertThat(first.call("GET", "/pipelines", "").statusCode()).isEqualTo(200);
    }

    private static String lastLine(Refusal refusal) {
        return refusal.output().lines().filter(line -> !line.isBlank()).reduce((first, second) -> second).orElse("");
    }
}
