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

/** Rows while drawing: what a sample gives at every node, and how it changes with the drawing. */
@InBrowser
class PreviewIT {
    @Test
    void rowsOfASampleFollowTheDrawing(Browser browser, RunningApplication application) {
        String pipeline = application.json("POST", "/pipelines", """
                millrace: 1
                name: Looked into
                nodes:
                  bids: {kind: source.demo@1, settings: {dataset: bids, rowsPerSecond: 100}}
                  large: {kind: operator.filter@1, settings: {condition: price > 0}}
                  per-second: {kind: window.tumbling@1, settings: {time: dateTime, size: 1 s, aggregates: [{name: n, function: count}]}}
                edges:
                  - {from: bids.out, to: large.in}
                  - {from: large.out, to: per-second.in}
                layout: {bids: {x: 0, y: 0}, large: {x: 300, y: 0}, per-second: {x: 600, y: 0}}
                """, "Content-Type", "application/yaml").path("id").asString();
        browser.signIn();
        browser.open("/pipelines/" + pipeline);
        var designer = Designer.on(browser.page());
        Page page = designer.page();
        designer.select("large");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Preview").setExact(true)).click();
        Locator in = section(page, "In: bids.out");
        assertThat(in.locator("h3")).containsText("(200 rows)");
        assertThat(section(page, "Out: Rows").locator("h3")).containsText("(200 rows)");
        assertThat(in.locator("vaadin-grid")).containsText("price");
        assertThat(page.locator("[data-rate='bids.out->large.in']")).hasAttribute("data-total", "200");
        browser.screenshot("designer-rows");

        designer.typeExpression("condition", "price < 0");
        assertThat(section(page, "Out: Rows")).containsText("No row left here");
        assertThat(section(page, "Out: Not matching").locator("h3")).containsText("(200 rows)");
        designer.typeExpression("condition", "price > 0");
        assertThat(section(page, "Out: Rows").locator("h3")).containsText("(200 rows)");

        designer.select("per-second");
        String open = section(page, "Out: Rows").locator("h3").textContent();
        page.getByLabel("Close windows that are still open").check();
        assertThat(section(page, "Out: Rows").locator("h3")).not().hasText(open);
        assertThat(section(page, "Out: Rows").locator("vaadin-grid")).containsText("window_start");

        var answer = application.json("POST", "/pipelines/" + pipeline + "/preview?newest=50", "");
        assertThat(answer.path("failure").isNull()).isTrue();
        assertThat(answer.path("ports").valueStream().filter(p -> p.path("node").asString().equals("large") && p.path("port").asString().equals("out"))
                .findFirst().orElseThrow().path("count").asInt()).isEqualTo(50);
    }

    private static Locator section(Page page, String name) {
        return page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName(name));
    }
}
