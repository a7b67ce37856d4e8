package dev.millrace.whole;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.FilePayload;
import dev.millrace.browser.Browser;
import dev.millrace.browser.InBrowser;
import dev.millrace.browser.RunningApplication;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A dashboard is made, arranged with the mouse and by keyboard, shows what the topic holds, and is looked at by somebody else and on a wall. */
@InBrowser
class DashboardsIT {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @Test
    void aDashboardIsMadeArrangedSharedAndPutOnAWall(Browser browser, RunningApplication application, Browser other) throws IOException {
        var deployments = new Deployments(application);
        String deployment = deployments.deploy("watched.yaml");
        String pipeline = deployments.get(deployment).path("pipeline").asString();
        Map<String, Integer> held = byChannel(await().atMost(PATIENCE).until(() -> records(application), found -> found.size() == 400));
        String first = held.entrySet().stream().max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey(java.util.Comparator.reverseOrder()))).orElseThrow().getKey();

        browser.signIn();
        Page page = browser.open("/dashboards");
        button(page, "New dashboard").first().click();
        field(page, "Title").fill("Bids at rest");
        button(page, "Create").click();
        assertThat(page.locator(".dashboard-page h1")).hasText("Bids at rest");
        button(page, "Add the first tile").click();
        Locator panel = page.locator(".tile-panel");

        assertThat(panel.getByLabel("A number of a pipeline")).isChecked();
        // A number: how many records the topic has.
        panel.getByLabel("Records of a topic").check();
        combo(page, "Topic", "watched-some");
        select(page, "Drawn as", "Number");
        assertThat(panel.locator(".tile-preview .tile-number")).hasText("400");
        field(page, "Title").fill("Records");
        button(page, "Add tile").last().click();
        assertThat(page.locator(".tile .tile-number")).hasText("400");

        // The largest: how often each channel is among them.
        button(page, "Add tile").first().click();
        assertThat(panel.getByLabel("A number of a pipeline")).isChecked();
        panel.getByLabel("Records of a topic").check();
        combo(page, "Topic", "watched-some");
        select(page, "Drawn as", "Top-N table");
        assertThat(panel.getByRole(AriaRole.STATUS).first()).containsText("Key column: a top-n needs a key");
        combo(page, "Key column", "channel");
        assertThat(panel.locator(".tile-preview table")).isVisible();
        Looks.inBothThemes(browser, "dashboard-tile");
        Looks.small(browser, "dashboard-tile");
        button(page, "Add tile").last().click();
        Locator rows = page.locator(".tile .tile-table tbody tr");
        assertThat(rows).hasCount(10);
        assertThat(page.locator(".tile .tile-notes").last()).hasText("10 of " + held.size() + " shown");
        for (int i = 0; i < 10; i++) {
            assertThat(rows.nth(i).locator("td").nth(2)).hasText(held.get(rows.nth(i).locator("td").nth(1).textContent()).toString());
        }

        // A line: how fast the pipeline reads.
        button(page, "Add tile").first().click();
        assertThat(panel.getByLabel("A number of a pipeline")).isChecked();
        combo(page, "Pipeline", "Watched bids");
        button(page, "Add tile").last().click();
        assertThat(page.locator(".tile .uplot")).isVisible();
        String id = page.url().substring(page.url().lastIndexOf('/') + 1);
        assertThat(places(application, id)).containsEntry("records", "0,0,3,2").containsEntry("rows-by-channel", "0,2,6,4").containsEntry("rows-in", "0,6,6,4");

        // An edge: where its rows cannot be had, the way to them is said; what is written as CSV is read as the pipeline declares it.
        button(page, "Add tile").first().click();
        assertThat(panel.getByLabel("A number of a pipeline")).isChecked();
        panel.getByLabel("Rows on an edge").check();
        combo(page, "Pipeline", "Watched bids");
        assertThat(panel.getByRole(AriaRole.STATUS).first()).containsText("Choose an edge");
        combo(page, "Edge", "All bids → High");
        assertThat(panel).containsText("Its rows cannot be read yet: draw a second line from there to a Log sink, and deploy.");
        assertThat(button(page, "Add tile").last()).isDisabled();
        combo(page, "Edge", "Some bids → As CSV");
        assertThat(panel).containsText("Its rows are read in topic 'watched-lines'.");
        select(page, "Drawn as", "Bars");
        combo(page, "Key column", "channel");
        // With the key comes another title, which would be put before or behind what is typed.
        assertThat(field(page, "Title")).hasValue("Rows by channel");
        field(page, "Title").fill("As CSV");
        assertThat(panel.locator(".tile-preview .tile-face")).hasAttribute("aria-label", Pattern.compile("^As CSV: " + first + " " + held.get(first) + ","));
        Looks.inBothThemes(browser, "dashboard-edge-tile");
        button(page, "Add tile").last().click();
        assertThat(page.locator(".tile millrace-tile-figures:has(canvas)")).hasCount(2);

        // By keyboard: two columns to the right and one wider; with the mouse: the table to the right half.
        Locator move = page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^Move Records")));
        // The server's answers come while the next key is pressed, and take no move back.
        move.press("ArrowRight");
        move.press("ArrowRight");
        move.press("Shift+ArrowRight");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(places(application, id)).containsEntry("records", "2,0,4,2"));
        Locator handle = page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^Move Rows by channel")));
        // Tiles glide to their places: it is taken where it stands still.
        handle.hover(new Locator.HoverOptions().setPosition(10, 10));
        BoundingBox table = handle.boundingBox();
        page.mouse().down();
        page.mouse().move(table.x + 400, table.y + 10, new Mouse.MoveOptions().setSteps(10));
        page.mouse().move(table.x + 740, table.y + 10, new Mouse.MoveOptions().setSteps(10));
        page.mouse().up();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(places(application, id)).containsEntry("rows-by-channel", "6,2,6,4").containsEntry("records", "2,0,4,2"));
        Looks.inBothThemes(browser, "dashboard-editing");
        button(page, "Done").click();
        assertThat(page.locator(".tile-move").first()).not().isVisible();
        page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("What to do with Rows by channel")).click();
        Download numbers = page.waitForDownload(() -> page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("Numbers (CSV)")).click());
        assertThat(Files.readString(numbers.path(), StandardCharsets.UTF_8)).startsWith("channel,Rows by channel\r\n" + first + "," + held.get(first) + "\r\n");

        page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("What to do with As CSV")).click();
        Download picture = page.waitForDownload(() -> page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("Picture (PNG)")).click());
        assertThat(picture.suggestedFilename()).isEqualTo("bids-at-rest-as-csv.png");
        Path saved = Path.of("target", "screenshots", "dashboard-saved-picture.png");
        picture.saveAs(saved);
        BufferedImage drawn = ImageIO.read(saved.toFile());
        assertThat(drawn.getWidth()).isGreaterThan(300);
        assertThat(Arrays.stream(drawn.getRGB(0, 0, drawn.getWidth(), drawn.getHeight(), null, 0, drawn.getWidth())).distinct().count()).as("colours").isGreaterThan(10);

        // All other kinds, brought as a document for this pipeline.
        String every = application.json("POST", "/dashboards?everybody=true&pipeline=" + pipeline, Deployments.read("watched-dashboard.yaml"), "Content-Type", "application/yaml").path("id").asString();
        browser.open("/dashboards/" + every);
        // How many layers a chart paints on is its own affair.
        assertThat(page.locator("millrace-tile-figures:has(canvas)")).hasCount(4);
        assertThat(page.locator("[gs-id=nowhere] .tile-trouble")).containsText("Draw a second line from there to a Log sink");
        assertThat(page.locator("[gs-id=nodes] tbody tr")).hasCount(5);
        assertThat(page.locator("[gs-id=counts] .tile-notes")).containsText("that the Log sink let by");
        Looks.inBothThemes(browser, "dashboard-every");
        Looks.small(browser, "dashboard-every");

        // Somebody else has the link: looks and cannot change.
        application.addUser("looker", "only for looking");
        other.signIn("looker", "only for looking");
        Page theirs = other.open("/dashboards/" + id);
        assertThat(theirs.locator(".tile .tile-number")).hasText("400");
        assertThat(theirs.locator(".tile-table tbody tr")).hasCount(10);
        assertThat(button(theirs, "Edit")).hasCount(0);
        assertThat(button(theirs, "Make a copy")).isVisible();
        Page wall = other.open("/dashboards/" + id + "/wall");
        assertThat(wall.locator(".tile .tile-number")).hasText("400");
        assertThat(wall.locator("header, vaadin-menu-bar, .tile-head vaadin-button")).hasCount(0);
        // What its owner changes is seen there at once.
        browser.open("/dashboards/" + id);
        button(page, "Settings…").click();
        field(page, "Title").fill("Bids on the wall");
        button(page, "Save").click();
        assertThat(wall.locator("h1")).hasText("Bids on the wall");
        other.screenshot("dashboard-wall");

        browser.open("/dashboards");
        assertThat(page.locator(".dashboard-card").filter(new Locator.FilterOptions().setHasText("Bids on the wall"))).containsText("4 tiles");
        Looks.inBothThemes(browser, "dashboards");
        Looks.small(browser, "dashboards");
        broughtRenamedAndDeleted(browser);
        deployments.end(deployment);
        application.json("DELETE", "/dashboards/" + id, "");
        application.json("DELETE", "/dashboards/" + every, "");
    }

    /** A file is shown before it is stored; what it is called, is for, and who sees it can be changed, and it can be deleted. */
    private static void broughtRenamedAndDeleted(Browser browser) {
        Page page = browser.page();
        button(page, "Import").click();
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        dialog.locator("input[type=file]").setInputFiles(new FilePayload("broken.yaml", "application/yaml", "millrace-dashboard: 1\ntiles: []\n".getBytes(StandardCharsets.UTF_8)));
        assertThat(dialog.getByRole(AriaRole.ALERT)).containsText("title: it is missing");
        assertThat(button(page, "Import").last()).isDisabled();
        // There is room for one, and the file before stays for a moment after it was said what is wrong with it.
        assertThat(dialog.locator("vaadin-upload-file")).hasCount(0);
        dialog.locator("input[type=file]").setInputFiles(new FilePayload("every.yaml", "application/yaml",
                Deployments.read("watched-dashboard.yaml").replace("Every kind of tile", "Brought along").getBytes(StandardCharsets.UTF_8)));
        assertThat(dialog).containsText("Busiest node, gauge");
        dialog.getByText("Only me").click();
        Looks.dialogInBothThemes(browser, "dashboard-import");
        button(page, "Import").last().click();
        assertThat(page.locator(".dashboard-page h1")).hasText("Brought along");
        assertThat(page.locator("[gs-id=busy] .tile-trouble")).containsText("It is not said yet which pipeline this tile shows");

        button(page, "Settings…").click();
        field(page, "Title").fill(" ");
        button(page, "Save").click();
        assertThat(dialog).containsText("A dashboard needs a title");
        field(page, "Title").fill("Brought and renamed");
        field(page, "What it is for").fill("To try an import.");
        assertThat(dialog.getByLabel("Only me")).isChecked();
        Looks.dialogInBothThemes(browser, "dashboard-settings");
        button(page, "Save").click();
        assertThat(page.locator(".dashboard-page h1")).hasText("Brought and renamed");
        assertThat(page.locator(".dashboard-description")).hasText("To try an import.");
        button(page, "Settings…").click();
        button(page, "Delete…").click();
        assertThat(page.getByText("Its link leads nowhere then.")).isVisible();
        button(page, "Delete").click();
        page.waitForURL("**/dashboards");
        assertThat(page.locator(".dashboard-card").filter(new Locator.FilterOptions().setHasText("Brought and renamed"))).hasCount(0);
    }

    /** None as long as there is no such topic, or Kafka takes too long to hand them out. */
    private static JsonNode records(RunningApplication application) {
        var answer = application.call("GET", "/topics/watched-some/records?limit=500", "");
        return answer.statusCode() == 200 ? JSON.readTree(answer.body()) : JSON.createArrayNode();
    }

    private static Map<String, Integer> byChannel(JsonNode records) {
        var counts = new TreeMap<String, Integer>();
        records.forEach(r -> counts.merge(JSON.readTree(r.path("value").asString()).path("channel").asString(), 1, Integer::sum));
        return counts;
    }

    private static Map<String, String> places(RunningApplication application, String dashboard) {
        var places = new TreeMap<String, String>();
        application.json("GET", "/dashboards/" + dashboard, "").path("tiles").forEach(t -> {
            JsonNode at = t.path("at");
            places.put(t.path("id").asString(), at.path("x").asInt() + "," + at.path("y").asInt() + "," + at.path("w").asInt() + "," + at.path("h").asInt());
        });
        return places;
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator field(Page page, String label) {
        return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true)).last();
    }

    private static void combo(Page page, String label, String value) {
        Locator input = page.getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName(label).setExact(true));
        input.fill(value);
        page.locator("vaadin-combo-box-item").filter(new Locator.FilterOptions().setHasText(value)).first().click();
    }

    private static void select(Page page, String label, String value) {
        page.locator("vaadin-select").filter(new Locator.FilterOptions().setHasText(label)).locator("vaadin-select-value-button").click();
        page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName(value).setExact(true)).click();
    }
}
