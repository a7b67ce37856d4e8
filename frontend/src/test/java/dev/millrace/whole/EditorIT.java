package dev.millrace.whole;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.millrace.browser.Browser;
import dev.millrace.browser.InBrowser;
import dev.millrace.browser.RunningApplication;
import org.junit.jupiter.api.Test;

/** What is typed as an expression is completed down to fields, explained by its functions, and set right by a click. */
@InBrowser
class EditorIT {
    @Test
    void columnsFieldsAndFunctionsAreOfferedWhileAnExpressionIsTyped(Browser browser, RunningApplication application) {
        String pipeline = application.json("POST", "/pipelines", """
                millrace: 1
                name: Completed
                nodes:
                  orders:
                    kind: source.values@1
                    settings:
                      columns:
                        - {name: id, type: BIGINT}
                        - {name: customer, type: "ROW<name STRING, address ROW<city STRING, `zip code` STRING>, tags ARRAY<STRING>>"}
                        - {name: labels, type: "MAP<STRING, INT>"}
                      rows: '[{"id": 1}]'
                  some: {kind: operator.filter@1, settings: {condition: id > 0}}
                  rest: {kind: sink.discard@1}
                edges:
                  - {from: orders.out, to: some.in}
                  - {from: some.out, to: rest.in}
                layout: {orders: {x: 0, y: 0}, some: {x: 300, y: 0}, rest: {x: 600, y: 0}}
                """, "Content-Type", "application/yaml").path("id").asString();
        browser.signIn();
        browser.open("/pipelines/" + pipeline);
        var designer = Designer.on(browser.page());
        Page page = designer.page();
        designer.select("some");
        Locator text = designer.setting("condition").locator(".cm-content");
        Locator offers = page.locator(".cm-tooltip-autocomplete li");

        write(page, text, "UPPER(customer.address.c");
        assertThat(offers).hasCount(1);
        assertThat(offers).containsText("city");
        assertThat(page.locator(".cm-signature")).containsText("UPPER(text)");
        browser.screenshot("completion-of-fields");
        standing(page);
        page.keyboard().press("Enter");
        assertThat(text).hasText("UPPER(customer.address.city");

        write(page, text, "customer.address.z");
        // What was offered for the beginning of it goes first.
        assertThat(offers).hasCount(1);
        assertThat(offers).containsText("`zip code`");
        write(page, text, "customer.address.`z");
        assertThat(offers).hasCount(1);
        assertThat(offers).containsText("`zip code`");
        standing(page);
        page.keyboard().press("Enter");
        assertThat(text).hasText("customer.address.`zip code`");
        write(page, text, "customer.tags");
        assertThat(offers.filter(new Locator.FilterOptions().setHasText("tags[1]"))).hasCount(1);
        write(page, text, "CHAR_LENGTH(labels['a.") ;
        assertThat(offers).hasCount(0);
        write(page, text, "1 = 1 AND SUBSTR");
        assertThat(offers.filter(new Locator.FilterOptions().setHasText("SUBSTR(text, start, length)"))).hasCount(1);
        browser.screenshot("completion-of-functions");

        write(page, text, "UPER(customer.name) = 'A'");
        page.keyboard().press("Escape");
        page.locator(".inspector h2").click();
        assertThat(page.locator(".inspector")).containsText("Did you mean UPPER(text)?");
        page.locator(".inspector").getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Use UPPER")).click();
        assertThat(text).hasText("UPPER(customer.name) = 'A'");
        assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("No errors").setExact(true))).isVisible();
    }

    /** The editor takes no key for a list that has only just opened, so that nothing is taken unseen, and none for one that it is still looking up anew. */
    private static void standing(Page page) {
        page.waitForFunction("() => { const list = document.querySelector('.cm-tooltip-autocomplete');"
                + " return list && !list.classList.contains('cm-tooltip-autocomplete-disabled') && performance.now() - (list.firstSeen ??= performance.now()) > 100; }");
    }

    private static void write(Page page, Locator text, String expression) {
        text.click();
        page.keyboard().press("ControlOrMeta+a");
        page.keyboard().press("Delete");
        page.keyboard().type(expression);
    }
}
