package dev.millrace.whole;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.millrace.browser.Browser;
import dev.millrace.browser.InBrowser;
import dev.millrace.browser.RunningApplication;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
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
        await().atMost(Duration.ofSeconds(60)).until(() -> rows.count() > 100);
        assertThat(page.locator(".react-flow__node[data-id='look']")).containsText("left out");
        String newest = rows.first().textContent();
        assertThat(rows.first()).not().hasText(newest);
        look(browser, "printed-deployment");

        browser.open("/pipelines/" + deployments.get(id).path("pipeline").asString());
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Printed").setExact(true)).click();
        assertThat(rows.first()).containsText("\"channel\"");
        look(browser, "printed-designer");
        deployments.end(id);
        assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Printed").setExact(true))).not().isVisible();
    }

    private static void look(Browser browser, String name) {
        Page page = browser.page();
        for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            browser.screenshot(name + "-" + scheme.name().toLowerCase(Locale.ROOT));
            var serious = new AxeBuilder(page).analyze().getViolations().stream().filter(v -> List.of("serious", "critical").contains(v.getImpact()))
                    .map(v -> v.getId() + ": " + v.getNodes()).toList();
            assertThat(serious).as(name).isEmpty();
        }
    }
}
