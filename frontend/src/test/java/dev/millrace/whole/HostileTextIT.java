package dev.millrace.whole;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.millrace.browser.Browser;
import dev.millrace.browser.InBrowser;
import dev.millrace.browser.RunningApplication;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Text that is meant to be taken for something else, wherever a person can write: it is kept and shown as it is, or refused with a reason. It
 * never becomes markup, a script, SQL of the database, or SQL of Flink that reads what it was not given.
 */
@InBrowser
class HostileTextIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String MARKUP = "<img src=x onerror=\"window.taken=1\"><b>bold</b>";
    private static final String DATABASE = "'; DROP TABLE pipeline_revision; --";
    private static final String COLUMN = "a`b\"c'd <i>${secret:x}</i> */ -- ;";
    private static final String FORMULA = "{{7*7}} ${7*7} #{7*7} %s \\u0000";
    private static final String TOPIC = "hostile-rows";

    private static Map<String, Object> node(String kind, String label, Map<String, Object> settings) {
        var node = new LinkedHashMap<String, Object>();
        node.put("kind", kind);
        node.put("label", label);
        node.put("settings", settings);
        return node;
    }

    private static String document() {
        String quoted = "`" + COLUMN.replace("`", "``") + "`";
        var nodes = new LinkedHashMap<String, Object>();
        nodes.put("rows", node("source.values", MARKUP, Map.of("columns", List.of(Map.of("name", COLUMN, "type", "STRING"), Map.of("name", "n", "type", "BIGINT")),
                "rows", JSON.writeValueAsString(List.of(Map.of(COLUMN, MARKUP, "n", 1), Map.of(COLUMN, DATABASE, "n", 2), Map.of(COLUMN, "plain", "n", 3))))));
        nodes.put("keep", node("operator.filter", DATABASE, Map.of("condition", quoted + " <> 'plain' AND " + quoted + " <> '''; x'")));
        nodes.put("more", node("operator.map", FORMULA, Map.of("compute", List.of(Map.of("name", MARKUP, "expression", "CONCAT(" + quoted + ", '`\"''; --')")))));
        nodes.put("out", node("sink.kafka", "out", Map.of("topic", TOPIC)));
        return JSON.writeValueAsString(Map.of("millrace", 1, "name", MARKUP + DATABASE, "description", FORMULA, "nodes", nodes,
                "edges", List.of(Map.of("from", "rows.out", "to", "keep.in"), Map.of("from", "keep.out", "to", "more.in"), Map.of("from", "more.out", "to", "out.in")),
                "layout", Map.of("rows", Map.of("x", 0, "y", 0), "keep", Map.of("x", 300, "y", 0), "more", Map.of("x", 600, "y", 0), "out", Map.of("x", 600, "y", 200)),
                "notes", Map.of("why", Map.of("text", MARKUP + "\n" + DATABASE)), "groups", Map.of("all", Map.of("title", MARKUP, "nodes", List.of("keep")))));
    }

    private static void expectNothingTaken(Page page) {
        assertThat(page.evaluate("() => window.taken === undefined && document.querySelectorAll('img[src=x]').length === 0")).isEqualTo(true);
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    @Test
    void isShownAsItIsOnEveryPageAndRunsAsData(Browser browser, RunningApplication application) {
        JsonNode stored = application.json("POST", "/pipelines", document());
        assertThat(stored.path("deployable").asBoolean()).as(stored.toString()).isTrue();
        String id = stored.path("id").asString();
        JsonNode read = application.json("GET", "/pipelines/" + id, "");
        assertThat(read.path("name").asString()).isEqualTo(MARKUP + DATABASE);
        assertThat(read.at("/nodes/rows/settings/columns/0/name").asString()).isEqualTo(COLUMN);
        assertThat(application.json("GET", "/pipelines", "").size()).as("the table is still there").isPositive();

        browser.signIn();
        Page page = browser.open("/");
        assertThat(page.locator(".card").filter(new Locator.FilterOptions().setHasText(DATABASE))).containsText(MARKUP);
        expectNothingTaken(page);
        page.locator(".card-name").filter(new Locator.FilterOptions().setHasText(DATABASE)).click();
        var designer = Designer.on(page);
        assertThat(designer.node("rows")).containsText(MARKUP);
        assertThat(designer.node("keep")).containsText(DATABASE);
        assertThat(designer.node("more")).containsText(FORMULA);
        assertThat(page.locator(".mr-note")).containsText(MARKUP);
        assertThat(page.locator(".designer-bar")).containsText("No errors");
        button(page, "Preview").click();
        designer.select("more");
        Locator out = page.locator("section[aria-label='Out: Rows']");
        assertThat(out).containsText("(2 rows)");
        assertThat(out).containsText(COLUMN);
        assertThat(out).containsText(MARKUP + "`\"'; --");
        browser.screenshot("hostile-text");
        expectNothingTaken(page);
        for (String tab : List.of("Problems", "Document", "SQL", "Plan", "Revisions")) {
            Locator head = page.locator(".drawer-head vaadin-button").filter(new Locator.FilterOptions().setHasText(tab)).first();
            head.click();
            // What the tab before showed is visible until then.
            assertThat(head).hasAttribute("aria-expanded", "true");
            assertThat(page.locator(".drawer-content")).isVisible();
            expectNothingTaken(page);
        }
        button(page, "Close").click();

        // What Flink writes is the text itself, and nothing but what was asked for.
        button(page, "Deploy").click();
        page.locator("#deploy-now").click();
        var cases = new Cases(application.kafka());
        List<JsonNode> rows = cases.consume(TOPIC, 2);
        assertThat(rows).extracting(r -> r.path(COLUMN).asString()).containsExactlyInAnyOrder(MARKUP, DATABASE);
        assertThat(rows).extracting(r -> r.path(MARKUP).asString()).containsExactlyInAnyOrder(MARKUP + "`\"'; --", DATABASE + "`\"'; --");
        for (String place : List.of("/deployments", "/topics", "/")) {
            browser.open(place);
            page.locator("h1").first().waitFor();
            expectNothingTaken(page);
        }
        assertThat(page.locator(".card").filter(new Locator.FilterOptions().setHasText(DATABASE))).containsText(MARKUP);
        new Deployments(application).over(application.json("GET", "/deployments?pipeline=" + id, "").path(0).path("id").asString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1=0) UNION ALL SELECT secret FROM users --", "n > 1; DROP TABLE users", "n > (SELECT COUNT(*) FROM users)", "n > 1 /*+ OPTIONS('a'='b') */",
        "true); CREATE FUNCTION f AS 'x' USING JAR 'http://x/y.jar'; --", "n > ${secret:password}", "\u0000n > 1", "n > 1 \u202e--"})
    void anExpressionIsOneExpressionOrIsRefused(String condition, RunningApplication application) {
        JsonNode answer = application.json("POST", "/pipelines", document().replace("\"label\":\"out\"", "\"label\":\"refused\""));
        JsonNode drawing = application.json("GET", "/pipelines/" + answer.path("id").asString(), "");
        ((ObjectNode) drawing.at("/nodes/keep/settings")).put("condition", condition);
        JsonNode stored = application.json("POST", "/pipelines", drawing.toString());
        assertThat(stored.path("deployable").asBoolean()).as(condition).isFalse();
        assertThat(stored.path("diagnostics").toString()).contains("keep").doesNotContain("Exception", "\\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc/passwd", "a topic", "<b>", "topic;drop", "..", "${param:none}"})
    void aTopicThatCannotBeIsRefusedWithAReason(String topic, RunningApplication application) {
        JsonNode stored = application.json("POST", "/pipelines", document().replace(TOPIC, topic));
        assertThat(stored.path("deployable").asBoolean()).as(topic).isFalse();
        assertThat(stored.path("diagnostics").findValues("message").toString()).isNotEqualTo("[]");
    }
}
