package dev.millrace.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import org.junit.jupiter.api.Test;

@InBrowser
class FirstPageIT {
    @Test
    void aStrangerIsAskedToSignInAndThenLetIn(Browser browser) {
        browser.open("/");
        browser.page().waitForURL("**/login*");
        browser.page().locator("vaadin-login-form input[name=username]").waitFor();
        browser.screenshot("login");
        browser.signIn();
        assertThat(browser.page().locator("vaadin-login-form")).hasCount(0);
        assertThat(browser.page().locator("h1, h2").first()).isVisible();
        browser.screenshot("first-page");
    }
}
