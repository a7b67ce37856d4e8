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

/** The steps of a pattern are a row of what follows what; one is chosen and edited, moved by mouse or keyboard, and a wrong one is marked. */
@InBrowser
class PatternIT {
    @Test
    void stepsAreARow(Browser browser, RunningApplication application) {
        String pipeline = application.json("POST", "/pipelines", """
                millrace: 1
                name: Steps in a row
                nodes:
                  bids: {kind: source.demo@1, settings: {dataset: bids, rowsPerSecond: 100}}
                  rising:
                    kind: pattern.match@1
                    settings:
                      keys: [auction]
                      steps:
                        - {name: small, condition: price < 100}
                        - {name: middle, condition: price < 1000, times: times, least: 2, most: 5, few: true}
                        - {name: big, condition: price > 5000, later: true}
                      within: 10 min
                      measures: [{name: last, value: big.price}]
                  out: {kind: sink.discard@1, settings: {}}
                edges:
                  - {from: bids.out, to: rising.in}
                  - {from: rising.out, to: out.in}
                layout: {bids: {x: 0, y: 0}, rising: {x: 300, y: 0}, out: {x: 600, y: 0}}
                """, "Content-Type", "application/yaml").path("id").asString();
        browser.signIn();
        browser.open("/pipelines/" + pipeline);
        var designer = Designer.on(browser.page());
        Page page = designer.page();
        designer.select("rising");
        hasSteps(page, "Step 1, small: once", "Step 2, middle: from 2 times to 5", "Step 3, big: once, may come later");
        Locator name = designer.setting("steps").locator(".entry:visible").getByLabel("Name");
        assertThat(name).hasCount(1);
        assertThat(name).hasValue("small");
        step(page, "Step 3, big: once, may come later").click();
        assertThat(name).hasValue("big");
        assertThat(name).isFocused();
        Looks.inBothThemes(browser, "pattern-steps");
        Looks.small(browser, "pattern-steps");

        name.fill("small");
        name.press("Tab");
        assertThat(step(page, "Step 3, small: once, may come later, has a problem")).isVisible();
        browser.screenshot("pattern-steps-wrong");
        name.fill("large");
        name.press("Tab");
        hasSteps(page, "Step 1, small: once", "Step 2, middle: from 2 times to 5", "Step 3, large: once, may come later");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Move entry 3 of Steps up")).press("Enter");
        hasSteps(page, "Step 1, small: once", "Step 2, large: once, may come later", "Step 3, middle: from 2 times to 5");
        step(page, "Step 3, middle: from 2 times to 5").dragTo(step(page, "Step 1, small: once"));
        hasSteps(page, "Step 1, middle: from 2 times to 5", "Step 2, small: once", "Step 3, large: once, may come later");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Add to Steps")).click();
        assertThat(step(page, "Step 4, step 4: once")).isVisible();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Remove entry 4 of Steps")).click();
        hasSteps(page, "Step 1, middle: from 2 times to 5", "Step 2, small: once", "Step 3, large: once, may come later");
        String document = application.call("GET", "/pipelines/" + pipeline, "", "Accept", "application/yaml").body();
        assertThat(document.indexOf("name: middle")).isLessThan(document.indexOf("name: small")).isLessThan(document.indexOf("name: large"));
    }

    /** By the names that a screen reader says. */
    private static void hasSteps(Page page, String... names) {
        Locator steps = page.locator(".inspector .step");
        assertThat(steps).hasCount(names.length);
        for (int i = 0; i < names.length; i++) {
            assertThat(steps.nth(i)).hasAttribute("aria-label", names[i]);
        }
    }

    private static Locator step(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
