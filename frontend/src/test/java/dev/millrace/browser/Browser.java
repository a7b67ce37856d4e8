package dev.millrace.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotAnimations;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A person's browser: cookies of its own, one window of 1440 x 900, pointed at the application. */
public final class Browser implements AutoCloseable {
    /** In milliseconds. Long, because a machine that is busy, or stands still for a while, is no fault of the application; what is waited for is always a condition. */
    private static final double PATIENCE = 120_000;

    private final BrowserContext context;
    private final Page page;
    private Supplier<RunningApplication> application;
    private final List<String> complaints = new ArrayList<>();

    Browser(Chromium chromium, Supplier<RunningApplication> application) {
        this.application = application;
        this.context = chromium.browser().newContext(new com.microsoft.playwright.Browser.NewContextOptions().setViewportSize(1440, 900)
                .setColorScheme(ColorScheme.LIGHT).setLocale("en-GB").setTimezoneId("UTC").setPermissions(List.of("clipboard-read", "clipboard-write")));
        this.context.setDefaultTimeout(PATIENCE);
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
        this.context.onPage(this::listen);
        this.page = context.newPage();
    }

    private void listen(Page opened) {
        opened.onPageError(error -> complaints.add(error));
        opened.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text() + " (" + message.location() + ")");
            }
        });
    }

    public Page page() {
        return page;
    }

    /** Points it at another application than the one that all tests share. */
    public Browser at(RunningApplication other) {
        application = () -> other;
        return this;
    }

    /** A second tab of the same person. */
    public Page newTab() {
        return context.newPage();
    }

    /** Goes to a path of the application, such as {@code /topics}. */
    public Page open(String path) {
        page.navigate(application.get().address() + path);
        return page;
    }

    /** Signs the first administrator in, by the login page, and waits for the first page behind it. */
    public Page signIn() {
        return signIn(RunningApplication.USER, RunningApplication.PASSWORD);
    }

    /** The same for somebody else. */
    public Page signIn(String user, String password) {
        open("/login");
        page.locator("vaadin-login-form input[name=username]").fill(user);
        page.locator("vaadin-login-form input[name=password]").fill(password);
        page.locator("vaadin-login-form vaadin-button[theme~=submit]").click();
        page.waitForURL(address -> !address.contains("/login"));
        return page;
    }

    /** Takes the picture target/screenshots/NAME.png. */
    public Path screenshot(String name) {
        Path picture = Path.of("target", "screenshots", name + ".png");
        // As it looks in the end: colours that change are half way for a moment.
        page.screenshot(new Page.ScreenshotOptions().setPath(picture).setAnimations(ScreenshotAnimations.DISABLED));
        return picture;
    }

    /** Errors that pages reported so far: uncaught exceptions and the console's errors. */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** For a test that causes an error on purpose, such as a refused login or a lost connection. */
    public void forgetComplaints() {
        complaints.clear();
    }

    @Override
    public void close() {
        context.close();
    }
}
