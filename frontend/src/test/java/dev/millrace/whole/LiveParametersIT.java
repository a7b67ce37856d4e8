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
import tools.jackson.databind.JsonNode;

/** A value is set on the page of a deployment, and the rows that come then are computed with it. */
@InBrowser
class LiveParametersIT {
    @Test
    void aThresholdIsChangedWhileItRuns(Browser browser, RunningApplication application) {
        var deployments = new Deployments(application);
        String id = deployments.deploy("live.yaml");
        browser.signIn();
        Page page = browser.open("/deployments/" + id);
        Locator rows = page.locator("millrace-printed-rows tbody tr");
        Locator field = page.getByLabel("Least price", new Page.GetByLabelOptions().setExact(true));
        Locator set = page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Set Least price"));
        assertThat(field).hasValue("1000000000000");
        assertThat(rows.first()).not().isVisible();

        field.fill("-5");
        set.click();
        assertThat(page.locator(".live-parameters")).containsText("At least 0 is needed, not -5");
        page.getByLabel("Why, for the history; optional").fill("too few");
        field.fill("100");
        field.press("Enter");
        assertThat(page.locator(".live-parameters")).containsText("set by admin");
        assertThat(rows.first()).containsText("\"price\"");
        page.getByText("Who set what").click();
        assertThat(page.locator(".live-parameters .events li")).containsText("'Least price' from 1000000000000 to 100");
        assertThat(page.locator(".live-parameters .events li")).containsText("too few");
        Looks.inBothThemes(browser, "live-parameters");
        Looks.small(browser, "live-parameters");

        JsonNode listed = application.json("GET", "/deployments/" + id + "/parameters", "");
        assertThat(listed.get(0).path("value").asInt()).isEqualTo(100);
        assertThat(listed.get(0).path("setBy").asString()).isEqualTo("admin");
        assertThat(application.json("PUT", "/deployments/" + id + "/parameters/channel", "{\"value\": \"Google\"}").path("value").asString()).isEqualTo("Google");
        assertThat(application.json("GET", "/deployments/" + id + "/parameters/history", "").get(0).path("before").asString()).isEqualTo("all");

        browser.open("/pipelines/" + deployments.get(id).path("pipeline").asString());
        assertThat(page.locator(".parameter-lines")).containsText("Least price");
        page.locator(".parameters vaadin-details-summary").click();
        assertThat(page.locator(".parameters .entry").first()).isVisible();
        Looks.inBothThemes(browser, "live-parameters-drawn");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Deploy").setExact(true)).click();
        assertThat(page.locator("#staying-values")).containsText("'Least price' stays 100, as admin has set it: its start value 1000000000000 is not used.");
        browser.screenshot("live-parameters-dialog");
        deployments.end(id);
    }
}
