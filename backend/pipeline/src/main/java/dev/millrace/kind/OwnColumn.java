package dev.millrace.kind;

/** Name of a column that the node itself declares. */
public record OwnColumn(String name) {
    @Override public String toString() {
        return name;
    }
}
