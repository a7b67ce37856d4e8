package dev.millrace.whole;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
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
        // What is typed before the answer is there would be cleared by it.
        assertThat(card(page, "Flight delays per airport and day")).isVisible();
        page.getByLabel("Search templates").fill("BIDS auction");
        assertThat(card(page, "Flight delays per airport and day")).hasCount(0);
        button(page, "Use template High bids per auction").click();

        // A threshold of a shipped template is asked for, checked, and seen in the rows before there is a pipeline.
        Locator rows = page.locator("section[aria-label='Rows for Results']");
        assertThat(rows).containsText(Pattern.compile("[1-9][0-9]* rows"));
        String before = rows.locator("h3").textContent();
        Locator above = page.locator(".use-form").getByLabel("Bids above");
        assertThat(above).hasValue("100000");
        above.fill("-1");
        assertThat(page.locator(".use-form")).containsText("At least 0 is needed, not -1");
        above.fill("50000000");
        assertThat(page.locator(".template-canvas")).containsText("price > 50000000");
        assertThat(rows.locator("h3")).not().hasText(before);
        Looks.inBothThemes(browser, "gallery-threshold");
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("");
        page.locator("#create-pipeline").click();
        assertThat(page.locator(".use-form")).containsText("Give it a name");
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("My high bids");
        page.locator("#create-pipeline").click();
        assertThat(Designer.on(page).node("high-bids")).containsText("price > 50000000");
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
        // Other rows than were expected of the version before are told; what it gives now takes their place.
        page.locator("#publish-template").click();
        assertThat(page.locator(".make-template, vaadin-dialog-overlay").first()).containsText(Pattern.compile("It gives other rows than the version before: [1-9][0-9]* differences at large.out"));
        Looks.inBothThemes(maker, "make-template-other-rows");
        page.getByText("What it gives now for a sample").click();
        page.locator("#publish-template").click();
        assertThat(page.locator(".template-facts")).containsText("version 2");
        assertThat(kept).containsText("over a sample that admin kept");
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
        // There is room for one, and the file before stays for a moment after it was said what is wrong with it.
        assertThat(hers.locator("vaadin-upload-file")).hasCount(0);
        hers.locator("vaadin-upload input[type=file]").setInputFiles(new FilePayload("large.yaml", "application/yaml",
                file.replace("name: Large bids", "name: Very large bids").getBytes(StandardCharsets.UTF_8)));
        assertThat(hers.locator(".import-outcome")).containsText("“Large bids” is here, by admin, who alone may add versions to it.");
        Looks.inBothThemes(user, "import-template");
        hers.locator("#import-now").click();
        assertThat(hers.locator("h1")).hasText("Very large bids");
        assertThat(hers.locator(".template-facts")).containsText("By admin, brought by ada");
    }

    /** Two are in a workspace and a third is not: a template is for two, then for one. All that its owner does there is done by keyboard. */
    @Test
    void aTemplateIsForTheMembersOfAWorkspace(Browser owner, Browser member, Browser stranger, RunningApplication application) {
        for (String user : List.of("wanda", "will", "wolf")) {
            application.addUser(user, "only for tests");
        }
        String pipeline = application.json("POST", "/pipelines", DRAWING.replace("name: Bids", "name: Bids of a team"), "Content-Type", "application/yaml").path("id").asString();
        owner.signIn("wanda", "only for tests");
        Page page = owner.open("/templates");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Workspaces")).press("Enter");
        assertThat(page.locator(".gallery-empty")).containsText("You are in no workspace yet");
        Looks.inBothThemes(owner, "workspaces-empty");
        button(page, "New workspace").press("Enter");
        Locator name = page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true));
        assertThat(name).isFocused();
        page.keyboard().press("Enter");
        assertThat(page.locator("vaadin-dialog-overlay, vaadin-dialog").first()).containsText("A workspace needs a name");
        page.keyboard().type("Auction hall");
        page.keyboard().press("Enter");
        assertThat(page.locator("h1")).hasText("Auction hall");
        button(page, "Rename…").press("Enter");
        assertThat(name).hasValue("Auction hall");
        assertThat(name).isFocused();
        name.fill("Auction room");
        Said.after(page, () -> page.keyboard().press("Enter"), "It is called “Auction room” now");
        assertThat(page.locator("h1")).hasText("Auction room");
        Locator members = page.locator("section[aria-label=Members]");
        Locator who = page.getByLabel("Add somebody");
        who.fill("nobody");
        page.keyboard().press("Enter");
        button(page, "Add to the workspace").press("Enter");
        assertThat(members).containsText("There is no user 'nobody' here");
        for (String user : List.of("will", "wolf")) {
            who.fill(user);
            page.keyboard().press("Enter");
            button(page, "Add to the workspace").press("Enter");
            assertThat(members.locator("li").filter(new Locator.FilterOptions().setHasText(user))).isVisible();
        }
        button(page, "Remove wolf").press("Enter");
        button(page, "Remove").press("Enter");
        assertThat(members.locator("li")).hasCount(2);
        String workspace = URI.create(page.url()).getPath();

        // Published to it.
        owner.open("/pipelines/" + pipeline);
        Designer.on(page);
        button(page, "Make a template…").click();
        page.getByLabel("Title").fill("Bids of the room");
        Locator reach = page.locator("vaadin-select").filter(new Locator.FilterOptions().setHasText("Who sees it")).locator("vaadin-select-value-button");
        assertThat(reach).hasText("Everybody here");
        reach.focus();
        page.keyboard().press("Enter");
        page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName("Members of “Auction room”")).click();
        owner.screenshot("make-template-for-a-workspace");
        page.locator("#publish-template").click();
        page.waitForURL("**/templates/bids-of-the-room-*");
        assertThat(page.locator(".template-facts")).containsText("members of Auction room");
        String link = URI.create(page.url()).getPath();
        owner.open(workspace);
        assertThat(page.locator("section[aria-label=Templates]")).containsText("Bids of the room");
        Looks.inBothThemes(owner, "workspace");
        Looks.small(owner, "workspace");

        // Who is in it finds it, and who is not does not.
        member.signIn("will", "only for tests");
        Page his = member.open("/templates");
        button(his, "Auction room").press("Enter");
        assertThat(button(his, "Auction room")).hasAttribute("aria-pressed", "true");
        assertThat(his.locator(".template-card")).hasCount(1);
        assertThat(card(his, "Bids of the room")).containsText("members of Auction room");
        Looks.inBothThemes(member, "gallery-of-a-workspace");
        stranger.signIn("wolf", "only for tests");
        Page other = stranger.open("/templates");
        assertThat(card(other, "High bids per auction")).isVisible();
        assertThat(card(other, "Bids of the room")).hasCount(0);
        for (String place : List.of(link, workspace)) {
            stranger.open(place);
            assertThat(other.locator("body")).containsText(place.equals(link) ? "There is no template" : "There is no workspace");
        }
        stranger.forgetComplaints();

        // It is handed on, and back.
        button(page, "Make will the owner").press("Enter");
        assertThat(page.getByRole(AriaRole.ALERTDIALOG)).containsText("will can then rename and delete “Auction room”");
        owner.screenshot("workspace-hand-on");
        button(page, "Make owner").press("Enter");
        assertThat(page.locator(".workspace-page")).containsText("owned by will");
        assertThat(button(page, "Delete…")).hasCount(0);
        member.open(workspace);
        assertThat(his.locator(".workspace-page")).containsText("owned by you");
        button(his, "Make wanda the owner").press("Enter");
        button(his, "Make owner").press("Enter");
        assertThat(his.locator(".workspace-page")).containsText("owned by wanda");

        // A member leaves; then it is deleted, and its owner is told of what.
        assertThat(button(his, "Delete…")).hasCount(0);
        button(his, "Leave…").press("Enter");
        button(his, "Leave").press("Enter");
        assertThat(his.locator(".gallery-empty")).containsText("You are in no workspace yet");
        member.open("/templates");
        assertThat(card(his, "High bids per auction")).isVisible();
        assertThat(card(his, "Bids of the room")).hasCount(0);
        page.reload();
        assertThat(members.locator("li")).hasCount(1);
        button(page, "Delete…").press("Enter");
        Locator question = page.getByRole(AriaRole.ALERTDIALOG);
        assertThat(question).containsText("“Bids of the room” by wanda");
        owner.screenshot("workspace-delete");
        button(page, "Delete").press("Enter");
        assertThat(page.locator(".gallery-empty")).isVisible();
        owner.open(link);
        assertThat(page.locator(".template-facts")).containsText("only you");
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
        assertThat(page.locator(".template-canvas .react-flow__node[data-id=results]")).isInViewport(new LocatorAssertions.IsInViewportOptions().setRatio(0.95));
        assertThat(page.locator("section[aria-label^='Rows for']").first()).containsText("2026-01-01 00:00");
        browser.screenshot("own-rows-seen");
        page.locator("#create-pipeline").click();
        var drawn = Designer.on(page);
        assertThat(drawn.node("bids-columns")).isVisible();
        assertThat(page.locator(".designer-bar")).containsText("No errors");
        browser.screenshot("own-rows-drawn");
        button(page, "Deploy").click();
        page.locator("#deploy-now").click();
        assertThat(page.locator("[data-rate='bids.out->bids-columns.in']")).hasAttribute("data-total", "300", new LocatorAssertions.HasAttributeOptions().setTimeout(120_000));
        // Rows may be counted before it is seen to run.
        assertThat(page.locator(".badge-running")).isVisible();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Details")).click();
        page.waitForURL("**/deployments/*");
        new Deployments(application).end(page.url().replaceAll(".*/deployments/([^/?]+).*", "$1"));
    }
}
