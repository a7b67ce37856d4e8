package dev.millrace.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.millrace.browser.Browser;
import dev.millrace.browser.InBrowser;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The application's own PostgreSQL is killed and stays away for a minute, while numbers come in and somebody looks at the page. */
@InBrowser
class DatabaseDownFault {
    private static final int RECORDS = 100_000;
    private static final Duration AWAY = Duration.ofSeconds(60);

    @Test
    void jobsGoOnAndThePageSaysSo(Browser browser) throws Exception {
        var truth = new Truth("database down");
        var servers = Servers.shared();
        try (var sequence = Sequence.deploy(servers.application, "database")) {
            Page page = browser.at(servers.application).signIn();
            browser.open("/deployments/" + sequence.id());
            try (var feed = new Feed(servers.kafka.bootstrapServers(), "database-in", RECORDS, 300); var jobs = new Jobs(servers.flink.address())) {
                sequence.awaitCheckpoints();
                servers.postgres.kill();
                long killed = System.nanoTime();
                truth.isToldSoon("until the page that is open says so", () -> page.locator(".shell").innerText(), "own database does not answer");
                browser.screenshot("fault-database-down");
                truth.isToldSoon("until REST says so", sequence::told, "503", "own database does not answer");
                assertThat(servers.application.call("POST", "/deployments/" + sequence.id() + "/stop", "").statusCode()).isEqualTo(503);
                while (System.nanoTime() - killed < AWAY.toNanos()) {
                    assertThat(jobs.alive()).as("jobs on Flink meanwhile").isEqualTo(1);
                    page.waitForTimeout(1_000);
                }
                servers.postgres.startAgain();
                truth.comesTrue("from the start of the database until all is well, by itself", sequence::well, "all well");
                truth.isToldSoon("until the page that is open is as before", () -> page.locator(".database-notice").isVisible() ? "notice" : "gone", "gone");
                sequence.awaitCheckpoints();
                feed.finish();
                new Judge(servers.kafka.bootstrapServers()).everyNumberOnce("database down", "database-in", "database-out", RECORDS);
                assertThat(sequence.get().path("restarts").asInt()).as("the job knows nothing of it").isZero();
                assertThat(jobs.most()).isEqualTo(1);
                truth.note("records, each once", RECORDS);
            } finally {
                browser.forgetComplaints();
                browser.close();
            }
        }
    }
}
