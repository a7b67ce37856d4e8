package dev.millrace.whole;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.millrace.browser.Browser;
import java.util.List;

/** Draw, set up, deploy, and find the known answer in the topic: what a person does with flights, by mouse and keyboard. */
final class FlightsJourney {
    private FlightsJourney() {}

    /** @param browser pointed at an application whose Kafka is that of the cases */
    static void drawAndRun(Browser browser, Cases cases) {
        cases.topic("drawn-flights", 1);
        cases.produce("drawn-flights", Cases.flights());
        browser.signIn();
        var designer = Designer.blank(browser, "Drawn flights");
        Page page = designer.page();

        designer.drag("source.kafka", 140, 220);
        designer.expectState("kafka-source", "NEEDS_SETUP");
        designer.select("kafka-source");
        designer.type("topic", "drawn-flights");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Columns from…")).click();
        assertThat(page.locator(".columns-dialog .column-changes")).containsText("Sets Event time to ts");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Use these columns")).click();
        // Who types while the columns are on their way to the field types into what is there then.
        assertThat(designer.setting("eventTime").locator("input").first()).hasValue("ts");
        designer.type("watermarkDelay", "6 h");
        designer.expectState("kafka-source", "OK");

        designer.drag("operator.filter", 420, 220);
        designer.connect("kafka-source.out", "filter.in");
        designer.select("filter");
        designer.typeExpression("condition", "distanse >= 0");
        designer.expectState("filter", "ERROR");
        assertThat(designer.setting("condition").locator(".error-text")).containsText("distance");
        browser.screenshot("designer-error-at-the-field");
        designer.typeExpression("condition", "distance >= 0");
        designer.expectState("filter", "OK");
        assertThat(designer.setting("condition").locator(".result-type")).hasText("Result: BOOLEAN");

        designer.drag("window.tumbling", 420, 420);
        designer.connect("filter.out", "tumbling-window.in");
        designer.select("tumbling-window");
        designer.type("time", "ts");
        designer.type("size", "1 day");
        Locator keys = designer.setting("keys").locator("input").first();
        keys.fill("origin");
        keys.press("Enter");
        keys.press("Escape");
        keys.press("Tab");
        aggregate(designer, 1, "sum_delay", "Sum", "delay");
        aggregate(designer, 2, "max_delay", "Max", "delay");
        designer.expectState("tumbling-window", "OK");

        designer.drag("sink.kafka", 140, 420);
        designer.connect("tumbling-window.out", "kafka-sink.in");
        designer.select("kafka-sink");
        designer.type("topic", "drawn-flights-daily");
        designer.expectState("kafka-sink", "OK");
        page.locator(".mr-board").press("l");
        browser.screenshot("designer-drawn");

        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Deploy").setExact(true)).click();
        assertThat(page.locator("vaadin-dialog")).containsText("drawn-flights-daily");
        page.locator("#deploy-now").click();
        assertThat(page.locator(".badge-running")).isVisible();
        cases.produce("drawn-flights", List.of(Cases.flush()));

        var expected = Cases.dailyByOrigin();
        assertThat(cases.consume("drawn-flights-daily", expected.size()).stream().map(Cases::daily).sorted().toList()).isEqualTo(expected);
        Locator rate = page.locator("[data-rate='kafka-source.out->filter.in']");
        assertThat(rate).hasAttribute("data-total", "20001");
        assertThat(page.locator("[data-rate='tumbling-window.out->kafka-sink.in']")).hasAttribute("data-total", Integer.toString(expected.size()));
        browser.screenshot("designer-running");

        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Details")).click();
        assertThat(page.locator(".deployment .number-value").first()).hasText("20.0 k");
        assertThat(page.locator("millrace-time-chart:has(canvas)")).hasCount(11);
        browser.screenshot("deployment");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Stop").setExact(true)).click();
        assertThat(page.locator(".badge-stopped")).isVisible();
    }

    private static void aggregate(Designer designer, int index, String name, String function, String column) {
        Locator aggregates = designer.setting("aggregates");
        aggregates.locator(".add-entry").click();
        Locator entry = aggregates.locator(".entry").nth(index);
        designer.type(entry.locator("vaadin-text-field"), name);
        designer.choose(entry.locator("vaadin-select:has(label:text-is('Function'))"), function);
        designer.type(entry.locator("vaadin-combo-box"), column);
    }
}
