package dev.millrace.kind;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Declares a setting on a record component. Optional where the component is an Optional or a List, or {@link #preset} is given. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
    String label();

    /** One sentence below the field; empty where the label says it all. */
    String help() default "";

    /** Value in document form that is taken where none is set, e.g. "1 min" or "earliest"; empty: none. */
    String preset() default "";

    /** A list that must not be empty. */
    boolean atLeastOne() default false;

    /** A text of several lines. */
    boolean multiline() default false;

    /** A list of steps, each with a name and how often it comes, which forms show as a row of what follows what. */
    boolean inSequence() default false;

    /** Smallest whole number. */
    long min() default 0;

    /** Largest whole number. */
    long max() default Long.MAX_VALUE;
}
