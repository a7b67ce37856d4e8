package dev.millrace.whole;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.millrace.browser.Browser;
import dev.millrace.browser.InBrowser;
import org.junit.jupiter.api.Test;

/** What the canvas does under mouse and keyboard. */
@InBrowser
class CanvasIT {
    @Test
    void nodesAreInsertedOnAnEdgeCopiedDeletedAndBroughtBack(Browser browser) {
        browser.signIn();
        var designer = Designer.blank(browser, "Canvas");
        Page page = designer.page();
        designer.drag("source.demo", 140, 200);
        designer.drag("sink.kafka", 520, 200);
        designer.connect("demo-stream.out", "kafka-sink.in");

        // Dropped on the edge, in the middle between both nodes.
        var a = page.locator("[data-port='demo-stream.out']").boundingBox();
        var b = page.locator("[data-port='kafka-sink.in']").boundingBox();
        var board = page.locator(".mr-board").boundingBox();
        designer.drag("operator.filter", (int) ((a.x + b.x) / 2 + 6 - board.x), (int) ((a.y + b.y) / 2 + 6 - board.y));
        assertThat(designer.edge("demo-stream.out", "filter.in")).hasCount(1);
        assertThat(designer.edge("filter.out", "kafka-sink.in")).hasCount(1);
        assertThat(designer.edge("demo-stream.out", "kafka-sink.in")).hasCount(0);

        page.locator(".mr-board").press("ControlOrMeta+z");
        assertThat(designer.node("filter")).hasCount(0);
        assertThat(designer.edge("demo-stream.out", "kafka-sink.in")).hasCount(1);
        page.locator(".mr-board").press("ControlOrMeta+y");
        assertThat(designer.node("filter")).hasCount(1);

        page.locator(".mr-board").press("ControlOrMeta+a");
        page.locator(".mr-board").press("ControlOrMeta+d");
        assertThat(page.locator(".react-flow__node")).hasCount(6);
        assertThat(designer.edge("demo-stream-2.out", "filter-2.in")).hasCount(1);
        page.locator(".mr-board").press("Delete");
        assertThat(page.locator(".react-flow__node")).hasCount(3);

        page.reload();
        Designer.on(page);
        assertThat(page.locator(".react-flow__node")).hasCount(3);
    }

    @Test
    void aConnectionThatCannotBeIsRefusedWithTheReason(Browser browser) {
        browser.signIn();
        var designer = Designer.blank(browser, "Refused");
        Page page = designer.page();
        designer.drag("source.demo", 140, 160);
        designer.drag("operator.filter", 480, 160);
        designer.drag("operator.map", 480, 360);
        designer.connect("demo-stream.out", "filter.in");
        designer.connect("filter.out", "map.in");
        designer.pull("map.out", "filter.in");
        assertThat(page.locator(".mr-notice")).containsText("has an edge already");
        assertThat(designer.edge("map.out", "filter.in")).hasCount(0);
    }

    @Test
    void everythingCanBeDoneByKeyboard(Browser browser) {
        browser.signIn();
        var designer = Designer.blank(browser, "Keyboard");
        Page page = designer.page();
        page.locator(".mr-board").focus();
        page.keyboard().press("/");
        page.keyboard().type("demo");
        page.keyboard().press("Enter");
        assertThat(designer.node("demo-stream")).hasCount(1);
        page.keyboard().press("/");
        page.keyboard().type("filter");
        page.keyboard().press("Enter");
        assertThat(designer.node("filter")).hasCount(1);
        page.locator(".mr-board").press("ControlOrMeta+k");
        page.keyboard().type("outline");
        page.keyboard().press("Enter");
        Locator outline = page.getByRole(AriaRole.TREE);
        assertThat(outline.getByRole(AriaRole.TREEITEM)).hasCount(2);
        designer.node("demo-stream").focus();
        page.keyboard().press("Enter");
        assertThat(page.locator(".inspector .node-id").first()).hasText("demo-stream");
        designer.node("demo-stream").click();
        page.keyboard().press("c");
        page.keyboard().press("Enter");
        assertThat(designer.edge("demo-stream.out", "filter.in")).hasCount(1);
        page.locator(".mr-board").press("?");
        assertThat(page.getByRole(AriaRole.DIALOG, new Page.GetByRoleOptions().setName("Keyboard and mouse"))).isVisible();
        page.keyboard().press("Escape");
        page.locator(".mr-board").press("F8");
        assertThat(page.locator(".drawer-content .problem").first()).isVisible();
    }

    @Test
    void twoPeopleSeeEachOthersEditsAndLoseNone(Browser ann, Browser ben) {
        ann.signIn();
        var annsDesigner = Designer.blank(ann, "Together");
        annsDesigner.drag("source.demo", 140, 200);
        assertThat(annsDesigner.node("demo-stream")).hasCount(1);
        ben.signIn();
        ben.page().navigate(ann.page().url());
        var bensDesigner = Designer.on(ben.page());
        assertThat(bensDesigner.node("demo-stream")).hasCount(1);
        bensDesigner.drag("sink.kafka", 520, 200);
        annsDesigner.drag("operator.filter", 330, 360);
        for (var designer : java.util.List.of(annsDesigner, bensDesigner)) {
            assertThat(designer.node("kafka-sink")).hasCount(1);
            assertThat(designer.node("filter")).hasCount(1);
        }
    }
}
