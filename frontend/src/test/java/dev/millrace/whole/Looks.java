package dev.millrace.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.millrace.browser.Browser;
import java.util.List;
import java.util.Locale;

/** Pictures of a page, and a look whether anything on it shuts somebody out. */
final class Looks {
    private static final List<String> GRAVE = List.of("serious", "critical");

    private Looks() {}

    /** NAME-dark.png and NAME-light.png; the page stays light. */
    static void inBothThemes(Browser browser, String name) {
        Page page = browser.page();
        for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            browser.screenshot(name + "-" + scheme.name().toLowerCase(Locale.ROOT));
            // Of what is looked at only contrast depends on the theme.
            shutNobodyOut(scheme == ColorScheme.DARK ? axe(page).withRules(List.of("color-contrast")) : axe(page), name + " in " + scheme);
        }
    }

    /** As {@link #inBothThemes}, of a dialog that is open: what lies under it is out of reach, and axe takes that for a fault of its own. */
    static void dialogInBothThemes(Browser browser, String name) {
        Page page = browser.page();
        for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            browser.screenshot(name + "-" + scheme.name().toLowerCase(Locale.ROOT));
            shutNobodyOut(axe(page).include("vaadin-dialog"), name + " in " + scheme);
        }
    }

    /** NAME-1024.png, for a small screen. */
    static void small(Browser browser, String name) {
        browser.page().setViewportSize(1024, 768);
        browser.screenshot(name + "-1024");
        browser.page().setViewportSize(1440, 900);
    }

    /** Axe finds nothing serious or critical. */
    static void shutNobodyOut(Page page, String what) {
        shutNobodyOut(axe(page), what);
    }

    /** In the page itself and for violations alone: a look takes a quarter of the time, and our pages have no frames for which more would be needed. */
    private static AxeBuilder axe(Page page) {
        var options = new AxeRunOptions();
        options.setResultTypes(List.of("violations"));
        return new AxeBuilder(page).options(options).setLegacyMode(true);
    }

    private static void shutNobodyOut(AxeBuilder axe, String what) {
        assertThat(axe.analyze().getViolations().stream().filter(v -> GRAVE.contains(v.getImpact()))
                .map(v -> v.getId() + ": " + v.getHelp() + " at " + v.getNodes().stream().map(n -> n.getTarget() + " " + n.getHtml()).toList()).toList()).as(what).isEmpty();
    }
}
