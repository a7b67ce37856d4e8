package dev.millrace.whole;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.millrace.browser.Browser;
import dev.millrace.browser.InBrowser;
import dev.millrace.browser.RunningApplication;
import dev.millrace.flink.remote.RemoteFlink;
import dev.millrace.flink.remote.RemoteKafka;
import dev.millrace.server.Standstill;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same job with Flink, Kafka and PostgreSQL in processes of their own: only addresses differ, and nothing embedded starts. */
@InBrowser
class RemoteIT {
    @Test
    void theSameAnswersComeFromServersOutsideOverRestAndByMouse(Browser browser, @TempDir Path folder) throws Exception {
        try (var postgres = EmbeddedPostgres.builder().setOverrideWorkingDirectory(folder.resolve("postgres").toFile()).setPGStartupWait(Duration.ofSeconds(120)).start();
                var kafka = RemoteKafka.start(folder.resolve("kafka"));
                var flink = RemoteFlink.start(folder.resolve("flink"), 4);
                var application = RunningApplication.start(Map.of(
                        "spring.datasource.url", postgres.getJdbcUrl("postgres", "postgres"), "spring.datasource.username", "postgres",
                        "millrace.kafka.bootstrap-servers", kafka.bootstrapServers(), "millrace.flink.rest-url", flink.address().toString(),
                        "millrace.flink.state-dir", folder.resolve("state").toUri().toString()))) {
            assertThat(Files.exists(application.home().resolve("kafka"))).isFalse();
            assertThat(Files.exists(application.home().resolve("postgres"))).isFalse();
            assertThat(application.output()).doesNotContain("Flink runs in this process");
            var cases = new Cases(kafka.bootstrapServers());
            var deployments = new Deployments(application);
            cases.topic("rest-flights", 1);
            cases.produce("rest-flights", Cases.flights());
            cases.produce("rest-flights", List.of(Cases.flush()));
            String id = deployments.deploy("flights.yaml");
            var expected = Cases.dailyByOrigin();
            assertThat(cases.consume("rest-flights-daily", expected.size()).stream().map(Cases::daily).sorted().toList()).isEqualTo(expected);
            deployments.end(id);
            FlightsJourney.drawAndRun(browser.at(application), cases);
            aDeadTaskManagerIsSaid(browser, deployments, flink);
            // Before its servers end, so that it does not complain of losing them.
            browser.close();
        }
    }

    /** The last of the ten troubles of which the others are in {@link TroublesIT}. */
    private static void aDeadTaskManagerIsSaid(Browser browser, Deployments deployments, RemoteFlink flink) throws IOException {
        String id = deployments.deploy("printed.yaml");
        Page page = browser.open("/deployments/" + id);
        try (var still = new Standstill()) {
            flink.killTaskManager();
            Instant caused = Instant.now();
            // Longer than what is promised, so that what it took is known where it took longer.
            var patience = new LocatorAssertions.ContainsTextOptions().setTimeout(180_000);
            assertThat(page.locator(".deployment")).containsText("Flink has lost all of its TaskManagers, the processes in which jobs run, so nothing can run there", patience);
            Duration took = Duration.between(caused, Instant.now());
            Files.write(Path.of("target", "troubles-remote.txt"), List.of("dead-taskmanager " + took.toMillis() / 1000.0 + " s"));
            assertThat(took).as("with a machine that stood still for %s", still.total()).isLessThan(Duration.ofSeconds(30).plus(still.total()));
        }
        assertThat(page.locator(".deployment")).containsText("Start a TaskManager: the job then goes on by itself from its last checkpoint, and no row is lost");
        assertThat(page.locator(".failure").first()).containsText("The TaskManager that ran it is gone");
        browser.screenshot("trouble-dead-taskmanager");
        flink.startTaskManager();
        assertThat(page.locator(".deployment")).not().containsText("has lost all of its TaskManagers");
        deployments.end(id);
    }
}
