package dev.millrace.server.templates;

/** Which rows a version is expected to give when it is published. */
public sealed interface Expected {
    Expected NOTHING = new Nothing();
    Expected AS_BEFORE = new AsBefore();

    /** None are kept for now. */
    record Nothing() implements Expected {}

    /** Those of the version before, if any, with who kept them and when. */
    record AsBefore() implements Expected {}

    /** Others in their place. */
    record Rows(ExpectedRows rows) implements Expected {}
}
