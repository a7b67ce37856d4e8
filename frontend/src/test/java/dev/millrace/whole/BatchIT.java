package dev.millrace.whole;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.millrace.browser.Browser;
import dev.millrace.browser.InBrowser;
import dev.millrace.browser.RunningApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** One switch makes a pipeline one that ends, and a click makes a project of it. */
@InBrowser
class BatchIT {
    @Test
    void aPipelineIsSwitchedToBatchModeFinishesWithExactCountsAndLeavesAsAProject(Browser browser, RunningApplication application) throws IOException {
        String pipeline = application.json("POST", "/pipelines", """
                millrace: 1
                name: Bids of each auction
                nodes:
                  bids: {kind: source.demo@1, settings: {dataset: bids, rowsPerSecond: 0}}
                  per-auction: {kind: operator.group@1, settings: {keys: [auction], aggregates: [{name: n, function: count}]}}
                  counts: {kind: sink.kafka@1, settings: {topic: counts-in-batch}}
                edges:
                  - {from: bids.out, to: per-auction.in}
                  - {from: per-auction.out, to: counts.in}
                layout: {bids: {x: 0, y: 0}, per-auction: {x: 300, y: 0}, counts: {x: 600, y: 0}}
                """, "Content-Type", "application/yaml").path("id").asString();
        browser.signIn();
        browser.open("/pipelines/" + pipeline);
        Page page = Designer.on(browser.page()).page();
        Locator drawer = page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Below the canvas"));
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Problems")).click();
        assertThat(drawer).containsText("only appends");

        button(page, "Run settings").click();
        Locator settings = page.getByRole(AriaRole.DIALOG, new Page.GetByRoleOptions().setName("Run settings"));
        assertThat(settings).containsText("Most copies");
        assertThat(settings).containsText("savepoints");
        // What is set is put into the fields after they are shown, in place of what somebody has chosen there by then.
        assertThat(settings.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("State"))).containsText("As the cluster is set");
        settings.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("State")).click();
        page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName("On disk")).click();
        assertThat(settings.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("State"))).containsText("On disk");
        await().atMost(Duration.ofSeconds(120)).untilAsserted(() ->
                org.assertj.core.api.Assertions.assertThat(application.json("GET", "/pipelines/" + pipeline, "").toString()).contains("\"stateBackend\":\"rocksdb\""));
        pictures(browser, "run-settings");
        page.setViewportSize(1024, 720);
        assertThat(settings.getByText("Kept until somebody deletes them")).isInViewport();
        pictures(browser, "run-settings-1024");
        page.setViewportSize(1440, 900);
        page.getByText("Batch", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(drawer).containsText("The demo stream has no end");
        assertThat(drawer).not().containsText("only appends");
        pictures(browser, "batch-run-settings");
        page.keyboard().press("Escape");
        drawer.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Stop after 10 000 rows")).click();
        assertThat(drawer).not().containsText("has no end");
        assertThat(drawer).containsText("Gives each row once");
        assertThat(application.json("GET", "/pipelines/" + pipeline, "").toString()).contains("\"mode\":\"batch\"");

        button(page, "SQL").click();
        assertThat(drawer).containsText("'execution.runtime-mode' = 'batch'");
        pictures(browser, "designer-download-project");
        Download download = page.waitForDownload(() -> drawer.getByText("Download project").click());
        assertThat(download.suggestedFilename()).isEqualTo("Bids-of-each-auction.zip");
        var files = new ArrayList<String>();
        try (var zip = new ZipInputStream(Files.newInputStream(download.path()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.add(entry.getName());
            }
        }
        assertThat(files).contains("bids-of-each-auction/pom.xml", "bids-of-each-auction/src/test/java/pipeline/PipelineTest.java",
                "bids-of-each-auction/src/test/resources/expected/counts.jsonl");
        assertThat(application.call("GET", "/pipelines/" + pipeline + "/project", "").statusCode()).isEqualTo(200);

        String deployment = application.json("POST", "/deployments", "{\"pipeline\":\"" + pipeline + "\"}").path("id").asString();
        var deployments = new Deployments(application);
        deployments.awaitState(deployment, "FINISHED");
        await().atMost(Duration.ofSeconds(120)).untilAsserted(() -> {
            JsonNode nodes = application.json("GET", "/deployments/" + deployment, "").path("metrics").path("nodes");
            assertThat(nodes.path("bids").path("rowsOut").path("out").toString()).contains("10000");
            assertThat(nodes.path("per-auction").path("rowsIn").toString()).contains("10000");
        });
        browser.open("/deployments/" + deployment);
        assertThat(page.getByText("Finished").first()).isVisible();
        pictures(browser, "batch-finished");
    }

    private static void pictures(Browser browser, String name) {
        for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
            browser.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            browser.screenshot(name + "-" + scheme.name().toLowerCase(java.util.Locale.ROOT));
        }
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
