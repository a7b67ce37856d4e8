package dev.millrace.whole;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import dev.millrace.browser.Browser;
import dev.millrace.browser.InBrowser;
import dev.millrace.browser.RunningApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Takes the pictures of docs/guide from the running application. Skipped unless run with -Dguide.write=true, as docs/guide/README.md says. */
@InBrowser
@EnabledIfSystemProperty(named = "guide.write", matches = "true")
class GuideIT {
    private static final Path PICTURES = Path.of("..", "docs", "guide", "pictures");
    private static final int LARGEST = 180_000;
    private static final int WIDTH = 1180;

    /** The upper part of the window. */
    private static void picture(Page page, String name, int height) throws IOException {
        take(page, name, 0, 0, WIDTH, height);
    }

    /** A part of the page, with a little room around it. */
    private static void picture(Page page, String name, Locator of) throws IOException {
        BoundingBox box = of.boundingBox();
        take(page, name, Math.max(0, box.x - 8), Math.max(0, box.y - 8), Math.min(WIDTH - Math.max(0, box.x - 8), box.width + 16), box.height + 16);
    }

    private static void take(Page page, String name, double x, double y, double width, double height) throws IOException {
        // Nothing is pointed at.
        page.mouse().move(WIDTH - 2, 2);
        Files.createDirectories(PICTURES);
        Path file = PICTURES.resolve(name + ".png");
        page.screenshot(new Page.ScreenshotOptions().setPath(file).setClip(x, y, width, height));
        assertThat(Files.size(file)).as(name).isLessThan(LARGEST);
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static void deploy(Page page) {
        button(page, "Deploy").click();
        page.locator("#deploy-now").click();
        assertThat(page.locator(".badge-running")).isVisible();
    }

    @Test
    void picturesOfTheGuide(Browser browser, RunningApplication application) throws IOException {
        var cases = new Cases(application.kafka());
        cases.topic("orders", 1);
        cases.produce("orders", IntStream.range(0, 400).mapToObj(i -> "{\"order_id\": %d, \"placed_at\": \"2026-03-01 09:%02d:%02d\", \"shop\": \"%s\", \"amount\": %d.50}"
                .formatted(1000 + i, i / 8 % 60, i * 7 % 60, List.of("north", "south", "web").get(i % 3), 5 + i * 37 % 180)).toList());
        // Nobody waits for pictures, and a busy machine takes them too.
        PlaywrightAssertions.setDefaultAssertionTimeout(150_000);
        browser.signIn();
        Page page = browser.page();
        page.setViewportSize(WIDTH, 740);

        // The first pipeline.
        browser.open("/templates");
        assertThat(page.locator(".template-card").first()).isVisible();
        picture(page, "gallery", 600);
        browser.open("/templates/sensor-monitoring");
        assertThat(page.locator("section[aria-label^='Rows for']").first()).containsText(Pattern.compile("[1-9][0-9]* rows"));
        picture(page, "template", 740);
        page.locator("#create-pipeline").click();
        Designer.on(page);
        deploy(page);
        assertThat(page.locator(".mr-node-far").first()).containsText(Pattern.compile("[1-9]"));
        picture(page, "running", 740);
        String sensors = page.url();

        // From a topic.
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Pipelines").setExact(true)).click();
        var designer = Designer.blank(browser, "Large orders");
        designer.drag("source.kafka", 130, 120);
        designer.select("kafka-source");
        designer.type("topic", "orders");
        button(page, "Columns from…").click();
        assertThat(page.locator(".columns-dialog .column-changes")).containsText("Sets Event time");
        picture(page, "columns", page.locator("vaadin-dialog-overlay > #overlay").first());
        button(page, "Use these columns").click();
        designer.expectState("kafka-source", "OK");
        designer.drag("operator.filter", 430, 120);
        designer.connect("kafka-source.out", "filter.in");
        designer.select("filter");
        designer.typeExpression("condition", "amount > 60");
        designer.expectState("filter", "OK");
        button(page, "Preview").click();
        assertThat(page.locator("section[aria-label='Out: Rows'] h3")).containsText(Pattern.compile("[1-9][0-9]* rows"));
        picture(page, "rows", 740);
        button(page, "Rows").click();

        // Event time.
        designer.select("kafka-source");
        designer.setting("eventTime").scrollIntoViewIfNeeded();
        picture(page, "event-time", page.locator(".inspector"));
        application.json("DELETE", "/pipelines/" + page.url().replaceAll(".*/pipelines/([^/?]+).*", "$1"), "");

        // A running pipeline is changed.
        browser.open(sensors.replaceAll("^https?://[^/]+", ""));
        Designer.on(page);
        designer.select("five-minutes");
        designer.type("size", "10 min");
        assertThat(page.locator(".mr-node-kept")).not().hasCount(0);
        button(page, "Deploy").click();
        assertThat(page.locator("#state-choice")).isVisible();
        picture(page, "state", page.locator("vaadin-dialog-overlay > #overlay").first());
        page.keyboard().press("Escape");

        // Watching.
        browser.open("/deployments");
        assertThat(page.locator("vaadin-grid").first()).isVisible();
        picture(page, "deployments", 420);
        browser.open("/alerts");
        page.locator(".alerts-choices button").filter(new Locator.FilterOptions().setHasText("Rules")).click();
        assertThat(page.locator("vaadin-grid[aria-label='Rules']")).containsText("Lag grows");
        picture(page, "alerts", 500);

        // Sharing.
        browser.open(sensors.replaceAll("^https?://[^/]+", ""));
        Designer.on(page);
        button(page, "Make a template…").click();
        assertThat(page.getByLabel("Title")).isVisible();
        picture(page, "make-template", page.locator("vaadin-dialog-overlay > #overlay").first());
        page.keyboard().press("Escape");
        cases.topic("till-bids", 1);
        cases.produce("till-bids", IntStream.range(0, 300).mapToObj(i -> "{\"auction_no\": %d, \"bidder\": %d, \"Price\": %d, \"channel\": \"web\", \"offered\": \"2026-01-01 00:%02d:%02d\"}"
                .formatted(i % 7, i, 200_000 + i, i / 60, i % 60)).toList());
        page.setViewportSize(WIDTH, 1000);
        browser.open("/templates/nexmark-bids");
        Locator topic = page.locator(".own-rows vaadin-combo-box input");
        topic.fill("till-bids");
        page.locator("vaadin-combo-box-item:not([hidden])").filter(new Locator.FilterOptions().setHasText("till-bids")).first().click();
        assertThat(page.locator(".own-column")).hasCount(7);
        picture(page, "own-rows", page.locator(".use-form"));
    }
}
