package dev.millrace.whole;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.millrace.browser.Browser;
import dev.millrace.browser.InBrowser;
import dev.millrace.browser.RunningApplication;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A revision is tried beside the running one from the dialog that deploys, compared on the deployment's page, and takes its place. */
@InBrowser
class ShadowIT {
    private static final String BEFORE = """
            millrace: 1
            name: Late flights
            nodes:
              flights: {kind: source.demo@1, label: Flights, settings: {dataset: flights}}
              late: {kind: operator.filter@1, label: Late ones, settings: {condition: delay > 10}}
              to: {kind: sink.discard@1, label: Results, settings: {}}
            edges:
              - {from: flights.out, to: late.in}
              - {from: late.out, to: to.in}
            layout: {flights: {x: 0, y: 0}, late: {x: 300, y: 0}, to: {x: 600, y: 0}}
            """;

    @Test
    void whatDiffersIsShownSideBySide(Browser browser, RunningApplication application) {
        var deployments = new Deployments(application);
        String pipeline = application.json("POST", "/pipelines", BEFORE, "Content-Type", "application/yaml").path("id").asString();
        String running = application.json("POST", "/deployments", "{\"pipeline\":\"" + pipeline + "\"}").path("id").asString();
        deployments.awaitState(running, "RUNNING");
        application.json("PUT", "/pipelines/" + pipeline, BEFORE.replace("delay > 10", "delay > 20"), "Content-Type", "application/yaml", "If-Match", "\"1\"");

        browser.signIn();
        Page page = browser.open("/pipelines/" + pipeline);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Deploy").setExact(true)).click();
        page.locator("#try-beside").click();
        Locator trial = page.locator("#shadow-run");
        assertThat(trial).containsText(Pattern.compile("rows? differs?, .* equal"), new LocatorAssertions.ContainsTextOptions().setTimeout(180_000));
        assertThat(trial.locator(".shadow-rows tbody tr").first()).containsText("delay");
        Looks.inBothThemes(browser, "shadow-run");
        Looks.small(browser, "shadow-run");
        trial.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Switch to revision 2")).click();
        Locator dialog = page.getByRole(AriaRole.ALERTDIALOG);
        assertThat(dialog).containsText("Switch to revision 2?");
        dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Switch").setExact(true)).click();
        // The page is now that of the deployment which takes the place of the running one.
        page.waitForURL(address -> address.contains("/deployments/") && !address.endsWith(running));
        String next = page.url().substring(page.url().lastIndexOf('/') + 1);
        deployments.awaitState(running, "STOPPED");
        deployments.awaitState(next, "RUNNING");
        assertThat(page.locator(".page-head")).containsText("revision 2");
        assertThat(page.locator(".page-head")).containsText("Running");
        deployments.end(next);
    }
}
