package dev.millrace.schema;

import java.util.Objects;

/** The text of one Flink SQL scalar expression, as a person typed it. Nothing is known of it until it is typed. */
public record Expression(String text) {
    public Expression {
        Objects.requireNonNull(text);
    }

    @Override public String toString() {
        return text;
    }
}
