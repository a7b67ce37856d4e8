package dev.millrace.whole;

import com.microsoft.playwright.Page;

/**
 * Short words that go away by themselves: notices at the edge of a page and on its canvas. They are heard from before what makes the page say them, since a machine that stands still
 * for longer than they last would come too late to see them.
 */
final class Said {
    private static final String HEAR = """
            () => {
              window.said = new Set();
              window.hearing?.disconnect();
              window.hearing = new MutationObserver(() => document.querySelectorAll('vaadin-notification-card, .mr-notice').forEach((notice) => window.said.add(notice.textContent)));
              window.hearing.observe(document.body, { subtree: true, childList: true, characterData: true });
            }""";

    private Said() {}

    /** Does something, and waits until the page has said these words. */
    static void after(Page page, Runnable does, String words) {
        page.evaluate(HEAR);
        does.run();
        page.waitForFunction("words => [...window.said].some((notice) => notice.includes(words))", words);
        page.evaluate("() => window.hearing.disconnect()");
    }
}
