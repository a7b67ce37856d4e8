package dev.millrace.whole;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.millrace.browser.Browser;
import dev.millrace.browser.InBrowser;
import dev.millrace.browser.RunningApplication;
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
        Said.after(page, () -> designer.pull("map.out", "filter.in"), "has an edge already");
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
    void whatIsCopiedInOneTabIsPastedIntoAnotherPipelineInASecondTab(Browser browser) {
        browser.signIn();
        var from = Designer.blank(browser, "From here");
        from.drag("source.demo", 140, 200);
        from.drag("operator.filter", 520, 200);
        from.connect("demo-stream.out", "filter.in");
        from.select("filter");
        from.typeExpression("condition", "price > 60");
        assertThat(from.node("filter")).containsText("price > 60");
        Page there = browser.newTab();
        there.navigate(browser.page().url().replaceAll("/pipelines/.*", "/"));
        var to = Designer.blank(there, "To there");
        browser.page().bringToFront();
        browser.page().locator(".mr-board").focus();
        browser.page().keyboard().press("ControlOrMeta+a");
        Said.after(browser.page(), () -> browser.page().keyboard().press("ControlOrMeta+c"), "Copied 2 nodes");
        there.bringToFront();
        there.locator(".mr-board").focus();
        there.keyboard().press("ControlOrMeta+v");
        assertThat(to.edge("demo-stream.out", "filter.in")).hasCount(1);
        assertThat(to.node("filter")).containsText("price > 60");
        there.keyboard().press("ControlOrMeta+z");
        assertThat(there.locator(".react-flow__node")).hasCount(0);
    }

    @Test
    void anEdgeShowsItsColumnsAndTheMinimapMovesTheView(Browser browser, RunningApplication application) {
        String pipeline = application.json("POST", "/templates/nexmark-bids/pipelines", "{\"name\":\"Looked at\"}").path("id").asString();
        browser.signIn();
        browser.open("/pipelines/" + pipeline);
        var designer = Designer.on(browser.page());
        Page page = designer.page();
        designer.still();
        var edge = page.locator(".react-flow__edge").first().locator(".react-flow__edge-interaction");
        var box = edge.boundingBox();
        page.mouse().move(box.x + box.width / 2, box.y + box.height / 2);
        var tip = page.getByTestId("canvas-edge-tip");
        assertThat(tip).containsText("price");
        assertThat(tip).containsText("BIGINT");
        assertThat(tip).containsText("event time");
        page.mouse().move(5, 400);

        String before = page.locator(".react-flow__viewport").getAttribute("style");
        var map = page.locator(".react-flow__minimap svg").boundingBox();
        page.mouse().move(map.x + map.width / 2, map.y + map.height / 2);
        page.mouse().down();
        page.mouse().move(map.x + map.width / 2 + 30, map.y + map.height / 2 + 20);
        page.mouse().up();
        assertThat(page.locator(".react-flow__viewport")).not().hasAttribute("style", before);
        page.locator(".mr-board").press("f");
        assertThat(page.locator(".react-flow__node").first()).isInViewport();
    }

    private static final String UNPLACED = """
            millrace: 1
            name: Written by hand
            nodes:
              bids: {kind: source.demo@1, label: Bids, settings: {dataset: bids}}
              high: {kind: operator.filter@1, label: High ones, settings: {condition: price > 1000}}
              low: {kind: operator.filter@1, label: Low ones, settings: {condition: price <= 1000}}
              highs: {kind: sink.kafka@1, label: Highs, settings: {topic: written-highs}}
              lows: {kind: sink.kafka@1, label: Lows, settings: {topic: written-lows}}
            edges:
              - {from: bids.out, to: high.in}
              - {from: bids.out, to: low.in}
              - {from: high.out, to: highs.in}
              - {from: low.out, to: lows.in}
            """;

    /** What no document places covers nothing, and is no revision until somebody edits; and a panel hides no node that it is about. */
    @Test
    void aDrawingWithoutPlacesIsLaidOutAndAChosenNodeStaysInView(Browser browser, RunningApplication application) {
        String pipeline = application.json("POST", "/pipelines", UNPLACED, "Content-Type", "application/yaml").path("id").asString();
        browser.signIn();
        Page page = browser.page();
        browser.open("/pipelines/" + pipeline);
        var designer = Designer.on(page);
        assertThat(page.locator(".react-flow__node")).hasCount(5);
        // All three are measured in the same view.
        designer.still();
        var low = designer.node("low").boundingBox();
        var high = designer.node("high").boundingBox();
        assertTrue(low.y >= high.y + high.height, "the two branches stand apart");
        assertTrue(high.x > designer.node("bids").boundingBox().x, "what is fed stands to the right");
        assertEquals(1, revision(application, pipeline));

        // Who sees all of it still does on a smaller board.
        page.setViewportSize(1024, 768);
        page.waitForCondition(() -> isWhollyOnBoard(page, designer.node("lows")) && isWhollyOnBoard(page, designer.node("bids")));
        browser.screenshot("laid-out-1024");
        // Who looks at a part of it still sees the chosen node.
        page.setViewportSize(1440, 900);
        for (int i = 0; i < 3; i++) {
            page.locator(".mr-board").press("+");
        }
        designer.select("lows");
        page.setViewportSize(1024, 768);
        page.waitForCondition(() -> isWhollyOnBoard(page, designer.node("lows")));
        browser.screenshot("chosen-in-view-1024");
        page.setViewportSize(1440, 900);

        page.locator(".mr-board").press("l");
        page.waitForCondition(() -> revision(application, pipeline) > 1);
    }

    private static boolean isWhollyOnBoard(Page page, Locator node) {
        var chosen = node.boundingBox();
        var board = page.locator(".mr-board").boundingBox();
        return chosen.x >= board.x && chosen.x + chosen.width <= board.x + board.width && chosen.y >= board.y && chosen.y + chosen.height <= board.y + board.height;
    }

    private static long revision(RunningApplication application, String pipeline) {
        return application.json("GET", "/pipelines/" + pipeline + "/revisions", "").size();
    }

    /** A pipeline as long as they come: it opens, and a node in it can be moved while the rest stays. */
    @Test
    void aPipelineOfAThousandNodesOpensAndCanBeChanged(Browser browser, RunningApplication application) {
        String pipeline = application.json("POST", "/pipelines", wide(1000), "Content-Type", "application/yaml").path("id").asString();
        browser.signIn();
        long begin = System.nanoTime();
        browser.open("/pipelines/" + pipeline);
        Page page = browser.page();
        page.locator(".mr-board[data-loaded]").waitFor();
        page.locator(".react-flow__node").first().waitFor();
        long opened = (System.nanoTime() - begin) / 1_000_000;
        var designer = Designer.on(page);
        begin = System.nanoTime();
        designer.drag("sink.kafka", 500, 300);
        assertThat(designer.node("kafka-sink")).hasCount(1);
        long added = (System.nanoTime() - begin) / 1_000_000;
        System.out.println("1000 nodes: opened in " + opened + " ms, a node added in " + added + " ms");
        assertThat(page.locator(".designer-bar, .mr-notice").first()).isVisible();
    }

    /** Chains of ten nodes each, as YAML. */
    private static String wide(int nodes) {
        var yaml = new StringBuilder("millrace: 1\nname: Thousand\nnodes:\n");
        var edges = new StringBuilder("edges:\n");
        var layout = new StringBuilder("layout:\n");
        for (int i = 0; i < nodes; i++) {
            String id = "n" + i;
            yaml.append("  ").append(id).append(i % 10 == 0 ? ": {kind: source.demo@1, settings: {dataset: bids}}\n"
                    : ": {kind: operator.filter@1, settings: {condition: price > " + i + "}}\n");
            layout.append("  ").append(id).append(": {x: ").append(i % 10 * 240).append(", y: ").append(i / 10 * 90).append("}\n");
            if (i % 10 != 0) {
                edges.append("  - {from: n").append(i - 1).append(".out, to: ").append(id).append(".in}\n");
            }
        }
        return yaml.append(edges).append(layout).toString();
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
