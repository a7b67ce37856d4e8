package dev.millrace.whole;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.millrace.browser.Browser;
import dev.millrace.browser.InBrowser;
import dev.millrace.browser.RunningApplication;
import java.util.List;
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

    @Test
    void theSampleIsChosenKeptAndUsed(Browser browser, RunningApplication application) {
        String pipeline = application.json("POST", "/pipelines", """
                millrace: 1
                name: By hand
                nodes:
                  orders: {kind: source.kafka@1, settings: {topic: orders-by-hand, columns: [{name: id, type: BIGINT, required: true}, {name: note, type: STRING}, {name: ts, type: TIMESTAMP(3)}], eventTime: ts}}
                  named: {kind: operator.filter@1, settings: {condition: note IS NOT NULL}}
                edges:
                  - {from: orders.out, to: named.in}
                layout: {orders: {x: 0, y: 0}, named: {x: 320, y: 0}}
                """, "Content-Type", "application/yaml").path("id").asString();
        browser.signIn();
        browser.open("/pipelines/" + pipeline);
        var designer = Designer.on(browser.page());
        Page page = designer.page();
        designer.select("named");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Preview").setExact(true)).click();
        assertThat(page.locator(".rows .hint-text")).containsText("orders-by-hand");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sample: newest 200")).click();
        Locator ofOrders = page.locator(".taking").filter(new Locator.FilterOptions().setHas(page.locator(".node-id", new Page.LocatorOptions().setHasText("orders"))));
        designer.choose(ofOrders.locator("vaadin-select"), "Rows by hand");
        Locator text = ofOrders.locator("textarea");
        text.fill("{\"id\": 1, \"note\": \"one\", \"ts\": \"2026-01-01 10:00\"}\n{\"id\": \"two\"}");
        text.blur();
        assertThat(page.locator(".rows .error-text")).containsText("Line 2");
        text.fill("id,note,ts\n1,one,2026-01-01 10:00:00\n2,,2026-01-01 10:00:01\n3,three,2026-01-01 10:00:02");
        text.blur();
        assertThat(section(page, "In: orders.out").locator("h3")).containsText("(3 rows)");
        assertThat(section(page, "Out: Rows").locator("h3")).containsText("(2 rows)");
        page.getByLabel("Name for this sample").fill("Three by hand");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Keep").setExact(true)).click();
        assertThat(page.locator(".kept-list")).containsText("Three by hand");

        var box = designer.edge("orders.out", "named.in").locator(".react-flow__edge-interaction").boundingBox();
        page.mouse().move(box.x + box.width / 2, box.y + box.height / 2);
        Locator tip = page.getByTestId("canvas-edge-tip");
        assertThat(tip).containsText("3 rows of the sample");
        assertThat(tip).containsText("Newest row");
        assertThat(tip).containsText("three");
        browser.screenshot("designer-edge-newest");
        looks(browser, "designer-sample");

        designer.choose(ofOrders.locator("vaadin-select"), "Generated rows");
        assertThat(section(page, "In: orders.out").locator("h3")).containsText("(200 rows)");
        designer.choose(ofOrders.locator("vaadin-select"), "Kept: Three by hand");
        assertThat(section(page, "In: orders.out").locator("h3")).containsText("(3 rows)");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Rename Three by hand")).click();
        page.getByLabel("New name of Three by hand").fill("Trio");
        page.keyboard().press("Enter");
        assertThat(page.locator(".kept-list")).containsText("Trio");

        // It is of the pipeline and not of the page.
        browser.open("/pipelines/" + pipeline);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Preview").setExact(true)).click();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sample: newest 200")).click();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Use Trio")).click();
        assertThat(page.locator("[data-rate='orders.out->named.in']")).hasAttribute("data-total", "3");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Delete Trio")).click();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Delete 'Trio'")).click();
        assertThat(page.locator(".kept-list")).not().containsText("Trio");
    }

    /** Pictures in both themes and in a small window, and nothing that keeps people out. */
    private static void looks(Browser browser, String name) {
        Page page = browser.page();
        for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            browser.screenshot(name + "-" + scheme.name().toLowerCase());
            var serious = new AxeBuilder(page).analyze().getViolations().stream().filter(v -> List.of("serious", "critical").contains(v.getImpact()))
                    .map(v -> v.getId() + ": " + v.getHelp() + " at " + v.getNodes().stream().map(n -> n.getTarget() + " " + n.getHtml()).toList()).toList();
            assertThat(serious).as(name + " in " + scheme).isEmpty();
        }
        page.setViewportSize(1024, 768);
        browser.screenshot(name + "-1024");
        page.setViewportSize(1440, 900);
    }

    private static Locator section(Page page, String name) {
        return page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName(name));
    }
}
