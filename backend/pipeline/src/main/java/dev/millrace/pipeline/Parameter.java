package dev.millrace.pipeline;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A value that a drawing leaves open. Its settings write <code>${param:name}</code>; who uses the drawing as a fragment gives the value.
 *
 * @param name letters, digits, hyphens and underscores, beginning with a letter
 * @param label what people read; may be empty (then the name is shown)
 * @param help one sentence, may be empty
 * @param required whether a user has to give a value; if not, {@code value} holds where none is given
 * @param value plain JSON value: the preset, and what is taken while the drawing itself is compiled
 * @param min smallest number, where it is a number
 * @param max largest number, where it is a number
 * @param options what can be chosen, where it is a choice
 * @param live whether the value can be changed while the pipeline runs; {@code value} is the one it starts with. Means nothing in a fragment, whose user gives the value
 */
public record Parameter(String name, String label, String help, Type type, boolean required, Optional<Object> value, Optional<BigDecimal> min,
        Optional<BigDecimal> max, List<String> options, boolean live) {
    public static final int LONGEST_TEXT = 2_000;
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,39}");

    public Parameter {
        Objects.requireNonNull(label);
        Objects.requireNonNull(help);
        Objects.requireNonNull(type);
        options = List.copyOf(options);
        if (!isName(name)) {
            throw new IllegalArgumentException("'" + name + "' cannot name a parameter: begin with a letter, and use at most 40 letters, digits, hyphens and underscores");
        }
        if (type == Type.CHOICE && options.isEmpty()) {
            throw new IllegalArgumentException("What can be chosen for '" + name + "'? Options are missing");
        }
        if (live && !type.canBeLive()) {
            throw new IllegalArgumentException("'" + name + "' cannot be live: only a text, number, yes or no, point in time or choice can be changed while the pipeline runs");
        }
        if (min.isPresent() && max.isPresent() && min.get().compareTo(max.get()) > 0) {
            throw new IllegalArgumentException("The smallest value of '" + name + "', " + min.get().toPlainString() + ", is more than the largest, " + max.get().toPlainString());
        }
    }

    /** One that stays as it is while the pipeline runs. */
    public Parameter(String name, String label, String help, Type type, boolean required, Optional<Object> value, Optional<BigDecimal> min,
            Optional<BigDecimal> max, List<String> options) {
        this(name, label, help, type, required, value, min, max, options, false);
    }

    public Parameter withLive(boolean newLive) {
        return new Parameter(name, label, help, type, required, value, min, max, options, newLive);
    }

    public Parameter withValue(Object newValue) {
        return new Parameter(name, label, help, type, required, Optional.of(newValue), min, max, options, live);
    }

    public static boolean isName(String text) {
        return text != null && NAME.matcher(text).matches();
    }

    /** The label, or the name where there is none. */
    public String title() {
        return label.isBlank() ? name : label;
    }

    /** What a parameter takes, and so how its value is written in an expression. */
    public enum Type {
        TEXT, WHOLE_NUMBER, NUMBER, YES_NO, DURATION, INSTANT, COLUMN, TOPIC, CHOICE, EXPRESSION, CONDITION;

        private static final Set<Type> VALUES = Set.of(TEXT, WHOLE_NUMBER, NUMBER, YES_NO, INSTANT, CHOICE);

        /** Whether it is a value that a row can have, and no part of the drawing. */
        public boolean canBeLive() {
            return VALUES.contains(this);
        }

        /** The word in documents. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
