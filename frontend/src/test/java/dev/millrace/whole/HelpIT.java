package dev.millrace.whole;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.millrace.browser.Browser;
import dev.millrace.browser.InBrowser;
import org.junit.jupiter.api.Test;

/** What a kind does is shown beside its settings, by rows in and out. */
@InBrowser
class HelpIT {
    @Test
    void aKindIsShownByAnExample(Browser browser) {
        browser.signIn();
        var designer = Designer.blank(browser, "Help");
        Page page = designer.page();
        designer.drag("window.tumbling", 300, 200);
        designer.select("tumbling-window");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Example of Tumbling window")).click();
        Locator help = page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Example of Tumbling window"));
        assertThat(help).containsText("window_start");
        assertThat(help).containsText("In Flink SQL");
        assertThat(help).containsText("TUMBLE(");
        assertThat(help).not().containsText("flowchart");
        Looks.inBothThemes(browser, "kind-help");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Close").setExact(true)).click();
        assertThat(help).hasCount(0);
    }
}
