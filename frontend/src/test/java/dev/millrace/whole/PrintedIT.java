package dev.millrace.whole;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.millrace.browser.Browser;
import dev.millrace.browser.InBrowser;
import dev.millrace.browser.RunningApplication;
import org.junit.jupiter.api.Test;

/** What a log sink writes is seen where the job is watched and where it is drawn. */
@InBrowser
class PrintedIT {
    @Test
    void theNewestRowsAreShownWhileItRuns(Browser browser, RunningApplication application) {
        var deployments = new Deployments(application);
        String id = deployments.deploy("printed.yaml");
        browser.signIn();
        Page page = browser.open("/deployments/" + id);
        Locator rows = page.locator("millrace-printed-rows tbody tr");
        assertThat(rows.first()).containsText("\"channel\"");
        assertThat(rows.locator(".printed-minus").first()).isVisible();
        assertThat(rows.nth(100)).isAttached();
        assertThat(page.locator(".react-flow__node[data-id='look']")).containsText("left out");
        String newest = rows.first().textContent();
        assertThat(rows.first()).not().hasText(newest);
        Looks.inBothThemes(browser, "printed-deployment");

        browser.open("/pipelines/" + deployments.get(id).path("pipeline").asString());
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Printed").setExact(true)).click();
        assertThat(rows.first()).containsText("\"channel\"");
        Looks.inBothThemes(browser, "printed-designer");
        deployments.end(id);
        assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Printed").setExact(true))).not().isVisible();
    }
}
