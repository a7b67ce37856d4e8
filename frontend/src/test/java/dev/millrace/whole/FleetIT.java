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
import dev.millrace.browser.Browser;
import dev.millrace.browser.InBrowser;
import dev.millrace.browser.RunningApplication;
import dev.millrace.load.NinetyDays;
import dev.millrace.server.Standstill;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** A job with a node that is slow on purpose: found on its page, looked at over time, and seen among all deployments. */
@InBrowser
class FleetIT {
    private static final String BREAKS = """
            millrace: 1
            name: Fleet breaks
            nodes:
              flights: {kind: source.demo@1, settings: {rowsPerSecond: 10}}
              divide: {kind: operator.map@1, settings: {compute: [{name: x, expression: 10 / (id - id)}]}}
              look: {kind: sink.print@1}
            edges: [{from: flights.out, to: divide.in}, {from: divide.out, to: look.in}]
            """;

    @Test
    void theSlowNodeIsFoundAndLookedAtOverTime(Browser browser, RunningApplication application) throws IOException, SQLException {
        var deployments = new Deployments(application);
        String slow = deployments.deploy("slow.yaml");
        browser.signIn();
        Page page = browser.open("/deployments/" + slow);
        isFound(page);
        charts(browser, page);
        ninetyDays(browser, application, slow);
        deployments.end(slow);
    }

    @Test
    void allDeploymentsAreSeenInOneLook(Browser browser, RunningApplication application) {
        var deployments = new Deployments(application);
        String breaks = deploy(application, BREAKS);
        String prints = deploy(application, deployments.document("printed.yaml", Map.of("name: Printed", "name: Fleet prints")));
        browser.signIn();
        Page page = browser.open("/deployments");
        deployments.awaitState(prints, "RUNNING");
        // Before, it is for moments as healthy as the other one, and below it.
        await().atMost(Duration.ofSeconds(120)).until(() -> deployments.get(breaks), d -> d.path("restarts").asInt() >= 3 || d.path("state").asString().equals("FAILED"));
        fleet(browser, page);
        tags(browser, page);
        wall(browser, page);
        several(page, deployments, prints);
        deployments.over(breaks);
    }

    private static String deploy(RunningApplication application, String document) {
        String pipeline = application.json("POST", "/pipelines", document, "Content-Type", "application/yaml").path("id").asString();
        return application.json("POST", "/deployments", "{\"pipeline\":\"" + pipeline + "\"}").path("id").asString();
    }

    private static void isFound(Page page) {
        assertThat(page.locator(".bottleneck")).containsText(Pattern.compile("'Enrich' holds the rest back: busy \\d+ %, two nodes before it wait"));
        assertThat(page.locator("[data-node-id='enrich']")).hasAttribute("data-state", "HOLDS_BACK");
        assertThat(page.locator("[data-node-id='bids']")).hasAttribute("data-state", "HELD_BACK");
        assertThat(page.locator(".mr-edge-waiting [data-rate='bids.out->once.in']")).hasCount(1);
        assertThat(page.locator(".mr-edge-waiting [data-rate='once.out->enrich.in']")).hasCount(1);
        assertThat(page.locator(".mr-edge-waiting")).hasCount(2);
        assertThat(page.locator("[data-load='bids']")).containsText("waits");
        assertThat(page.locator("[data-load='enrich']")).containsText("busy");
    }

    private static void charts(Browser browser, Page page) throws IOException {
        assertThat(page.locator("millrace-time-chart:has(canvas)")).hasCount(11);
        Locator throughput = page.locator("millrace-time-chart").first();
        assertThat(throughput).hasAttribute("data-empty", "");
        // What waits for the slow node is on its way for a while, and its sink says so.
        assertThat(page.locator("millrace-time-chart[aria-label^='How long records are on their way']")).hasAttribute("data-empty", "");
        assertThat(page.locator("[data-load='look']")).containsText(Pattern.compile("\\d m?s latency"));
        browser.screenshot("fleet-deployment");
        throughput.scrollIntoViewIfNeeded();
        Looks.inBothThemes(browser, "fleet-charts");
        Looks.small(browser, "fleet-charts");

        // A mark says what happened, where it is focused; and when, in UTC too.
        Locator mark = throughput.locator(".chart-mark").first();
        mark.focus();
        assertThat(throughput.locator(".chart-tip")).containsText("UTC");

        // Dragging zooms in on all charts, and there is a way back.
        // After the small window it is soon as wide as its place again.
        page.waitForFunction("chart => chart.querySelector('.u-wrap')?.offsetWidth === chart.clientWidth", throughput.elementHandle());
        BoundingBox box = throughput.locator(".u-over").boundingBox();
        page.mouse().move(box.x + box.width * 0.5, box.y + 60);
        page.mouse().down();
        page.mouse().move(box.x + box.width * 0.8, box.y + 60, new Mouse.MoveOptions().setSteps(5));
        page.mouse().up();
        Locator back = page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Follow the clock again"));
        assertThat(back).isVisible();
        assertThat(page.locator(".looking-at time")).hasCount(2);
        browser.screenshot("fleet-zoomed");
        back.click();
        assertThat(back).not().isVisible();

        Download numbers = page.waitForDownload(() -> save(page, "Numbers (CSV)"));
        assertThat(numbers.suggestedFilename()).isEqualTo("slow-on-purpose-throughput.csv");
        assertThat(Files.readString(numbers.path())).startsWith("time (UTC),Rows in mean (rows/s),Rows in least (rows/s),Rows in most (rows/s),Rows out mean")
                .containsPattern("\r\n\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z,\\d");
        Download picture = page.waitForDownload(() -> save(page, "Picture (PNG)"));
        assertThat(picture.suggestedFilename()).isEqualTo("slow-on-purpose-throughput.png");
        assertThat(ImageIO.read(picture.path().toFile()).getWidth()).isGreaterThan(300);
        Files.copy(picture.path(), Path.of("target", "screenshots", "fleet-chart-saved.png"), StandardCopyOption.REPLACE_EXISTING);
    }

    /** A machine on which others work takes longer than the second that is promised; how long it took is written down. */
    private static void ninetyDays(Browser browser, RunningApplication application, String deployment) throws IOException, SQLException {
        var ninety = new NinetyDays(application, deployment);
        ninety.fill();
        try (var still = new Standstill()) {
            double millis = ninety.openedWithin(browser);
            double stood = still.total().toMillis();
            String figure = "90 days of history drawn %.0f ms after the click".formatted(millis);
            System.out.println(figure);
            Files.writeString(Path.of("target", "ninety-days.txt"), figure + "\n");
            browser.screenshot("fleet-ninety-days");
            assertThat(millis).as("with a machine that stood still for %s ms", stood).isLessThan(3_000 + stood);
        }
    }

    private static void save(Page page, String as) {
        page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("Save Throughput")).click();
        page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName(as)).click();
    }

    private static void fleet(Browser browser, Page page) {
        Locator links = page.locator("vaadin-grid a:visible");
        // Others may have run here before.
        page.getByLabel("Search").fill("fleet ");
        assertThat(links).hasCount(2);
        assertThat(page.locator(".fleet-name", new Page.LocatorOptions().setHasText("Fleet breaks")).locator(".error-text")).containsText("Division by zero");
        // The worse one is above, though it was deployed before.
        assertThat(links.first()).hasText("Fleet breaks");
        assertThat(page.locator(".spark-in path[d^='M']").first()).isAttached();
        Looks.inBothThemes(browser, "fleet");
        Looks.small(browser, "fleet");
        Locator running = page.locator(".fleet-chip", new Page.LocatorOptions().setHasText("running"));
        running.click();
        assertThat(running).hasAttribute("aria-pressed", "true");
        assertThat(links).hasCount(1);
        page.getByLabel("Search").fill("nothing is called so");
        assertThat(page.locator(".fleet-empty")).containsText("No deployment is like that");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Show all")).click();
        assertThat(links.filter(new Locator.FilterOptions().setHasText("Fleet breaks"))).hasCount(1);
    }

    /** Given to one, looked for, and taken as groups. */
    private static void tags(Browser browser, Page page) {
        page.getByLabel("Search").fill("fleet ");
        assertThat(page.locator("vaadin-grid a:visible")).hasCount(2);
        choose(page, "Fleet prints");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Tags…")).click();
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        assertThat(dialog).containsText("Tags of Fleet prints");
        Locator field = dialog.getByLabel("Tags", new Locator.GetByLabelOptions().setExact(true));
        field.fill("<b>no</b>");
        field.press("Enter");
        assertThat(dialog).containsText("cannot be a tag");
        field.fill("Nightly fleet-eu");
        field.press("Enter");
        assertThat(dialog.locator("vaadin-multi-select-combo-box-chip:visible").first()).isVisible();
        browser.screenshot("fleet-tags-dialog");
        dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Save")).click();
        Locator prints = page.locator(".fleet-name", new Page.LocatorOptions().setHasText("Fleet prints"));
        assertThat(prints.locator(".fleet-tag")).hasText(new String[] {"fleet-eu", "nightly"});
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Choose none")).click();
        page.getByLabel("Search").fill("fleet-eu");
        assertThat(page.locator("vaadin-grid a:visible")).hasCount(1);
        page.getByLabel("Search").fill("fleet ");
        Locator grouping = page.locator(".fleet-tools vaadin-select");
        grouping.click();
        page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName("By tag")).click();
        assertThat(page.locator(".fleet h2:visible")).hasText(new String[] {"fleet-eu", "nightly", "Without a tag"});
        Looks.inBothThemes(browser, "fleet-by-tag");
        grouping.click();
        page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName("Not grouped")).click();
        assertThat(page.locator("vaadin-grid a:visible")).hasCount(2);
    }

    private static void wall(Browser browser, Page page) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("On the wall")).click();
        assertThat(page.locator(".wall-tile", new Page.LocatorOptions().setHasText("Fleet breaks"))).containsText("Division by zero");
        assertThat(page.locator(".wall-tile", new Page.LocatorOptions().setHasText("Fleet prints"))).containsText("Running");
        assertThat(page.locator("html")).hasCSS("color-scheme", "dark");
        browser.screenshot("fleet-wall");
        Looks.shutNobodyOut(page, "the wall");
        browser.open("/deployments");
    }

    /** Chooses two, and is asked once and told of both. */
    private static void several(Page page, Deployments deployments, String prints) {
        page.getByLabel("Search").fill("fleet ");
        assertThat(page.locator("vaadin-grid a:visible")).hasCount(2);
        choose(page, "Fleet breaks");
        choose(page, "Fleet prints");
        assertThat(page.locator(".fleet-chosen")).containsText("2 chosen");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Stop with savepoint")).click();
        Locator dialog = page.getByRole(AriaRole.ALERTDIALOG);
        assertThat(dialog).containsText("Stop these 2 deployments?");
        assertThat(dialog.getByRole(AriaRole.LISTITEM)).hasCount(2);
        dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Stop").setExact(true)).click();
        assertThat(page.locator(".fleet-results li")).hasCount(2);
        assertThat(page.locator(".fleet-results")).containsText("Fleet prints will stop after a savepoint");
        assertThat(page.locator(".fleet-chosen")).not().isVisible();
        deployments.awaitState(prints, "STOPPED");
        assertThat(page.locator(".fleet-name", new Page.LocatorOptions().setHasText("Fleet prints"))).isVisible();
        assertThat(page.locator(".badge.health-over", new Page.LocatorOptions().setHasText("Stopped")).first()).isVisible();
    }

    /** By the box in the row of that name: the first of all boxes is the one that chooses all rows. */
    private static void choose(Page page, String name) {
        List<String> names = fromTop(page.locator("vaadin-grid a:visible")).stream().map(Locator::innerText).toList();
        fromTop(page.locator("vaadin-grid-cell-content vaadin-checkbox:visible")).get(names.indexOf(name) + 1).click();
        assertThat(page.locator(".fleet-chosen")).isVisible();
    }

    private static List<Locator> fromTop(Locator all) {
        return all.all().stream().sorted(Comparator.comparing(l -> l.boundingBox().y)).toList();
    }
}
