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
        assertThat(in.locator("h3")).containsText("(200 rows");
        assertThat(section(page, "Out: Rows").locator("h3")).containsText("(200 rows");
        assertThat(in.locator("vaadin-grid")).containsText("price");
        assertThat(page.locator("[data-rate='bids.out->large.in']")).hasAttribute("data-total", "200");
        browser.screenshot("designer-rows");

        designer.typeExpression("condition", "price < 0");
        assertThat(section(page, "Out: Rows")).containsText("No row left here");
        assertThat(section(page, "Out: Not matching").locator("h3")).containsText("(200 rows");
        designer.typeExpression("condition", "price > 0");
        assertThat(section(page, "Out: Rows").locator("h3")).containsText("(200 rows");

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
        assertThat(section(page, "In: orders.out").locator("h3")).containsText("(3 rows");
        assertThat(section(page, "Out: Rows").locator("h3")).containsText("(2 rows");
        page.getByLabel("Name for this sample").fill("Three by hand");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Keep").setExact(true)).click();
        assertThat(page.locator(".kept-list")).containsText("Three by hand");

        // The canvas has more room without it, and the drawing moves there.
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sample: rows by hand")).click();
        assertThat(ofOrders).isHidden();
        designer.still();
        var box = designer.edge("orders.out", "named.in").locator(".react-flow__edge-interaction").boundingBox();
        page.mouse().move(box.x + box.width / 2, box.y + box.height / 2);
        Locator tip = page.getByTestId("canvas-edge-tip");
        assertThat(tip).containsText("3 rows of the sample");
        assertThat(tip).containsText("Newest row");
        assertThat(tip).containsText("three");
        browser.screenshot("designer-edge-newest");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sample: rows by hand")).click();
        looks(browser, "designer-sample");

        designer.choose(ofOrders.locator("vaadin-select"), "Generated rows");
        assertThat(section(page, "In: orders.out").locator("h3")).containsText("(200 rows");
        designer.choose(ofOrders.locator("vaadin-select"), "Kept: Three by hand");
        assertThat(section(page, "In: orders.out").locator("h3")).containsText("(3 rows");
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

    @Test
    void whereRowsEndAndWhatAnExpressionGives(Browser browser, RunningApplication application) {
        String pipeline = application.json("POST", "/pipelines", """
                millrace: 1
                name: Followed rows
                nodes:
                  orders: {kind: source.kafka@1, settings: {topic: orders-followed, columns: [{name: id, type: BIGINT, required: true}, {name: amount, type: "DECIMAL(20, 4)"}, {name: ts, type: TIMESTAMP(3)}], eventTime: ts, watermarkDelay: 0 s}}
                  large: {kind: operator.filter@1, settings: {condition: amount > 100}}
                  per-minute: {kind: window.tumbling@1, settings: {time: ts, size: 1 min, aggregates: [{name: n, function: count}]}}
                edges:
                  - {from: orders.out, to: large.in}
                  - {from: large.out, to: per-minute.in}
                layout: {orders: {x: 0, y: 0}, large: {x: 320, y: 0}, per-minute: {x: 640, y: 0}}
                """, "Content-Type", "application/yaml").path("id").asString();
        application.json("POST", "/pipelines/" + pipeline + "/samples", """
                {"name": "Five", "sample": {"all": {"take": "rows", "text": "id,amount,ts\\n1,1234567890123456.7891,2026-01-01 10:00:10\\n2,5,2026-01-01 10:00:20\\n3,200,2026-01-01 10:02:10\\n4,300,2026-01-01 10:00:30\\n5,400,2026-01-01 10:02:20"}}}
                """);
        browser.signIn();
        browser.open("/pipelines/" + pipeline);
        var designer = Designer.on(browser.page());
        Page page = designer.page();
        designer.select("large");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Preview").setExact(true)).click();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sample: newest 200")).click();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Use Five")).click();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sample: 'Five'")).click();

        page.getByLabel("Rows come one by one").check();
        assertThat(section(page, "Out: Not matching").locator("h3")).containsText("1 row, dropped: nothing is connected here");
        assertThat(section(page, "In: orders.out").locator("vaadin-grid")).containsText("left by Not matching");
        assertThat(section(page, "In: orders.out").locator("vaadin-grid")).containsText("1234567890123456.7891");
        Locator value = designer.setting("condition").locator(".result-value");
        assertThat(page.locator(".sample-row")).containsText("Values for sample row 5 of 5");
        assertThat(value).hasText("Value: true");
        for (int i = 0; i < 3; i++) {
            page.getByLabel("Older row").click();
        }
        assertThat(page.locator(".sample-row")).containsText("row 2 of 5");
        assertThat(value).hasText("Value: false");
        looks(browser, "designer-value");
        designer.typeExpression("condition", "100 / (amount - 5) > 0");
        assertThat(value).containsText("It fails for this row: Division by zero");
        browser.screenshot("designer-value-fails");
        designer.typeExpression("condition", "amount > 100");
        assertThat(value).hasText("Value: false");

        designer.select("per-minute");
        Locator in = section(page, "In: large.out");
        assertThat(in.locator("h3")).containsText("4 rows, 3 waiting or counted");
        assertThat(in.locator("vaadin-grid")).containsText("late: all its windows had closed");
        assertThat(in.locator("vaadin-grid")).containsText("open until event time passes 2026-01-01 10:03:00");
        assertThat(page.locator(".node-time")).containsText("One window is open until event time passes its end: 2026-01-01 10:02:00 to 2026-01-01 10:03:00 (2 rows)");
        in.getByLabel("Only rows that did not leave").check();
        assertThat(in.locator("vaadin-grid")).not().containsText("late: all");
        looks(browser, "designer-fates");
        designer.select("orders");
        assertThat(section(page, "Out: Rows").locator("vaadin-grid")).containsText("left 'large.rest', which leads nowhere");

        var answer = application.json("POST", "/pipelines/" + pipeline + "/preview?oneByOne=true", "{\"all\": {\"take\": \"saved\", \"set\": \"Five\"}}");
        var flow = answer.path("nodes").valueStream().filter(n -> n.path("node").asString().equals("per-minute")).findFirst().orElseThrow();
        assertThat(flow.path("openWindows").path(0).path("rows").asInt()).isEqualTo(2);
        assertThat(flow.path("inputs").path(0).path("stayed").path(0).path("why").asString()).startsWith("was counted");
    }

    private static void looks(Browser browser, String name) {
        Looks.inBothThemes(browser, name);
        Looks.small(browser, name);
    }

    private static Locator section(Page page, String name) {
        return page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName(name));
    }
}
