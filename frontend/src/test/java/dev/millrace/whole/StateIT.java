package dev.millrace.whole;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.millrace.browser.Browser;
import dev.millrace.browser.InBrowser;
import dev.millrace.browser.RunningApplication;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What becomes of state is said before a deployment, in the dialog and over REST, and nothing is lost without agreement. */
@InBrowser
class StateIT {
    private static final String BEFORE = """
            millrace: 1
            name: State of flights
            nodes:
              flights: {kind: source.demo@1, label: Flights, settings: {dataset: flights}}
              by-origin: {kind: operator.group@1, label: By origin, settings: {keys: [origin], aggregates: [{name: n, function: count}], keepFor: 1 day}}
              per-hour: {kind: window.tumbling@1, label: Per hour, settings: {time: ts, size: 1 h, keys: [origin], aggregates: [{name: n, function: count}]}}
              carriers: {kind: operator.group@1, label: Carriers, settings: {keys: [destination], aggregates: [{name: n, function: count}], keepFor: 1 day}}
              a: {kind: sink.discard@1, settings: {}}
              b: {kind: sink.discard@1, settings: {}}
              c: {kind: sink.discard@1, settings: {}}
            edges:
              - {from: flights.out, to: by-origin.in}
              - {from: flights.out, to: per-hour.in}
              - {from: flights.out, to: carriers.in}
              - {from: by-origin.out, to: a.in}
              - {from: per-hour.out, to: b.in}
              - {from: carriers.out, to: c.in}
            layout:
              a: {x: 640, y: 0}
              b: {x: 640, y: 140}
              by-origin: {x: 320, y: 0}
              c: {x: 640, y: 280}
              carriers: {x: 320, y: 280}
              flights: {x: 0, y: 140}
              per-hour: {x: 320, y: 140}
            """;
    private static final String AFTER = BEFORE.replace("label: By origin, settings: {keys: [origin]", "label: By origin, settings: {keys: [destination]")
            .replace("keys: [origin], aggregates: [{name: n, function: count}]}}", "keys: [origin], aggregates: [{name: n, function: count}, {name: places, function: count-distinct, column: destination}]}}")
            .replace("{from: flights.out, to: carriers.in}", "{from: flights.out, to: late.in}\n  - {from: late.out, to: carriers.in}")
            .replace("nodes:\n", "nodes:\n  late: {kind: operator.filter@1, label: Late ones, settings: {condition: delay > 0}}\n");

    @Test
    void whatIsLostHasToBeAgreedTo(Browser browser, RunningApplication application) {
        var deployments = new Deployments(application);
        String pipeline = application.json("POST", "/pipelines", BEFORE, "Content-Type", "application/yaml").path("id").asString();
        String first = application.json("POST", "/deployments", "{\"pipeline\":\"" + pipeline + "\"}").path("id").asString();
        deployments.awaitState(first, "RUNNING");
        await().atMost(Duration.ofSeconds(120)).until(() -> deployments.get(first).path("metrics").path("nodes").path("by-origin").has("stateBytes"));
        application.json("POST", "/deployments/" + first + "/stop", "");
        deployments.awaitState(first, "STOPPED");

        browser.signIn();
        Page page = browser.open("/pipelines/" + pipeline);
        var designer = Designer.on(page);
        designer.select("by-origin");
        // What is deployed is what is drawn: the panel says so, the canvas is quiet.
        assertThat(page.locator(".inspector .node-state")).containsText("All it holds stays");
        assertThat(page.locator(".inspector .state-size").first()).containsText("for each key");
        assertThat(page.locator(".inspector .state-size").last()).containsText("Measured at the last checkpoint");
        Looks.inBothThemes(browser, "state-size");
        assertThat(page.locator(".mr-node-kept")).hasCount(0);
        assertThat(page.locator("#loss-count")).isHidden();
        application.json("PUT", "/pipelines/" + pipeline, AFTER, "Content-Type", "application/yaml", "If-Match", "\"1\"");

        JsonNode said = application.json("POST", "/pipelines/" + pipeline + "/state", "{}");
        assertThat(said.path("losses").values()).extracting(JsonNode::asString).containsExactly("by-origin", "per-hour");
        String wish = "{\"pipeline\":\"" + pipeline + "\",\"start\":\"LATEST_STATE\"}";
        var refused = application.call("POST", "/deployments", wish);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("would be lost").contains("INCOMPATIBLE");

        assertThat(page.locator(".mr-node-kept")).hasText(new String[] {"✕ loses state", "! loses state"});
        assertThat(page.locator(".inspector .node-state")).containsText("Its keys had 'origin' where they have 'destination' now");
        assertThat(designer.node("per-hour")).hasAttribute("aria-label", Pattern.compile(".*If deployed, it loses state: Its aggregates are kept in another way.*"));
        assertThat(designer.node("carriers").locator(".mr-node-kept")).hasCount(0);
        assertThat(page.locator("#loss-count")).containsText("2 lose state");
        Looks.inBothThemes(browser, "canvas-state");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Deploy").setExact(true)).click();
        Locator state = page.locator("#state-choice");
        assertThat(state).containsText("Its keys had 'origin' where they have 'destination' now");
        assertThat(state.locator(".state-incompatible")).isVisible();
        assertThat(state).containsText("'late' now stands before it");
        Looks.inBothThemes(browser, "deploy-state");
        Looks.small(browser, "deploy-state");
        Said.after(page, () -> page.locator("#deploy-now").click(), "State would be lost");
        page.locator("#drop-by-origin").locator("input").check();
        page.locator("#drop-per-hour").locator("input").check();
        page.locator("#deploy-now").click();
        assertThat(page.locator(".badge-running")).isVisible();
        JsonNode now = application.json("GET", "/deployments?pipeline=" + pipeline, "").path(0);
        assertThat(now.path("restoredFrom").asString("")).isNotEmpty();
        deployments.end(now.path("id").asString());
    }
}
