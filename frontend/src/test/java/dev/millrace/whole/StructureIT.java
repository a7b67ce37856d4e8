package dev.millrace.whole;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.KeyboardModifier;
import com.microsoft.playwright.options.MouseButton;
import dev.millrace.browser.Browser;
import dev.millrace.browser.InBrowser;
import dev.millrace.browser.RunningApplication;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What gives a drawing structure: disabled nodes, notes and groups, by mouse and by keyboard, in both themes. */
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
        Looks.inBothThemes(browser, name);
    }

    /** In small steps, as a hand does. */
    private static void pull(Page page, double fromX, double fromY, double toX, double toY) {
        page.mouse().move(fromX, fromY);
        page.mouse().down();
        page.mouse().move(toX, toY, new Mouse.MoveOptions().setSteps(15));
        page.mouse().up();
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
        Said.after(page, () -> page.keyboard().press("b"), "Filter: bypassed");
        assertThat(face(page, "filter")).hasAttribute("data-use", "BYPASSED");
        assertThat(face(page, "filter").locator(".mr-node-use")).hasText("bypassed");
        assertThat(designer.node("filter")).hasAttribute("aria-label", Pattern.compile(".*bypassed, rows pass as they come.*"));
        assertThat(page.locator(".designer-bar")).containsText("No errors");
        page.locator(".mr-board").press("ControlOrMeta+z");
        assertThat(face(page, "filter")).hasAttribute("data-use", "ENABLED");
        page.locator(".mr-board").press("ControlOrMeta+y");
        assertThat(face(page, "filter")).hasAttribute("data-use", "BYPASSED");

        // By mouse, from the node's menu; what hangs on it goes with it.
        designer.node("filter").click(new Locator.ClickOptions().setButton(MouseButton.RIGHT));
        page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName("Cut out, or enable again")).click();
        assertThat(face(page, "filter")).hasAttribute("data-use", "CUT");
        assertThat(face(page, "discard")).hasAttribute("data-use", "LEFT_OUT");
        pictures(browser, "disabled");

        // A source lets nothing pass, and says so.
        designer.node("demo-stream").click();
        Said.after(page, () -> page.keyboard().press("b"), "'demo-stream' cannot be bypassed: it is a source");
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

    @Test
    void aNodeHasAParallelismOfItsOwn(Browser browser) {
        var designer = chain(browser, "Copies");
        Page page = designer.page();
        designer.select("filter");
        designer.typeExpression("condition", "delay > 5");
        Locator field = page.locator(".inspector [data-parallelism] input");
        assertThat(field).hasAttribute("placeholder", "1, as the pipeline");
        field.fill("4");
        field.press("Enter");
        assertThat(face(page, "filter").locator(".mr-node-copies")).hasText("×4");
        assertThat(designer.node("filter")).hasAttribute("aria-label", Pattern.compile(".*Parallelism 4.*Rows come from 1 copy and are dealt out in turn to 4: they may overtake one another.*"));
        page.locator(".mr-board").press("ControlOrMeta+d");
        assertThat(face(page, "filter-2").locator(".mr-node-copies")).hasText("×4");
        // The copy is selected, and its settings come a moment later: in place of those of the first, which would come anew while they are written in.
        assertThat(page.locator(".inspector .inspector-head .node-id")).hasText("filter-2");
        page.locator(".mr-board").press("ControlOrMeta+z");
        designer.select("filter");
        pictures(browser, "parallelism");
        field.fill("200");
        field.press("Enter");
        assertThat(page.locator(".inspector [data-parallelism]")).containsText("1 to 128, or empty");
        assertThat(face(page, "filter").locator(".mr-node-copies")).hasText("×4");
        field.fill("");
        field.press("Enter");
        assertThat(face(page, "filter").locator(".mr-node-copies")).hasCount(0);
    }

    @Test
    void notesAreWrittenMovedSizedAndColoured(Browser browser) {
        browser.signIn();
        var designer = Designer.blank(browser, "Notes");
        Page page = designer.page();
        designer.drag("source.demo", 140, 120);
        Locator board = page.locator(".mr-board");
        var box = board.boundingBox();
        page.mouse().move(box.x + 300, box.y + 350);
        board.focus();
        page.keyboard().press("n");
        Locator field = page.getByLabel("Text of the note");
        field.waitFor();
        String hostile = "<img src=x onerror=\"document.title='taken'\">";
        field.fill("# Why\n- **late** rows\n" + hostile);
        field.press("ControlOrMeta+Enter");
        Locator note = page.locator(".mr-note");
        assertThat(note.locator(".mr-note-heading")).hasText("Why");
        assertThat(note.locator("strong")).hasText("late");
        assertThat(note).containsText(hostile);
        assertThat(note.locator("img")).hasCount(0);
        Locator wrapper = page.locator(".react-flow__node-note");
        assertThat(wrapper).hasAttribute("aria-label", Pattern.compile("Note: # Why.*", Pattern.DOTALL));

        // Colour by mouse and by the list of commands, place and size by keyboard and mouse.
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Blue")).click();
        assertThat(note).hasAttribute("data-color", "blue");
        board.press("ControlOrMeta+k");
        page.keyboard().type("colour");
        page.keyboard().press("Enter");
        page.keyboard().type("rose");
        page.keyboard().press("Enter");
        assertThat(note).hasAttribute("data-color", "rose");
        wrapper.focus();
        double width = wrapper.boundingBox().width;
        page.keyboard().press("Alt+ArrowRight");
        page.waitForCondition(() -> wrapper.boundingBox().width > width + 10);
        double x = wrapper.boundingBox().x;
        page.keyboard().press("Shift+ArrowRight");
        page.waitForCondition(() -> wrapper.boundingBox().x > x + 5);
        wrapper.click();
        var handle = page.locator(".react-flow__node-note .react-flow__resize-control.handle.bottom.right").boundingBox();
        pull(page, handle.x + 4, handle.y + 4, handle.x + 54, handle.y + 64);
        page.waitForCondition(() -> wrapper.boundingBox().height > 160);
        double y = wrapper.boundingBox().y;
        double left = wrapper.boundingBox().x;
        pull(page, left + 60, y + 120, left + 100, y + 200);
        page.waitForCondition(() -> wrapper.boundingBox().y > y + 30);
        pictures(browser, "note");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Document")).click();
        assertThat(page.locator(".drawer-content")).containsText("color: rose");
        page.reload();
        Designer.on(page);
        assertThat(note).containsText(hostile);
        note.click();
        board.press("Delete");
        assertThat(note).hasCount(0);
        board.press("ControlOrMeta+z");
        assertThat(note).containsText(hostile);
    }

    @Test
    void groupsFoldToABoxThatKeepsItsEdges(Browser browser) {
        var designer = chain(browser, "Groups");
        Page page = designer.page();
        Locator board = page.locator(".mr-board");
        designer.node("filter").click();
        designer.node("discard").click(new Locator.ClickOptions().setModifiers(List.of(KeyboardModifier.SHIFT)));
        page.keyboard().press("g");
        page.getByLabel("Title of the group").fill("Clean up");
        page.keyboard().press("Enter");
        Locator frame = page.locator(".mr-frame");
        assertThat(frame).containsText("Clean up");
        assertThat(frame).containsText("2 nodes");
        assertThat(page.locator(".react-flow__node-frame")).hasAttribute("aria-label", "Group Clean up, 2 nodes, open");
        pictures(browser, "group");

        // By the head of the frame its nodes move together.
        double before = designer.node("filter").boundingBox().y;
        double far = designer.node("discard").boundingBox().y;
        var head = page.locator(".mr-frame-title").boundingBox();
        pull(page, head.x + 10, head.y + 8, head.x + 40, head.y + 118);
        page.waitForCondition(() -> designer.node("filter").boundingBox().y > before + 80 && designer.node("discard").boundingBox().y > far + 80);

        // Folded by key, with its edge; what crosses the border is counted.
        page.locator(".react-flow__node-frame").focus();
        page.keyboard().press("h");
        Locator folded = page.locator(".mr-folded");
        assertThat(folded).containsText("2 nodes · 1 in · 0 out");
        assertThat(designer.node("filter")).hasCount(0);
        assertThat(designer.edge("demo-stream.out", "filter.in")).hasCount(1);
        assertThat(designer.edge("filter.out", "discard.in")).hasCount(0);
        assertThat(page.locator(".react-flow__node[data-id='group:group-1']")).hasAttribute("aria-label", Pattern.compile("Group Clean up, folded.*"));
        pictures(browser, "folded");
        designer.node("demo-stream").focus();
        page.keyboard().press("ArrowRight");
        assertThat(page.locator(".react-flow__node[data-id='group:group-1']")).isFocused();
        page.reload();
        Designer.on(page);
        assertThat(folded).containsText("Clean up");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Unfold Clean up")).click();
        assertThat(designer.node("discard")).hasCount(1);

        // Laid out, what belongs together stays so; taken apart, all of it stays.
        String unlaid = designer.node("filter").getAttribute("style");
        board.press("l");
        // The layouter takes its time, and what is undone below must not be its work.
        assertThat(designer.node("filter")).not().hasAttribute("style", unlaid);
        designer.node("filter").click();
        page.keyboard().press("u");
        assertThat(frame).hasCount(0);
        assertThat(designer.node("filter")).hasCount(1);
        board.press("ControlOrMeta+z");
        assertThat(frame).containsText("Clean up");

        // Copied with all that is in it, and deleted with it.
        page.locator(".mr-frame-title").click();
        board.press("ControlOrMeta+d");
        assertThat(frame).hasCount(2);
        assertThat(designer.edge("filter-2.out", "discard-2.in")).hasCount(1);
        board.press("Delete");
        assertThat(frame).hasCount(1);
        assertThat(designer.node("filter-2")).hasCount(0);
    }

    /** What is deployed runs without what is disabled, and who may only look at it can still look into a folded group. */
    @Test
    void aDeploymentRunsAsItIsDrawn(Browser browser, RunningApplication application) {
        var deployments = new Deployments(application);
        String id = deployments.deploy("structured.yaml");
        browser.signIn();
        browser.open("/deployments/" + id);
        Page page = browser.page();
        Locator box = page.locator(".mr-folded");
        assertThat(box).containsText("Clean up");
        assertThat(box).hasAttribute("data-state", "RUNNING");
        // Over the border of the group, and behind the bypassed node in it, run the rows that the source made.
        assertThat(page.locator("[data-rate='demo.out->late.in']")).hasAttribute("data-total", Pattern.compile("[1-9]\\d*"));
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Unfold Clean up")).click();
        assertThat(face(page, "late")).hasAttribute("data-use", "BYPASSED");
        assertThat(face(page, "audit")).hasAttribute("data-use", "CUT");
        assertThat(face(page, "audited")).hasAttribute("data-use", "LEFT_OUT");
        assertThat(page.locator("[data-rate='late.out->kept.in']")).hasAttribute("data-total", Pattern.compile("[1-9]\\d*"));
        assertThat(page.locator("[data-rate='demo.out->audit.in']")).hasAttribute("data-total", "");
        page.locator(".react-flow__node-frame").focus();
        page.keyboard().press("h");
        assertThat(box).containsText("Clean up");
        deployments.end(id);
    }
}
