package dev.millrace.kind;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Declares a node kind on the record of its settings. Palette, form, documents and documentation derive from it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Kind {
    /** Stable id, e.g. "window.tumbling". */
    String id();

    String title();

    Group group();

    /** One sentence: what it does to rows. */
    String summary();

    /** Raised when the settings change their meaning; older documents are upgraded. */
    int version() default 1;

    /** Name of an icon of the canvas's set. */
    String icon();
}
