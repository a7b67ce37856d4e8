package dev.millrace.whole;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.millrace.browser.Browser;
import dev.millrace.browser.InBrowser;
import dev.millrace.browser.RunningApplication;
import dev.millrace.server.Standstill;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each shipped template becomes a pipeline by what the gallery offers, and three of them run under a stranger's mouse, in time. */
@InBrowser
class TemplatesIT {
    private static final Pattern SOME = Pattern.compile("[1-9][0-9]*");
    /** Writes numbers as long as they become at all edges, also where the drawing is seen from afar, and tells which cover something. */
    private static final String COVERED = """
            () => {
              const near = document.head.appendChild(document.createElement('style'));
              near.textContent = '.mr-far .mr-edge-numbers { display: inline !important }';
              const box = (what, element) => ({ what, ...element.getBoundingClientRect().toJSON() });
              const numbers = [...document.querySelectorAll('.mr-edge-numbers')].map((g) => {
                g.children[0].textContent = '12.4 k/s';
                g.children[1].textContent = '1.23 M';
                return box(g.dataset.rate, g);
              });
              const nodes = [...document.querySelectorAll('.mr-node')].map((n) => box(n.dataset.nodeId, n));
              near.remove();
              const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
              return numbers.flatMap((n, i) => [...numbers.slice(i + 1), ...nodes].filter((other) => meet(n, other)).map((other) => `${n.what} and ${other.what}`));
            }""";

    private static Locator card(Page page, String id) {
        return page.locator(".template-card").filter(new Locator.FilterOptions().setHas(page.locator("a[href$='templates/" + id + "']")));
    }

    private static Locator use(Page page, String id) {
        return card(page, id).getByRole(AriaRole.BUTTON);
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    @Test
    void eachShippedOneIsMadeAPipelineWithWhatItIsPresetTo(Browser browser, RunningApplication application) {
        var shipped = StreamSupport.stream(application.json("GET", "/templates", "").spliterator(), false)
                .filter(t -> t.path("shipped").asBoolean()).map(t -> t.path("id").asString()).toList();
        assertThat(shipped).hasSizeGreaterThanOrEqualTo(18);
        browser.signIn();
        Page page = browser.page();
        long begin = System.nanoTime();
        for (String id : shipped) {
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Templates").setExact(true)).click();
            use(page, id).click();
            page.locator("#create-pipeline").click();
            page.waitForURL("**/pipelines/*");
            Designer.on(page);
            assertThat(page.locator(".designer-bar")).containsText("No errors");
            assertThat(page.locator(".mr-node").first()).isVisible();
            assertThat(page.locator(".mr-state-ERROR, .mr-state-NEEDS_SETUP")).hasCount(0);
            // Edges are drawn after nodes.
            assertThat(page.locator(".mr-edge-numbers").first()).isAttached();
            assertThat((List<?>) page.evaluate(COVERED)).as("numbers of edges in '%s' that lie on others or on nodes", id).isEmpty();
        }
        System.out.printf("%d templates made pipelines in %.1f s%n", shipped.size(), since(begin).toMillis() / 1000.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"card-fraud", "sensor-monitoring", "log-bursts"})
    void aStrangerHasItRunningWithinTwoMinutes(String id, Browser browser, RunningApplication application) {
        Page page = browser.signIn();
        try (var still = new Standstill()) {
            long begin = System.nanoTime();
            browser.open("/templates");
            use(page, id).click();
            page.locator("#create-pipeline").click();
            Designer.on(page);
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Deploy").setExact(true)).click();
            page.locator("#deploy-now").click();
            // Longer than what is promised, so that what it took is known where it took longer.
            assertThat(page.locator(".mr-edge-numbers").first()).hasAttribute("data-total", SOME, new LocatorAssertions.HasAttributeOptions().setTimeout(240_000));
            Duration took = since(begin);
            System.out.printf("%s: from the gallery to the first rows in %.1f s%n", id, took.toMillis() / 1000.0);
            assertThat(took).as("with a machine that stood still for %s", still.total()).isLessThan(Duration.ofMinutes(2).plus(still.total()));
        }

        if (id.equals("sensor-monitoring")) {
            Looks.inBothThemes(browser, "edge-numbers");
        }

        // Rows may be counted before it is seen to run.
        assertThat(page.locator(".badge-running")).isVisible();
        // What is looked at from afar has its number too.
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Details")).click();
        // The designer has such numbers too, and stays for a moment.
        Locator source = page.locator(".deployment .mr-node.mr-role-SOURCE .mr-node-far").first();
        assertThat(source).containsText(Pattern.compile("[1-9][0-9.  k]*(/s| rows)"));
        if (id.equals("card-fraud")) {
            assertThat(page.locator(".deployment .react-flow.mr-far")).isVisible();
            assertThat(source).isVisible();
            page.mouse().move(1400, 500);
            Looks.inBothThemes(browser, "deployment-from-afar");
            Looks.small(browser, "deployment-from-afar");
        }
        page.waitForURL("**/deployments/*");
        String deployment = page.url().replaceAll(".*/deployments/([^/?]+).*", "$1");
        new Deployments(application).end(deployment);
    }
}
