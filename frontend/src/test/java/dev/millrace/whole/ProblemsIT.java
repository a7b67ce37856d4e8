package dev.millrace.whole;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.millrace.browser.Browser;
import dev.millrace.browser.InBrowser;
import dev.millrace.browser.RunningApplication;
import org.junit.jupiter.api.Test;

/** What is wrong is set right by one click, and what is right can be read as SQL and as a plan. */
@InBrowser
class ProblemsIT {
    @Test
    void aSlipAndASinkThatTakesNoChangesAreSetRightByAClick(Browser browser, RunningApplication application) {
        String pipeline = application.json("POST", "/pipelines", """
                millrace: 1
                name: Set right
                nodes:
                  bids: {kind: source.demo@1, settings: {dataset: bids, rowsPerSecond: 100}}
                  large: {kind: operator.filter@1, settings: {condition: prise > 0}}
                  per-auction: {kind: operator.group@1, settings: {keys: [auction], aggregates: [{name: n, function: count}]}}
                  counts: {kind: sink.kafka@1, settings: {topic: counts-set-right}}
                edges:
                  - {from: bids.out, to: large.in}
                  - {from: large.out, to: per-auction.in}
                  - {from: per-auction.out, to: counts.in}
                layout: {bids: {x: 0, y: 0}, large: {x: 300, y: 0}, per-auction: {x: 600, y: 0}, counts: {x: 900, y: 0}}
                """, "Content-Type", "application/yaml").path("id").asString();
        browser.signIn();
        browser.open("/pipelines/" + pipeline);
        var designer = Designer.on(browser.page());
        Page page = designer.page();
        Locator drawer = page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Below the canvas"));

        button(page, "SQL").click();
        assertThat(drawer).containsText("The drawing has errors");
        drawer.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Show problems")).click();
        assertThat(drawer).containsText("prise");
        browser.screenshot("problems-with-fixes");
        drawer.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Use 'price'")).click();
        assertThat(drawer).not().containsText("prise");
        drawer.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Write a compacted topic by 'auction' instead")).click();
        assertThat(drawer).not().containsText("only appends");
        designer.select("per-auction");
        page.locator(".inspector").getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Keep for 1 day")).click();
        assertThat(drawer).not().containsText("for ever");

        button(page, "SQL").click();
        assertThat(drawer).containsText("CREATE TEMPORARY VIEW `per-auction` AS");
        assertThat(drawer).containsText("'connector' = 'upsert-kafka'");
        browser.screenshot("designer-sql");
        button(page, "Plan").click();
        assertThat(drawer).containsText("per-auction: operator.group");
        assertThat(application.json("GET", "/pipelines/" + pipeline + "/validation", "").path("deployable").asBoolean()).isTrue();
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
