package dev.millrace.whole;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import dev.millrace.browser.Browser;
import dev.millrace.browser.InBrowser;
import dev.millrace.browser.RunningApplication;
import dev.millrace.server.functions.TestJars;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A library of functions is uploaded by hand, called by a node, and a newer version of it is taken by a click. */
@InBrowser
class FunctionsIT {
    private static byte[] jar(int times) {
        return TestJars.of(Map.of("geo.Miles", "package geo; public class Miles extends org.apache.flink.table.functions.ScalarFunction { "
                + "public Double eval(Double kilometres) { return kilometres == null ? null : kilometres * " + times + "; } }"));
    }

    private static void upload(Page page, byte[] jar) {
        // The file before stays there for a moment after it was said what became of it, and there is room for one.
        assertThat(page.locator("vaadin-upload-file")).hasCount(0);
        page.locator("vaadin-upload input[type=file]").setInputFiles(new FilePayload("geo.jar", "application/java-archive", jar));
    }

    private static Locator library(Page page, int version) {
        return page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Library geo, version " + version).setExact(true));
    }

    @Test
    void aLibraryIsUploadedCalledAndMadeNew(Browser browser, RunningApplication application) {
        browser.signIn();
        Page page = browser.open("/functions");
        assertThat(page.getByText("No libraries yet.")).isVisible();
        Looks.inBothThemes(browser, "functions-empty");
        page.getByLabel("Library").fill("geo");
        upload(page, new byte[] {1, 2, 3});
        assertThat(page.locator("vaadin-text-field [slot=error-message]")).containsText("This is no jar");
        browser.screenshot("functions-refused");
        upload(page, jar(2));
        assertThat(library(page, 1)).containsText("geo@1.miles(kilometres DOUBLE)");
        assertThat(page.locator("vaadin-text-field [slot=error-message]")).isEmpty();

        String pipeline = application.json("POST", "/pipelines", """
                millrace: 1
                name: Called by hand
                nodes:
                  typed: {kind: source.values@1, settings: {columns: [{name: km, type: DOUBLE}], rows: '[{"km": 4.5}]'}}
                  miles: {kind: operator.function@1, label: In miles, settings: {function: geo@1.miles, arguments: [{value: km}], column: mi}}
                  out: {kind: sink.kafka@1, settings: {topic: called-by-hand}}
                edges:
                  - {from: typed.out, to: miles.in}
                  - {from: miles.out, to: out.in}
                layout: {typed: {x: 0, y: 0}, miles: {x: 300, y: 0}, out: {x: 600, y: 0}}
                """, "Content-Type", "application/yaml").path("id").asString();
        upload(page, jar(3));
        assertThat(library(page, 2)).isVisible();
        Looks.inBothThemes(browser, "functions");
        Looks.small(browser, "functions");
        Said.after(page, () -> library(page, 1).getByRole(AriaRole.BUTTON).click(), "is used by 'Called by hand'");

        browser.open("/pipelines/" + pipeline);
        var designer = Designer.on(page);
        designer.select("miles");
        Looks.inBothThemes(browser, "function-called");
        page.locator(".inspector").getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Use version 2")).click();
        assertThat(page.locator(".inspector").getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Use version 2"))).not().isVisible();
        String document = application.call("GET", "/pipelines/" + pipeline, "", "Accept", "application/yaml").body();
        assertThat(document).contains("geo@2.miles");
        assertThat(application.json("POST", "/pipelines/" + pipeline + "/preview", "").toString()).contains("13.5");
    }
}
