package dev.millrace.browser;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests of the pages, with a real browser on the built application. A test method takes a {@link Browser} (or several, each a
 * person of its own) and, where it needs it, the {@link RunningApplication}. It fails where a page reports an error, and leaves
 * a picture of each window in {@code target/screenshots} when it fails. Such classes are named ...IT.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(BrowserWindows.class)
public @interface InBrowser {}
