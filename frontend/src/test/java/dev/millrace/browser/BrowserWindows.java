package dev.millrace.browser;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives test methods browsers and the application, and looks after them. */
final class BrowserWindows implements ParameterResolver, AfterEachCallback {
    private static final ExtensionContext.Namespace HERE = ExtensionContext.Namespace.create(BrowserWindows.class);

    /** Browsers opened for one test. */
    private static final class Opened {
        private final List<Browser> browsers = new ArrayList<>();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        Class<?> type = parameter.getParameter().getType();
        return type == Browser.class || type == RunningApplication.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        if (parameter.getParameter().getType() == RunningApplication.class) {
            return RunningApplication.shared();
        }
        Chromium chromium = test.getRoot().getStore(HERE).computeIfAbsent(Chromium.class, key -> new Chromium(), Chromium.class);
        var browser = new Browser(chromium, RunningApplication::shared);
        opened(test).browsers.add(browser);
        return browser;
    }

    @Override
    public void afterEach(ExtensionContext test) {
        List<Browser> browsers = opened(test).browsers;
        var complaints = new ArrayList<String>();
        for (Browser browser : browsers) {
            if (test.getExecutionException().isPresent()) {
                browser.screenshot("failed-" + test.getRequiredTestClass().getSimpleName() + "-" + test.getDisplayName().replaceAll("\\W+", "-")
                        + "-" + browsers.indexOf(browser));
            }
            complaints.addAll(browser.complaints());
            browser.close();
        }
        if (!complaints.isEmpty()) {
            var failure = new AssertionError("The pages reported errors:\n" + String.join("\n", complaints));
            test.getExecutionException().ifPresentOrElse(cause -> cause.addSuppressed(failure), () -> {
                throw failure;
            });
        }
    }

    private static Opened opened(ExtensionContext test) {
        return test.getStore(HERE).computeIfAbsent(Opened.class, key -> new Opened(), Opened.class);
    }
}
