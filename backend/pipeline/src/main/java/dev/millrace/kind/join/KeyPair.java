package dev.millrace.kind.join;

import dev.millrace.kind.ColumnRef;
import dev.millrace.kind.Setting;

/** A column of the left and one of the right whose values must be equal. NULL is equal to nothing. */
public record KeyPair(@Setting(label = "Left column") ColumnRef left, @Setting(label = "Right column") ColumnRef right) {
    public static KeyPair of(String left, String right) {
        return new KeyPair(new ColumnRef(left), new ColumnRef(right));
    }

    @Override public String toString() {
        return left.name().equals(right.name()) ? left.name() : left + " = " + right;
    }
}
