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

/** A rule is added by its form, fires on a pipeline that runs, is acknowledged, and is resolved once the pipeline is over. */
@InBrowser
class AlertsIT {
    @Test
    void aRuleFiresIsAcknowledgedAndIsResolved(Browser browser, RunningApplication application) {
        var deployments = new Deployments(application);
        String id = deployments.deploy("live.yaml");
        browser.signIn();
        Page page = browser.open("/alerts");
        // Others may have run here before, and failed.
        Locator alert = page.locator(".alert-item").filter(new Locator.FilterOptions().setHasText("Reads at all"));
        assertThat(page.locator(".alerts-page h1")).hasText("Alerts");
        assertThat(alert).hasCount(0);
        tab(page, "Rules");
        button(page, "Add rule").click();
        Locator dialog = page.locator("vaadin-dialog[opened]");
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("Reads at all");
        combo(page, "Pipeline", "Live threshold");
        // Each choice puts the fields into the dialog anew, and what is typed into one meanwhile is lost; the sentence is as new as they are.
        assertThat(page.locator(".rule-sentence")).containsText("at Live threshold");
        combo(page, "Number", "Rows into a node per second");
        assertThat(page.locator(".rule-sentence")).containsText("rows into a node per second");
        // Nodes are called as the drawing shows them.
        combo(page, "Node", "Demo stream");
        assertThat(page.locator(".rule-sentence")).containsText("node 'Demo stream'");
        Locator limit = page.getByLabel("Limit", new Page.GetByLabelOptions().setExact(true));
        limit.fill("1");
        limit.press("Tab");
        assertThat(page.locator(".rule-sentence")).hasText("Warning when rows into a node per second is above 1, at Live threshold, node 'Demo stream'.");
        Looks.dialogInBothThemes(browser, "alerts-rule");
        Looks.small(browser, "alerts-rule");
        button(page, "Add rule").last().click();
        assertThat(dialog).hasCount(0);
        // Pipelines that ran here before have rules too, more than are drawn at once.
        page.getByLabel("Search rules").fill("live thresh");
        assertThat(page.locator("vaadin-grid[aria-label='Rules']")).containsText("When rows into a node per second is above 1");
        assertThat(page.locator("vaadin-grid[aria-label='Rules']")).containsText("Live threshold, 'Demo stream'");
        assertThat(page.locator("vaadin-grid[aria-label='Rules']")).containsText("No rows come in");
        Looks.inBothThemes(browser, "alerts-rules");
        Looks.small(browser, "alerts-rules");

        // The count in the bar comes by itself.
        assertThat(page.locator(".alert-count")).isVisible();
        tab(page, "Now");
        assertThat(alert).isVisible();
        assertThat(alert).containsText("at 'Demo stream'");
        assertThat(alert).containsText("Rows into a node per second is");
        assertThat(alert.locator("a")).hasAttribute("href", "deployments/" + id);
        Looks.inBothThemes(browser, "alerts-firing");
        Looks.small(browser, "alerts-firing");
        button(page, "Acknowledge Reads at all of Live threshold").click();
        assertThat(alert).containsText("Acknowledged by admin");

        tab(page, "Channels");
        button(page, "Add channel").click();
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("Night watch");
        page.getByLabel("Topic", new Page.GetByLabelOptions().setExact(true)).fill("alerts of the night");
        button(page, "Add channel").last().click();
        assertThat(page.locator(".rule-dialog .error-text").last()).containsText("letters, digits, dots");
        page.getByLabel("Topic", new Page.GetByLabelOptions().setExact(true)).fill("alerts-of-the-night");
        button(page, "Add channel").last().click();
        assertThat(page.locator(".connection")).containsText("Records in the topic alerts-of-the-night");
        Looks.inBothThemes(browser, "alerts-channels");

        // With the deployment the alert is over, by itself.
        deployments.end(id);
        tab(page, "Now");
        assertThat(alert).hasCount(0);
        tab(page, "History");
        assertThat(page.locator("vaadin-grid[aria-label='History']")).containsText("Reads at all");
        Looks.inBothThemes(browser, "alerts-history");
        Looks.small(browser, "alerts-history");
        assertThat(application.json("GET", "/alerts/history", "").findValuesAsString("acknowledgedBy")).contains("admin");
        application.json("GET", "/alerts/rules", "").forEach(rule -> application.json("DELETE", "/alerts/rules/" + rule.path("id").asString(), ""));
        application.json("GET", "/alerts/channels", "").forEach(channel -> application.json("DELETE", "/alerts/channels/" + channel.path("id").asString(), ""));
    }

    private static void tab(Page page, String name) {
        page.locator(".alerts-choices button").filter(new Locator.FilterOptions().setHasText(name)).click();
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static void combo(Page page, String label, String value) {
        Locator input = page.getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName(label).setExact(true));
        input.fill(value);
        page.locator("vaadin-combo-box-item").filter(new Locator.FilterOptions().setHasText(value)).first().click();
    }
}
