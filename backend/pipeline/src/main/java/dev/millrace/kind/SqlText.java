package dev.millrace.kind;

/** The text of a query, as a person typed it. Nothing is known of it until it is typed. */
public record SqlText(String text) {
    @Override public String toString() {
        return text;
    }
}
