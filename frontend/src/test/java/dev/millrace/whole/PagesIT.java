package dev.millrace.whole;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.millrace.browser.Browser;
import dev.millrace.browser.InBrowser;
import dev.millrace.browser.RunningApplication;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every page in both themes and two widths: pictures to look at, and nothing serious for axe to find. */
@InBrowser
class PagesIT {
    @Test
    void everyPageIsAccessibleInBothThemes(Browser browser, RunningApplication application) {
        check(browser, "login", "vaadin-login-form", () -> browser.open("/login"));
        browser.signIn();
        String pipeline = application.json("POST", "/templates/router-dead-letters/pipelines", "{\"name\":\"Router\"}").path("id").asString();
        String deployment = application.json("POST", "/deployments", "{\"pipeline\":\"" + pipeline + "\"}").path("id").asString();
        var deployments = new Deployments(application);
        // Pages are drawn anew with each step of a deployment that is on its way, also while axe looks at them.
        deployments.awaitState(deployment, "RUNNING");
        check(browser, "home", ".card", () -> browser.open("/"));
        check(browser, "designer", ".react-flow__node", () -> browser.open("/pipelines/" + pipeline));
        check(browser, "designer-inspector", ".inspector .entry", () -> {
            browser.open("/pipelines/" + pipeline);
            browser.page().locator(".react-flow__node[data-id='by-channel']").click();
        });
        String wrong = application.json("POST", "/pipelines", "millrace: 1\nname: Wrong\nnodes: {filter: {kind: operator.filter@1}}\n",
                "Content-Type", "application/yaml").path("id").asString();
        check(browser, "designer-problems", ".drawer-content .problem", () -> {
            browser.open("/pipelines/" + wrong);
            browser.page().locator(".drawer-head vaadin-button").first().click();
        });
        check(browser, "deployments", "vaadin-grid a", () -> browser.open("/deployments"));
        check(browser, "deployment", ".number-value", () -> browser.open("/deployments/" + deployment));
        check(browser, "topics", "vaadin-grid", () -> browser.open("/topics"));
        check(browser, "tokens", "vaadin-grid", () -> browser.open("/tokens"));
        deployments.end(deployment);
    }

    @Test
    void whatCanBePressedAndWhatIsBeingTypedStaysWhileADeploymentChanges(Browser browser, RunningApplication application) {
        browser.signIn();
        String pipeline = application.json("POST", "/templates/router-dead-letters/pipelines", "{\"name\":\"Comes and goes\"}").path("id").asString();
        String deployment = application.json("POST", "/deployments", "{\"pipeline\":\"" + pipeline + "\"}").path("id").asString();
        var deployments = new Deployments(application);
        deployments.awaitState(deployment, "RUNNING");
        Page page = browser.open("/");
        Locator card = page.locator(".card", new Page.LocatorOptions().setHasText("Comes and goes"));
        assertThat(card.locator(".badge-running")).isVisible();
        mark(page);
        application.json("POST", "/deployments/" + deployment + "/suspend", "");
        assertThat(card.locator(".badge-suspended")).isVisible();
        assertMarked(page, ".home vaadin-button");

        browser.open("/pipelines/" + pipeline);
        Locator bar = page.locator(".live-bar");
        assertThat(bar.locator(".badge-suspended")).isVisible();
        mark(page);
        application.json("POST", "/deployments/" + deployment + "/resume", "");
        assertThat(bar.locator(".badge-running")).isVisible();
        assertMarked(page, ".live-bar vaadin-button, .live-bar a");

        browser.open("/deployments/" + deployment);
        assertThat(page.locator(".page-head .badge-running")).isVisible();
        Locator why = page.getByLabel("Why, for the history; optional", new Page.GetByLabelOptions().setExact(true));
        why.pressSequentially("half a sent");
        mark(page);
        application.json("POST", "/deployments/" + deployment + "/suspend", "");
        assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Resume").setExact(true))).isVisible();
        assertThat(why).hasValue("half a sent");
        assertMarked(page, ".page-head vaadin-button:has-text('Stop'), .page-head vaadin-button:has-text('Cancel'), .page-head vaadin-button:has-text('Clone')");
        deployments.end(deployment);
    }

    private static void mark(Page page) {
        page.evaluate("() => document.querySelectorAll('vaadin-button, a').forEach(e => e.isAsBefore = true)");
    }

    private static void assertMarked(Page page, String those) {
        Locator found = page.locator(those);
        assertThat(found).not().hasCount(0);
        assertThat((Boolean) found.evaluateAll("all => all.every(e => e.isAsBefore)")).isTrue();
    }

    @Test
    void anAddressThatLeadsNowhereIsSaidInASentence(Browser browser) {
        browser.signIn();
        browser.open("/pipelines/00000000-0000-0000-0000-000000000000");
        assertThat(browser.page().locator("body")).containsText("There is no such pipeline");
        browser.open("/nowhere");
        assertThat(browser.page().locator("body")).containsText("There is no page at this address");
        browser.forgetComplaints();
    }

    private static void check(Browser browser, String name, String ready, Runnable open) {
        Page page = browser.page();
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            page.setViewportSize(1440, 900);
            open.run();
            page.locator(ready).first().waitFor();
            browser.screenshot(name + "-" + scheme.name().toLowerCase());
            Looks.shutNobodyOut(page, name + " in " + scheme);
        }
        page.setViewportSize(1024, 768);
        browser.screenshot(name + "-1024");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    }
}
