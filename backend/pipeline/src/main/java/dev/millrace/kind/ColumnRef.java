package dev.millrace.kind;

/** Name of a column of the input; whether it exists is known only when the input's schema is. */
public record ColumnRef(String name) {
    @Override public String toString() {
        return name;
    }
}
