package dev.millrace.whole;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.millrace.browser.Browser;
import dev.millrace.browser.InBrowser;
import dev.millrace.browser.RunningApplication;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** A column under another name takes along all that reads it, and a column that goes is missed by name. */
@InBrowser
class RenameIT {
    private static String pipeline(RunningApplication application) {
        return application.json("POST", "/pipelines", """
                millrace: 1
                name: Renamed
                nodes:
                  flights:
                    kind: source.values@1
                    settings:
                      columns: [{name: id, type: BIGINT}, {name: delay, type: INT}, {name: origin, type: STRING}]
                      rows: '[{"id": 1, "delay": 75, "origin": "ORD"}, {"id": 2, "delay": 5, "origin": "SFO"}]'
                  late: {kind: operator.filter@1, settings: {condition: "delay > 60 AND origin <> 'delay'"}}
                  parts: {kind: operator.router@1, settings: {branches: [{name: far, condition: origin = 'SFO'}]}}
                  shaped: {kind: operator.map@1, settings: {compute: [{name: hours, expression: delay / 60}], rename: [{column: delay, name: minutes}]}}
                  long: {kind: operator.filter@1, settings: {condition: hours > 1}}
                  out: {kind: sink.kafka@1, settings: {topic: renamed-out}}
                  rest: {kind: sink.discard@1}
                edges:
                  - {from: flights.out, to: late.in}
                  - {from: late.out, to: parts.in}
                  - {from: parts.far, to: shaped.in}
                  - {from: shaped.out, to: long.in}
                  - {from: long.out, to: out.in}
                  - {from: parts.else, to: rest.in}
                layout: {flights: {x: 0, y: 0}, late: {x: 300, y: 0}, parts: {x: 600, y: 0}, shaped: {x: 900, y: 0}, long: {x: 1200, y: 0}, out: {x: 1500, y: 0}, rest: {x: 900, y: 160}}
                """, "Content-Type", "application/yaml").path("id").asString();
    }

    @Test
    void aRenameIsFollowedShownBeforeAndUndoneInOneStep(Browser browser, RunningApplication application) {
        String pipeline = pipeline(application);
        browser.signIn();
        browser.open("/pipelines/" + pipeline);
        var designer = Designer.on(browser.page());
        Page page = designer.page();
        Locator offer = page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Rename where it is read"));

        designer.select("flights");
        Locator name = designer.setting("columns").locator(".entry").nth(1).locator("vaadin-text-field input").first();
        name.fill("wait");
        name.press("Tab");
        assertThat(offer).containsText("'delay' is now 'wait'");
        assertThat(offer).containsText("wait > 60 AND origin <> 'delay'");
        assertThat(offer).containsText("shaped");
        assertThat(offer).containsText("Rows");
        look(browser, "rename-offer");
        offer.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Rename in 4 places")).click();
        assertThat(offer).not().isVisible();
        assertThat(button(page, "No errors")).isVisible();
        assertThat(page.locator(".mr-node[data-node-id='late']")).containsText("wait > 60 AND origin <> 'delay'");

        button(page, "Undo").click();
        assertThat(page.locator(".mr-node[data-node-id='late']")).containsText("delay > 60 AND origin <> 'delay'");
        button(page, "Undo").click();
        assertThat(button(page, "No errors")).isVisible();

        designer.select("parts");
        Locator branch = designer.setting("branches").locator(".entry vaadin-text-field input").first();
        branch.fill("west");
        branch.press("Tab");
        assertThat(designer.edge("parts.west", "shaped.in")).hasCount(1);
        assertThat(button(page, "No errors")).isVisible();
    }

    @Test
    void aColumnIsRenamedFromTheListOfColumns(Browser browser, RunningApplication application) {
        String pipeline = pipeline(application);
        browser.signIn();
        browser.open("/pipelines/" + pipeline);
        var designer = Designer.on(browser.page());
        Page page = designer.page();
        designer.select("long");
        Locator inspector = page.locator(".inspector");
        inspector.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Rename column hours of out")).click();
        Locator form = page.locator(".rename-column");
        form.locator("input").fill("in hours");
        assertThat(form).containsText("In 'shaped', Compute 1, Name, and in 1 place that uses it. 'out' will write the new name.");
        assertThat(form).containsText("`in hours` > 1");
        look(browser, "rename-column");
        form.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Rename")).click();
        assertThat(form).hasCount(0);
        assertThat(inspector.locator(".node-outputs")).containsText("in hours");
        assertThat(button(page, "No errors")).isVisible();
        assertThat(application.json("GET", "/pipelines/" + pipeline, "").toString()).contains("`in hours` > 1");
    }

    @Test
    void whoReadsWhatIsGoneIsNamedWithAWayBack(Browser browser, RunningApplication application) {
        String pipeline = pipeline(application);
        browser.signIn();
        browser.open("/pipelines/" + pipeline);
        var designer = Designer.on(browser.page());
        Page page = designer.page();
        Locator loss = page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("What reads the lost columns"));
        designer.select("shaped");
        page.keyboard().press("Delete");
        assertThat(loss).containsText("'shaped' is gone. 1 node reads columns made there:");
        assertThat(loss).containsText("Keep rows where");
        look(browser, "lost-columns");
        loss.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Undo, and have the columns back")).click();
        assertThat(designer.node("shaped")).isVisible();
        assertThat(loss).not().isVisible();

        designer.select("flights");
        designer.setting("columns").getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Remove entry 2 of Columns")).click();
        assertThat(loss).containsText("'delay' is gone. 2 nodes read it:");
        assertThat(loss).containsText("Rename 1, Column · Compute 1, Expression");
        loss.locator(".follow-place").filter(new Locator.FilterOptions().setHasText("late")).click();
        assertThat(page.locator(".inspector .inspector-head .node-id")).hasText("late");
    }

    /** Pictures in both themes and two widths, and nothing serious for axe to find. */
    private static void look(Browser browser, String name) {
        Page page = browser.page();
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            for (int width : List.of(1440, 1024)) {
                page.setViewportSize(width, 900);
                browser.screenshot(name + "-" + scheme.name().toLowerCase(Locale.ROOT) + "-" + width);
            }
            Looks.shutNobodyOut(page, name);
        }
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        page.setViewportSize(1440, 900);
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
