package dev.millrace.kind;

import dev.millrace.schema.Expression;

/** An expression that must be true or false. */
public record Condition(Expression expression) {
    public Condition(String text) {
        this(new Expression(text));
    }

    @Override public String toString() {
        return expression.text();
    }
}
