package dev.millrace.kind;

/** Sections of the palette, in their order. */
public enum Group {
    SOURCES("Sources"), TRANSFORM("Transform"), ROUTE("Route and merge"), WINDOWS("Windows"), STATEFUL("Group, rank and compare"),
    JOINS("Joins"), PATTERNS("Patterns"), CODE("Code and services"), FRAGMENTS("Fragments"), SINKS("Sinks");

    private final String title;

    Group(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}
