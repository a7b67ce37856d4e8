package dev.millrace.whole;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ElementState;
import dev.millrace.browser.Browser;
import java.util.List;
import java.util.regex.Pattern;

/** What a person does on the designer's page, with mouse and keyboard. */
final class Designer {
    private final Page page;

    private Designer(Page page) {
        this.page = page;
    }

    /** Makes a blank pipeline by the dialog of the first page. */
    static Designer blank(Browser browser, String name) {
        return blank(browser.page(), name);
    }

    /** The same in a tab that shows the first page. */
    static Designer blank(Page page, String name) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("New pipeline")).click();
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill(name);
        page.locator(".choice").filter(new Locator.FilterOptions().setHasText("Blank")).click();
        return on(page);
    }

    /** The designer that a page shows. */
    static Designer on(Page page) {
        page.locator(".mr-palette").waitFor();
        return new Designer(page);
    }

    Locator node(String id) {
        return page.locator(".react-flow__node[data-id='" + id + "']");
    }

    Locator edge(String from, String to) {
        return page.locator(".react-flow__edge[data-id='" + from + "->" + to + "']");
    }

    /** Drags a kind from the palette onto the canvas; the place is in pixels from the canvas's corner. */
    void drag(String kind, int x, int y) {
        page.locator(".mr-palette-item[data-kind='" + kind + "']").dragTo(page.locator(".mr-board"),
                new Locator.DragToOptions().setTargetPosition(x, y));
    }

    /** Waits until the view stands still: it is moved when a page opens and when the board gets another size, and what was measured before lies elsewhere then. */
    void still() {
        page.locator(".react-flow__viewport").first().elementHandle().waitForElementState(ElementState.STABLE);
    }

    /** Draws an edge from one port to another by mouse. */
    void connect(String from, String to) {
        pull(from, to);
        assertThat(page.locator(".react-flow__edge[data-id='" + from + "->" + to + "']")).hasCount(1);
    }

    /** Pulls a wire from one port to another and lets go. */
    void pull(String from, String to) {
        Locator start = page.locator("[data-port='" + from + "']");
        Locator end = page.locator("[data-port='" + to + "']");
        // A node that was only just added comes with the server's answer, and to its place a moment later.
        for (Locator port : List.of(start, end)) {
            port.elementHandle().waitForElementState(ElementState.STABLE);
        }
        still();
        BoundingBox a = start.boundingBox();
        BoundingBox b = end.boundingBox();
        page.mouse().move(a.x + a.width / 2, a.y + a.height / 2);
        page.mouse().down();
        page.mouse().move((a.x + b.x) / 2, (a.y + b.y) / 2 + 8);
        assertThat(page.locator(".react-flow__connection")).hasCount(1);
        page.mouse().move(b.x + b.width / 2 - 3, b.y + b.height / 2);
        page.mouse().move(b.x + b.width / 2, b.y + b.height / 2);
        assertThat(end).hasClass(Pattern.compile(".*\\bconnectingto\\b.*"));
        page.mouse().up();
    }

    void select(String id) {
        node(id).click();
        assertThat(page.locator(".inspector .inspector-head .node-id")).hasText(id);
    }

    Locator setting(String name) {
        return page.locator(".inspector [data-setting='" + name + "']");
    }

    /** Types into a text field or a combo box of the inspector. */
    void type(String setting, String text) {
        type(setting(setting), text);
    }

    void type(Locator field, String text) {
        Locator input = field.locator("input").first();
        input.fill(text);
        input.press("Enter");
        input.press("Tab");
    }

    void typeExpression(String setting, String text) {
        setting(setting).locator(".cm-content").click();
        page.keyboard().press("ControlOrMeta+a");
        page.keyboard().type(text);
        page.keyboard().press("Escape");
        page.locator(".inspector h2").click();
    }

    void choose(Locator select, String option) {
        // Not the middle of the whole field, where its help may stand.
        select.locator("vaadin-select-value-button").click();
        page.locator("vaadin-select-item").filter(new Locator.FilterOptions().setHasText(option)).last().click();
    }

    void expectState(String id, String state) {
        try {
            assertThat(page.locator(".mr-node[data-node-id='" + id + "']")).hasAttribute("data-state", state);
        } catch (AssertionError not) {
            throw new AssertionError("'" + id + "' is not " + state + ", and at the node that is selected it says " + page.locator(".inspector .error-text:visible").allInnerTexts(), not);
        }
    }

    Page page() {
        return page;
    }
}
