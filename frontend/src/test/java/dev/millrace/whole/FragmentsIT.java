package dev.millrace.whole;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.millrace.browser.Browser;
import dev.millrace.browser.InBrowser;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A pipeline is drawn with a parameter, published, used in another, deployed there, and published anew. */
@InBrowser
class FragmentsIT {
    private static final Pattern ROWS = Pattern.compile("[1-9][0-9]*");

    private static void pictures(Browser browser, String name) {
        browser.page().mouse().move(5, 5);
        Looks.inBothThemes(browser, name);
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    @Test
    void isDrawnPublishedUsedAndPublishedAnew(Browser browser) {
        browser.signIn();
        // Drawn, with a parameter that is given a value.
        var drawing = Designer.blank(browser, "Long delays");
        Page page = drawing.page();
        page.locator(".inspector .add-entry").click();
        Locator entry = page.locator(".parameters .entry");
        entry.getByLabel("Name", new Locator.GetByLabelOptions().setExact(true)).fill("least");
        drawing.choose(entry.locator("[data-setting='type'], vaadin-select").first(), "Whole number");
        Locator value = entry.getByLabel("Value", new Locator.GetByLabelOptions().setExact(true));
        value.fill("soon");
        assertThat(entry).containsText("A number is needed, not 'soon'");
        value.fill("30");
        assertThat(entry).not().containsText("A number is needed");
        pictures(browser, "parameters");

        drawing.drag("fragment.input", 140, 200);
        drawing.drag("operator.filter", 480, 200);
        drawing.drag("fragment.output", 820, 200);
        drawing.connect("fragment-input.out", "filter.in");
        drawing.connect("filter.out", "fragment-output.in");
        drawing.select("fragment-input");
        drawing.type("name", "flights");
        drawing.setting("columns").locator(".add-entry").click();
        drawing.type(drawing.setting("columns").locator(".entry").first().locator("vaadin-text-field").first(), "delay");
        Locator type = drawing.setting("columns").locator("vaadin-combo-box input").first();
        type.fill("BIGINT");
        page.locator("vaadin-combo-box-item").getByText("BIGINT", new Locator.GetByTextOptions().setExact(true)).click();
        drawing.setting("rows").locator("textarea").fill("[{\"delay\": 10}, {\"delay\": 50}]");
        drawing.setting("rows").locator("textarea").press("Tab");
        drawing.expectState("fragment-input", "OK");
        drawing.select("filter");
        drawing.typeExpression("condition", "delay >= ${param:least}");
        drawing.expectState("filter", "OK");
        assertThat(drawing.node("filter")).containsText("delay >= 30");
        drawing.select("fragment-output");
        drawing.type("name", "long");
        drawing.expectState("fragment-output", "OK");
        assertThat(page.locator(".designer-bar")).containsText("No errors");

        // Its preview shows what it does with its example rows.
        button(page, "Preview").click();
        drawing.select("filter");
        assertThat(page.locator("section[aria-label='Out: Rows']")).containsText("(1 row)");
        pictures(browser, "fragment-drawing");
        button(page, "Close").click();

        assertThat(button(page, "Deploy")).hasCount(0);
        button(page, "Publish").click();
        page.getByLabel("What is new").fill("The first");
        pictures(browser, "publish");
        Said.after(page, () -> page.locator("#publish-now").click(), "Published as version 1");

        // Used in another, from the palette, with a value of its own.
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Pipelines")).first().click();
        assertThat(page.locator(".card").filter(new Locator.FilterOptions().setHasText("Long delays"))).containsText("Fragment");
        var using = Designer.blank(browser, "Uses long delays");
        using.drag("source.demo", 140, 200);
        using.drag("fragment.long-delays", 480, 200);
        using.drag("sink.discard", 820, 200);
        using.connect("demo-stream.out", "long-delays.flights");
        using.connect("long-delays.long", "discard.in");
        using.select("long-delays");
        assertThat(page.locator(".about-fragment")).containsText("Fragment, version 1");
        using.type("least", "many");
        using.expectState("long-delays", "ERROR");
        assertThat(using.setting("least")).containsText("A number is needed, not 'many'");
        using.type("least", "60");
        using.expectState("long-delays", "OK");
        assertThat(using.node("long-delays")).containsText("60");
        assertThat(page.locator(".inspector .node-outputs")).containsText("delay");

        button(page, "Preview").click();
        using.select("long-delays");
        assertThat(page.locator("section[aria-label='Out: long']")).isVisible();
        pictures(browser, "fragment-used");
        button(page, "Close").click();

        button(page, "Deploy").click();
        page.locator("#deploy-now").click();
        assertThat(page.locator(".badge-running")).isVisible();
        using.expectState("long-delays", "RUNNING");
        assertThat(page.locator("[data-rate='long-delays.long->discard.in']")).hasAttribute("data-total", ROWS);
        pictures(browser, "fragment-running");
        button(page, "Cancel").first().click();
        button(page, "Cancel the deployment").click();
        assertThat(page.locator(".designer-bar")).containsText("Cancelled");

        // A newer version is offered where the older one is used.
        page.locator(".about-fragment a").click();
        var again = Designer.on(page);
        assertThat(page.locator(".pipeline-name input")).hasValue("Long delays");
        again.select("fragment-output");
        again.type("name", "longest");
        button(page, "Publish").click();
        assertThat(page.getByText("Its output 'long' is gone")).isVisible();
        assertThat(page.getByRole(AriaRole.LISTITEM).getByText("Uses long delays")).isVisible();
        pictures(browser, "publish-again");
        Said.after(page, () -> page.locator("#publish-now").click(), "Published as version 2");
        page.goBack();
        Designer.on(page);
        using.select("long-delays");
        button(page, "Use version 2").first().click();
        using.expectState("long-delays", "OK");
        assertThat(page.locator(".designer-bar")).containsText("2 errors");
        pictures(browser, "fragment-upgraded");
        page.locator(".mr-board").press("ControlOrMeta+z");
        assertThat(page.locator(".designer-bar")).containsText("No errors");
    }
}
