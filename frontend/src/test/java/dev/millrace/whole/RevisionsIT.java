package dev.millrace.whole;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.millrace.browser.Browser;
import dev.millrace.browser.InBrowser;
import dev.millrace.browser.RunningApplication;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The history of a pipeline is named, two of its states are laid side by side, and an earlier one comes back. */
@InBrowser
class RevisionsIT {
    private static final String FIRST = """
            millrace: 1
            name: With a history
            nodes:
              flights:
                kind: source.values@1
                settings:
                  columns: [{name: id, type: BIGINT}, {name: delay, type: INT}, {name: origin, type: STRING}]
                  rows: '[{"id": 1, "delay": 75, "origin": "ORD"}, {"id": 2, "delay": 5, "origin": "SFO"}]'
              late: {kind: operator.filter@1, label: Late ones, settings: {condition: delay > 60}}
              out: {kind: sink.kafka@1, settings: {topic: late-flights}}
            edges:
              - {from: flights.out, to: late.in}
              - {from: late.out, to: out.in}
            layout: {flights: {x: 0, y: 0}, late: {x: 300, y: 0}, out: {x: 620, y: 0}}
            """;
    private static final String SECOND = FIRST.replace("delay > 60", "delay > 90").replace("out: {x: 620, y: 0}", "out: {x: 640, y: 40}");
    private static final String THIRD = SECOND.replace("late: {kind: operator.filter@1, label: Late ones, settings: {condition: delay > 90}}",
            "shaped: {kind: operator.map@1, settings: {compute: [{name: hours, expression: delay / 60}]}}").replace("to: late.in", "to: shaped.in").replace("from: late.out", "from: shaped.out")
            .replace("late: {x: 300, y: 0}", "shaped: {x: 300, y: 120}").replace("topic: late-flights", "topic: all-flights");

    private static String pipeline(RunningApplication application) {
        String id = application.json("POST", "/pipelines", FIRST, "Content-Type", "application/yaml").path("id").asString();
        application.json("PUT", "/pipelines/" + id, SECOND, "Content-Type", "application/yaml", "If-Match", "\"1\"");
        application.json("PUT", "/pipelines/" + id, THIRD, "Content-Type", "application/yaml", "If-Match", "\"2\"");
        return id;
    }

    @Test
    void revisionsAreNamedComparedAndRestored(Browser browser, RunningApplication application) {
        String pipeline = pipeline(application);
        browser.signIn();
        browser.open("/pipelines/" + pipeline);
        var designer = Designer.on(browser.page());
        Page page = designer.page();
        page.locator(".drawer-head vaadin-button").filter(new Locator.FilterOptions().setHasText("Revisions")).click();
        Locator rows = page.locator(".revision");
        assertThat(rows).hasCount(3);

        button(page, "Name revision 1").click();
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("before the move to v2");
        page.getByLabel("Why? (optional)").fill("<b>the topic</b> is shared");
        page.keyboard().press("Enter");
        assertThat(page.locator(".revision-name")).hasText("before the move to v2");
        assertThat(rows.last()).containsText("“<b>the topic</b> is shared”");
        assertThat(button(page, "Rename revision 1")).isFocused();
        page.getByLabel("Named ones only").check();
        assertThat(rows).hasCount(1);
        page.getByLabel("Named ones only").uncheck();
        assertThat(rows).hasCount(3);
        Looks.inBothThemes(browser, "revisions-list");
        Looks.small(browser, "revisions-list");

        button(page, "Compare revision 1").click();
        Locator comparison = page.locator(".comparison");
        assertThat(comparison).containsText("r1 “before the move to v2” compared with");
        assertThat(comparison).containsText("The node 'Late ones' is gone");
        assertThat(comparison).containsText("It has a new node 'shaped'");
        assertThat(comparison).containsText("'Topic' of 'out' is “all-flights”, no longer “late-flights”");
        assertThat(comparison).containsText("r3 differs from r1 in 7 places.");
        assertThat(comparison.locator("vaadin-details")).containsText("Looks only: 1 place");
        Looks.inBothThemes(browser, "revisions-words");
        Looks.small(browser, "revisions-words");

        button(page, "Line by line").click();
        assertThat(comparison.locator(".line-added").filter(new Locator.FilterOptions().setHasText("topic: all-flights"))).containsText(Pattern.compile("\\+ +topic: all-flights"));
        assertThat(comparison.locator(".line-removed").filter(new Locator.FilterOptions().setHasText("topic: late-flights"))).hasCount(1);
        Looks.inBothThemes(browser, "revisions-lines");

        button(page, "On the drawing").click();
        Locator compared = page.locator(".compared");
        assertThat(compared.locator(".mr-node[data-node-id='late']")).hasAttribute("data-difference", "REMOVED");
        assertThat(compared.locator(".mr-node[data-node-id='shaped']")).containsText("added");
        assertThat(compared.locator(".mr-node[data-node-id='flights']")).hasAttribute("data-difference", "SAME");
        assertThat(compared.locator(".react-flow__node[data-id='out']")).hasAttribute("aria-label", Pattern.compile("changed: 'Topic' of 'out' is “all-flights”, no longer “late-flights”"));
        assertThat(compared.locator(".mr-edge-differs-REMOVED circle")).hasCount(2);
        assertThat(compared.locator(".mr-edge-differs-ADDED circle")).hasCount(2);
        Looks.inBothThemes(browser, "revisions-drawing");
        Looks.small(browser, "revisions-drawing");
        // The drawing under it takes no keys.
        page.evaluate("document.activeElement.blur()");
        page.keyboard().press("Control+a");
        page.keyboard().press("Delete");
        button(page, "Back to the drawing").click();
        assertThat(compared).isHidden();
        assertThat(designer.node("shaped")).isVisible();

        comparison.locator("vaadin-combo-box input").click();
        page.locator("vaadin-combo-box-item").filter(new Locator.FilterOptions().setHasText("r2, ")).click();
        assertThat(comparison).containsText("r2 differs from r1 in one place.");
        assertThat(comparison).containsText("'Keep rows where' of 'Late ones' is “delay > 90”, no longer “delay > 60”");

        button(page, "Restore r1").click();
        assertThat(page.locator(".saved")).containsText("revision 4");
        assertThat(designer.node("late")).isVisible();
        button(page, "All revisions").click();
        assertThat(rows.first()).containsText("Restored revision 1");
        button(page, "Undo").click();
        assertThat(designer.node("shaped")).isVisible();
        assertThat(designer.node("late")).hasCount(0);
        assertThat(rows).hasCount(5);
        assertThat(application.json("GET", "/pipelines/" + pipeline + "/revisions/3/compare/5", "").path("changes").isEmpty()).isTrue();
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
