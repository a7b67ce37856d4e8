package dev.millrace.whole;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import dev.millrace.browser.Browser;
import dev.millrace.browser.InBrowser;
import dev.millrace.browser.RunningApplication;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Nobody types columns: they are read from a topic, from samples and from a schema, and what a topic holds later is compared with them. */
@InBrowser
class ColumnsIT {
    @Test
    void columnsAreTakenFromATopicFromSamplesAndFromAFile(Browser browser, RunningApplication application) {
        var cases = new Cases(application.kafka());
        cases.topic("columns-orders", 1);
        cases.produce("columns-orders", IntStream.range(0, 20).mapToObj(i -> i == 0 ? "{\"id\": \"n/a\", \"at\": \"2026-01-01 10:00:00\", \"to\": {\"city\": \"x\"}}"
                : "{\"id\": " + i + ", \"at\": \"2026-01-01 10:00:00\", \"to\": {\"city\": \"x\"}, \"coupon\": null}").toList());
        String pipeline = application.json("POST", "/pipelines", """
                millrace: 1
                name: Columns
                nodes:
                  orders: {kind: source.kafka@1, settings: {topic: columns-orders, columns: [{name: id, type: STRING}, {name: old, type: INT}]}}
                  end: {kind: sink.discard@1}
                edges:
                  - {from: orders.out, to: end.in}
                layout: {orders: {x: 0, y: 0}, end: {x: 300, y: 0}}
                """, "Content-Type", "application/yaml").path("id").asString();
        browser.signIn();
        browser.open("/pipelines/" + pipeline);
        var designer = Designer.on(browser.page());
        Page page = designer.page();
        designer.select("orders");

        Locator dialog = open(page);
        assertThat(dialog.getByRole(AriaRole.STATUS)).hasText("4 columns from the newest 20 records of 'columns-orders'.");
        assertThat(line(dialog, "id")).containsText("Mixed: 19 whole numbers, 1 text");
        assertThat(line(dialog, "old")).containsText("Declared now, not seen here");
        assertThat(changes(dialog)).hasText(Pattern.compile(".*Adds at TIMESTAMP\\(3\\), to ROW<city STRING>, coupon STRING.*Sets Event time to at.*"));
        pictures(browser, "columns-topic");
        line(dialog, "coupon").getByRole(AriaRole.CHECKBOX, new Locator.GetByRoleOptions().setName("Take coupon")).uncheck();
        line(dialog, "old").getByRole(AriaRole.CHECKBOX, new Locator.GetByRoleOptions().setName("Take old")).uncheck();
        assertThat(changes(dialog)).containsText("Removes old");
        assertThat(changes(dialog)).not().containsText("coupon");
        take(dialog);
        assertThat(designer.setting("columns").locator(".entry")).hasCount(3);
        assertThat(names(application, pipeline)).isEqualTo(List.of("id", "at", "to"));
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Undo")).click();
        assertThat(designer.setting("columns").locator(".entry")).hasCount(2);
        assertThat(names(application, pipeline)).as("one edit takes all of it back").isEqualTo(List.of("id", "old"));

        dialog = open(page);
        choice(dialog, "Samples").click();
        dialog.locator("vaadin-text-area textarea").fill("sku;price\nA1;2.50\nA2;3");
        dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Propose columns")).click();
        assertThat(dialog.getByRole(AriaRole.STATUS)).hasText("2 columns from the samples.");
        assertThat(line(dialog, "price")).containsText("100 %");
        pictures(browser, "columns-samples");
        take(dialog);
        assertThat(designer.setting("columns").locator(".entry")).hasCount(4);

        dialog = open(page);
        choice(dialog, "Schema registry").click();
        assertThat(dialog).containsText("No schema registry is set up");
        choice(dialog, "Schema file").click();
        Locator file = dialog.locator("vaadin-upload input[type=file]");
        file.setInputFiles(new FilePayload("broken.json", "application/json", "{".getBytes(StandardCharsets.UTF_8)));
        assertThat(dialog.getByRole(AriaRole.ALERT).filter(new Locator.FilterOptions().setHasText("no valid JSON"))).isVisible();
        // The next file can be chosen at once.
        assertThat(dialog.locator("vaadin-upload-file")).hasCount(0);
        file.setInputFiles(new FilePayload("order.schema.json", "application/json", """
                {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "required": ["id"],
                 "properties": {"id": {"type": "integer"}, "at": {"type": "string", "format": "date-time"}}}""".getBytes(StandardCharsets.UTF_8)));
        assertThat(dialog.getByRole(AriaRole.STATUS)).hasText("2 columns from the schema.");
        assertThat(changes(dialog)).containsText("Removes old, sku, price");
        assertThat(changes(dialog)).containsText("Changes id from STRING to BIGINT");
        pictures(browser, "columns-file");
        take(dialog);
        assertThat(names(application, pipeline)).isEqualTo(List.of("id", "at"));
    }

    @Test
    void dataThatDriftsAndAPartitionThatIdlesAreSaid(Browser browser, RunningApplication application) {
        var cases = new Cases(application.kafka());
        cases.topic("drifted", 2);
        cases.produce("drifted", IntStream.range(0, 30).mapToObj(i -> "{\"ts\": \"2026-01-01 10:00:00\", \"amount\": \"" + i + " EUR\", \"coupon\": 1}").toList(), 0);
        String pipeline = application.json("POST", "/pipelines", """
                millrace: 1
                name: Drifted
                nodes:
                  orders: {kind: source.kafka@1, settings: {topic: drifted, eventTime: ts, columns: [{name: ts, type: TIMESTAMP(3)}, {name: amount, type: DOUBLE}]}}
                  per-hour: {kind: window.tumbling@1, settings: {time: ts, size: 1 h, keys: [], aggregates: [{name: n, function: count}]}}
                  end: {kind: sink.discard@1}
                edges:
                  - {from: orders.out, to: per-hour.in}
                  - {from: per-hour.out, to: end.in}
                layout: {orders: {x: 0, y: 0}, per-hour: {x: 300, y: 0}, end: {x: 600, y: 0}}
                """, "Content-Type", "application/yaml").path("id").asString();
        browser.signIn();
        browser.open("/pipelines/" + pipeline);
        var designer = Designer.on(browser.page());
        Page page = designer.page();
        page.locator(".drawer-head vaadin-button").first().click();
        Locator drawer = page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Below the canvas"));
        assertThat(drawer).containsText("'amount' is declared as DOUBLE, but does not fit in all of the newest 30 records of 'drifted'");
        assertThat(drawer).containsText("'per-hour' waits for event time from both partitions of 'drifted', but partition 1 has no record");
        assertThat(drawer).containsText("not declared: coupon");
        assertThat(designer.node("orders").locator(".mr-node-sign")).hasAttribute("aria-label", "warning");
        designer.select("orders");
        assertThat(page.locator(".inspector .node-problems")).containsText("Declared as STRING all would fit");
        pictures(browser, "drift");
        drawer.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Idle after 1 min")).click();
        assertThat(drawer).not().containsText("partition 1 has no record");
        assertThat(drawer).containsText("'amount' is declared as DOUBLE");
        JsonNode looked = application.json("GET", "/pipelines/" + pipeline + "/validation?data=true", "");
        assertThat(looked.path("deployable").asBoolean()).isTrue();
        assertThat(looked.path("diagnostics").valueStream().map(d -> d.path("code").asString()).toList()).contains("UNLIKE_DATA").doesNotContain("IDLE_PARTITION");
    }

    private static Locator open(Page page) {
        page.locator(".inspector").getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Columns from…")).click();
        Locator dialog = page.getByRole(AriaRole.DIALOG, new Page.GetByRoleOptions().setName("Columns from…"));
        assertThat(dialog).hasAttribute("opened", "");
        return dialog;
    }

    private static Locator choice(Locator dialog, String name) {
        return dialog.locator("vaadin-radio-button").filter(new Locator.FilterOptions().setHasText(name));
    }

    private static Locator line(Locator dialog, String column) {
        return dialog.locator("tr[data-column='" + column + "']");
    }

    private static Locator changes(Locator dialog) {
        return dialog.getByRole(AriaRole.GROUP, new Locator.GetByRoleOptions().setName("What changes"));
    }

    private static void take(Locator dialog) {
        dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Use these columns")).click();
        assertThat(dialog).hasCount(0);
    }

    private static List<String> names(RunningApplication application, String pipeline) {
        return application.json("GET", "/pipelines/" + pipeline, "").path("nodes").path("orders").path("settings").path("columns").valueStream()
                .map(c -> c.path("name").asString()).toList();
    }

    private static void pictures(Browser browser, String name) {
        Looks.inBothThemes(browser, name);
        Looks.small(browser, name);
    }
}
