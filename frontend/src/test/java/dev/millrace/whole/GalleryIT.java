package dev.millrace.whole;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import dev.millrace.browser.Browser;
import dev.millrace.browser.InBrowser;
import dev.millrace.browser.RunningApplication;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Templates are found, used, made, published anew, and brought as files. */
@InBrowser
class GalleryIT {
    private static final String DRAWING = """
            millrace: 1
            name: Bids
            nodes:
              bids: {kind: source.demo@1, label: Bids, settings: {dataset: bids, rowsPerSecond: 100}}
              large: {kind: operator.filter@1, label: Large, settings: {condition: price > 1000000}}
              out: {kind: sink.kafka@1, label: Large ones, settings: {topic: gallery-large-bids}}
            edges:
              - {from: bids.out, to: large.in}
              - {from: large.out, to: out.in}
            layout:
              bids: {x: 0, y: 0}
              large: {x: 320, y: 0}
              out: {x: 640, y: 0}
            """;

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator card(Page page, String title) {
        return page.locator(".template-card").filter(new Locator.FilterOptions().setHasText(title));
    }

    @Test
    void aTemplateIsFoundByWordsAndTagsAndUsed(Browser browser) {
        browser.signIn();
        Page page = browser.page();
        button(page, "New pipeline").click();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("All templates, with what they need")).click();
        assertThat(page.locator(".choice")).hasCount(0);
        assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Templates").setExact(true))).hasAttribute("aria-current", "page");
        assertThat(card(page, "Flight delays per airport and day")).containsText("needs nothing");
        Looks.inBothThemes(browser, "gallery");
        Looks.small(browser, "gallery");
        // By keyboard: a tag, words, nothing found, everything again.
        Locator tag = button(page, "dead letters");
        tag.focus();
        page.keyboard().press("Space");
        assertThat(tag).hasAttribute("aria-pressed", "true");
        assertThat(card(page, "Route bids, keep dead letters")).isVisible();
        assertThat(card(page, "Flight delays per airport and day")).hasCount(0);
        page.getByLabel("Search templates").fill("airport");
        assertThat(page.locator(".gallery-empty")).containsText("No template contains 'airport' and has the tags dead letters");
        Looks.inBothThemes(browser, "gallery-empty");
        button(page, "Show all").click();
        page.getByLabel("Search templates").fill("BIDS auction");
        assertThat(card(page, "Flight delays per airport and day")).hasCount(0);
        button(page, "Use template High bids per auction").click();

        assertThat(page.locator("section[aria-label='Rows for Results']")).containsText(Pattern.compile("[1-9][0-9]* rows"));
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("");
        page.locator("#create-pipeline").click();
        assertThat(page.locator(".use-form")).containsText("Give it a name");
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("My high bids");
        page.locator("#create-pipeline").click();
        Designer.on(page);
        assertThat(page.locator(".pipeline-name input")).hasValue("My high bids");
        assertThat(page.locator(".designer-bar")).containsText("No errors");
    }

    @Test
    void oneMakesATemplateAndAnotherUsesItWithAnotherValue(Browser maker, Browser user, RunningApplication application) {
        String pipeline = application.json("POST", "/pipelines", DRAWING, "Content-Type", "application/yaml").path("id").asString();
        application.addUser("ada", "only for tests");

        // Made by mouse: what it is, and which value is left open.
        maker.signIn();
        Page page = maker.open("/pipelines/" + pipeline);
        Designer.on(page);
        button(page, "Make a template…").click();
        page.getByLabel("Title").fill("Large bids");
        page.getByLabel("What it does").fill("Keeps bids above a price of yours.");
        page.getByLabel("Tags").fill("auctions, bids");
        Locator price = page.locator("[data-opening='large.condition 1000000']");
        price.locator("vaadin-checkbox").first().locator("label").click();
        price.getByLabel("Asked as").fill("Smallest price");
        price.getByText("Must be given").click();
        Looks.inBothThemes(maker, "make-template");
        Looks.small(maker, "make-template");
        page.locator("#publish-template").click();
        page.waitForURL("**/templates/large-bids-*");
        assertThat(page.locator("h1")).hasText("Large bids");
        String link = URI.create(page.url()).getPath();
        // What it gives now is what it is expected to give.
        Locator kept = page.locator(".expected-rows");
        button(page, "Expect these rows").click();
        assertThat(kept).containsText("over a sample that admin kept");

        // Another follows the link, is told what does not fit, sees rows change, and gets a pipeline that runs.
        user.signIn("ada", "only for tests");
        Page hers = user.open(link);
        assertThat(hers.locator(".template-facts")).containsText("By admin, version 1");
        assertThat(button(hers, "Withdraw…")).hasCount(0);
        Locator expected = hers.locator(".expected-rows");
        assertThat(expected.getByRole(AriaRole.BUTTON)).hasCount(1);
        expected.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Check")).click();
        assertThat(expected).containsText(Pattern.compile("As expected: [1-9][0-9]* rows, each the same"));
        expected.scrollIntoViewIfNeeded();
        user.screenshot("expected-rows");
        Locator rows = hers.locator("section[aria-label='Rows for Large ones']");
        assertThat(rows).containsText(Pattern.compile("[1-9][0-9]* rows"));
        String before = rows.locator("h3").textContent();
        hers.locator("#create-pipeline").click();
        assertThat(hers.locator(".use-form")).containsText("Smallest price is not set");
        Locator field = hers.getByLabel("Smallest price");
        field.fill("many");
        assertThat(hers.locator(".use-form")).containsText("A number is needed, not 'many'");
        field.fill("50000000");
        assertThat(hers.locator(".template-canvas")).containsText("price > 50000000");
        assertThat(rows.locator("h3")).not().hasText(before);
        Looks.inBothThemes(user, "template-with-values");
        Looks.small(user, "template-with-values");
        hers.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("Hers");
        hers.locator("#create-pipeline").click();
        var drawn = Designer.on(hers);
        assertThat(drawn.node("large")).containsText("price > 50000000");
        assertThat(hers.locator(".designer-bar")).containsText("No errors");
        assertThat(hers.locator(".template-line")).isHidden();

        // A further version: what was left open is so again, and she is told.
        application.json("PUT", "/pipelines/" + pipeline, DRAWING.replace("rowsPerSecond: 100", "rowsPerSecond: 50"), "Content-Type", "application/yaml", "If-Match", "\"1\"");
        maker.open("/pipelines/" + pipeline);
        Designer.on(page);
        button(page, "Make a template…").click();
        assertThat(page.locator("vaadin-dialog[opened], vaadin-dialog-overlay").first()).containsText("Publish version 2 of “Large bids”");
        assertThat(price.getByLabel("Asked as")).hasValue("Smallest price");
        page.getByLabel("What is new").fill("Slower bids.");
        page.locator("#publish-template").click();
        assertThat(page.locator(".template-facts")).containsText("version 2");
        hers.reload();
        assertThat(hers.locator(".template-line")).containsText("Made from version 1 of “Large bids”; there is a version 2.");
        user.screenshot("template-newer");
        hers.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("See what changed, and make a new pipeline from it")).click();
        assertThat(hers.locator(".template-changes")).containsText("is “50”, no longer “100”");
        assertThat(hers.getByLabel("Smallest price")).hasValue("50000000");
        Looks.inBothThemes(user, "template-changes");

        // As a file: what it would do is shown, then done.
        String file = application.call("GET", link + "/file", "", "Accept", "application/yaml").body();
        user.open("/templates");
        button(hers, "Import a template").click();
        hers.locator("vaadin-upload input[type=file]").setInputFiles(new FilePayload("broken.yaml", "application/yaml", "nodes: [".getBytes(StandardCharsets.UTF_8)));
        assertThat(hers.locator(".import-template, vaadin-dialog-overlay").first()).containsText("ine 1");
        assertThat(hers.locator("#import-now")).isDisabled();
        hers.locator("vaadin-upload input[type=file]").setInputFiles(new FilePayload("large.yaml", "application/yaml",
                file.replace("name: Large bids", "name: Very large bids").getBytes(StandardCharsets.UTF_8)));
        assertThat(hers.locator(".import-outcome")).containsText("“Large bids” is here, by admin, who alone may add versions to it.");
        Looks.inBothThemes(user, "import-template");
        hers.locator("#import-now").click();
        assertThat(hers.locator("h1")).hasText("Very large bids");
        assertThat(hers.locator(".template-facts")).containsText("By admin, brought by ada");
    }

    /** A topic with other names and other types takes the place of a demo stream: asked for, checked, seen, and run. */
    @Test
    void aTemplateReadsATopicOfOnesOwn(Browser browser, RunningApplication application) {
        var cases = new Cases(application.kafka());
        cases.topic("till-bids", 1);
        List<String> bids = IntStream.range(0, 300).mapToObj(i -> "{\"auction_no\": %d, \"bidder\": %d, \"Price\": %d, \"channel\": \"Apple\", \"offered\": \"2026-01-01T00:%02d:%02dZ\", \"shop\": \"north\"}"
                .formatted(i % 7, i, 200_000 + i, i / 60, i % 60)).toList();
        cases.produce("till-bids", bids);
        browser.signIn();
        Page page = browser.open("/templates/nexmark-bids");
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("Bids of the till");
        Locator rows = page.locator(".own-rows");
        Locator topic = rows.locator("vaadin-combo-box input");
        topic.fill("till-bids");
        page.locator("vaadin-combo-box-item:not([hidden])").filter(new Locator.FilterOptions().setHasText("till-bids")).click();
        assertThat(rows.locator("[data-column=auction] vaadin-select-value-button")).hasText("auction_no");
        assertThat(rows.locator("[data-column=price] vaadin-select-value-button")).hasText("Price");
        assertThat(rows.locator("[data-column=dateTime] vaadin-select-value-button")).hasText("offered");
        assertThat(rows.locator("[data-column=url] vaadin-select-value-button")).hasText("Choose");
        page.locator("#create-pipeline").click();
        assertThat(rows.locator("[role=alert]")).hasText("Choose which of your columns is 'url', or none");
        Looks.inBothThemes(browser, "own-rows");
        Looks.small(browser, "own-rows");
        for (String column : List.of("url", "extra")) {
            rows.locator("[data-column=" + column + "] vaadin-select-value-button").click();
            page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName("None (empty)")).click();
        }
        // The drawing and its rows are those of the topic.
        assertThat(page.locator(".template-canvas")).containsText("till-bids");
        assertThat(page.locator("section[aria-label^='Rows for']").first()).containsText("2026-01-01 00:00");
        browser.screenshot("own-rows-seen");
        page.locator("#create-pipeline").click();
        var drawn = Designer.on(page);
        assertThat(drawn.node("bids-columns")).isVisible();
        assertThat(page.locator(".designer-bar")).containsText("No errors");
        browser.screenshot("own-rows-drawn");
        button(page, "Deploy").click();
        page.locator("#deploy-now").click();
        assertThat(page.locator("[data-rate='bids.out->bids-columns.in']")).hasAttribute("data-total", "300");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Details")).click();
        page.waitForURL("**/deployments/*");
        new Deployments(application).end(page.url().replaceAll(".*/deployments/([^/?]+).*", "$1"));
    }
}
