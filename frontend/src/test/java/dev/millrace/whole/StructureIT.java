package dev.millrace.whole;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.millrace.browser.Browser;
import dev.millrace.browser.InBrowser;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What gives a drawing structure: disabled nodes, by mouse and by keyboard, in both themes. */
@InBrowser
class StructureIT {
    private static Designer chain(Browser browser, String name) {
        browser.signIn();
        var designer = Designer.blank(browser, name);
        designer.drag("source.demo", 140, 200);
        designer.drag("operator.filter", 480, 200);
        designer.drag("sink.discard", 820, 200);
        designer.connect("demo-stream.out", "filter.in");
        designer.connect("filter.out", "discard.in");
        return designer;
    }

    private static void pictures(Browser browser, String name) {
        browser.page().mouse().move(5, 5);
        browser.screenshot(name + "-light");
        browser.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        browser.screenshot(name + "-dark");
        browser.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    }

    private static Locator face(Page page, String id) {
        return page.locator(".mr-node[data-node-id='" + id + "']");
    }

    @Test
    void nodesAreBypassedAndCutOut(Browser browser) {
        var designer = chain(browser, "Disabled");
        Page page = designer.page();
        // The filter has no condition yet: bypassed, nothing is missing.
        designer.expectState("filter", "NEEDS_SETUP");
        designer.node("filter").click();
        page.keyboard().press("b");
        assertThat(face(page, "filter")).hasAttribute("data-use", "BYPASSED");
        assertThat(face(page, "filter").locator(".mr-node-use")).hasText("bypassed");
        assertThat(designer.node("filter")).hasAttribute("aria-label", Pattern.compile(".*bypassed, rows pass as they come.*"));
        assertThat(page.locator(".designer-bar")).containsText("No errors");
        assertThat(page.locator(".mr-notice")).containsText("Filter: bypassed");
        page.locator(".mr-board").press("ControlOrMeta+z");
        assertThat(face(page, "filter")).hasAttribute("data-use", "ENABLED");
        page.locator(".mr-board").press("ControlOrMeta+y");
        assertThat(face(page, "filter")).hasAttribute("data-use", "BYPASSED");

        // By mouse, from the node's menu; what hangs on it goes with it.
        designer.node("filter").click(new Locator.ClickOptions().setButton(com.microsoft.playwright.options.MouseButton.RIGHT));
        page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName("Cut out, or enable again")).click();
        assertThat(face(page, "filter")).hasAttribute("data-use", "CUT");
        assertThat(face(page, "discard")).hasAttribute("data-use", "LEFT_OUT");
        pictures(browser, "disabled");

        // A source lets nothing pass, and says so.
        designer.node("demo-stream").click();
        page.keyboard().press("b");
        assertThat(page.locator(".mr-notice")).containsText("'demo-stream' cannot be bypassed: it is a source");
        assertThat(page.locator(".inspector [data-use]")).containsText("cannot be bypassed");

        // In the inspector, and kept over a reload.
        designer.select("filter");
        designer.choose(page.locator(".inspector [data-use]"), "Bypassed");
        assertThat(face(page, "filter")).hasAttribute("data-use", "BYPASSED");
        assertThat(face(page, "discard")).hasAttribute("data-use", "ENABLED");
        page.locator(".mr-board").press("ControlOrMeta+d");
        assertThat(face(page, "filter-2")).hasAttribute("data-use", "BYPASSED");
        page.reload();
        Designer.on(page);
        assertThat(face(page, "filter")).hasAttribute("data-use", "BYPASSED");
        pictures(browser, "bypassed");
    }
}
