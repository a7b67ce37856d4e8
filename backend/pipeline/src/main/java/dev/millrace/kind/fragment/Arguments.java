package dev.millrace.kind.fragment;

import dev.millrace.kind.SettingSpec;
import dev.millrace.kind.SettingType;
import dev.millrace.kind.TopicName;
import dev.millrace.pipeline.Parameter;
import dev.millrace.pipeline.Settings;
import dev.millrace.rel.LiveParameter;
import dev.millrace.schema.Durations;
import dev.millrace.schema.Identifiers;
import dev.millrace.schema.LogicalType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/** Values of parameters: what they may be, and how they are written where a setting asks for them. */
public final class Arguments {
    private static final int LONGEST_NUMBER = 40;

    private Arguments() {}

    /** The parameter as a setting of the node that uses the fragment. */
    static SettingSpec spec(Parameter p) {
        return new SettingSpec(p.name(), p.title(), p.help(), type(p), p.required(), p.required() ? Optional.empty() : p.value());
    }

    static SettingType type(Parameter p) {
        return switch (p.type()) {
            case TEXT -> new SettingType.Text(false);
            case WHOLE_NUMBER -> new SettingType.WholeNumber(p.min().map(BigDecimal::longValue).orElse(Long.MIN_VALUE), p.max().map(BigDecimal::longValue).orElse(Long.MAX_VALUE));
            case NUMBER -> new SettingType.DecimalNumber(p.min(), p.max());
            case YES_NO -> new SettingType.YesNo();
            case DURATION -> new SettingType.DurationText(true);
            case INSTANT -> new SettingType.InstantText();
            case COLUMN -> new SettingType.ColumnName(false);
            case TOPIC -> new SettingType.TopicName();
            case CHOICE -> new SettingType.Choice(p.options().stream().map(o -> new SettingType.Choice.Option(o, o)).toList());
            case EXPRESSION -> new SettingType.ExpressionText(false);
            case CONDITION -> new SettingType.ExpressionText(true);
        };
    }

    static Settings presets(List<Parameter> parameters) {
        Settings settings = Settings.EMPTY;
        for (Parameter p : parameters) {
            settings = settings.with(p.name(), p.value().orElse(null));
        }
        return settings;
    }

    /** The value as it is kept: text, whole number, decimal, true or false. @throws IllegalArgumentException in the user's words, where it does not fit */
    public static Object read(Parameter p, Object given) {
        if (given instanceof List || given instanceof java.util.Map) {
            throw new IllegalArgumentException("One value is needed here, not several");
        }
        String text = String.valueOf(given);
        if (text.length() > Parameter.LONGEST_TEXT) {
            throw new IllegalArgumentException("The text is longer than " + Parameter.LONGEST_TEXT + " characters");
        }
        return switch (p.type()) {
            case TEXT, COLUMN, EXPRESSION, CONDITION -> text;
            case TOPIC -> new TopicName(text.strip()).toString();
            case WHOLE_NUMBER -> whole(p, number(p, text), text);
            case NUMBER -> compact(number(p, text));
            case YES_NO -> switch (text.strip()) {
                case "true" -> true;
                case "false" -> false;
                default -> throw new IllegalArgumentException("Write true or false, not '" + text + "'");
            };
            case DURATION -> Durations.write(Durations.parse(text));
            case INSTANT -> instant(text).toString();
            case CHOICE -> {
                if (!p.options().contains(text.strip())) {
                    throw new IllegalArgumentException("'" + text + "' is not one of: " + String.join(", ", p.options()));
                }
                yield text.strip();
            }
        };
    }

    /** A number that can be written out: 1e999999999 would fill the memory. @throws IllegalArgumentException in the user's words */
    public static BigDecimal number(String text) {
        BigDecimal number;
        try {
            if (text.length() > LONGEST_NUMBER) {
                throw new NumberFormatException();
            }
            number = new BigDecimal(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("A number is needed, not '" + text + "'");
        }
        if (Math.abs((long) number.scale()) > LONGEST_NUMBER) {
            throw new IllegalArgumentException("A number of fewer digits is needed, not '" + text + "'");
        }
        return number;
    }

    private static BigDecimal number(Parameter p, String text) {
        BigDecimal number = number(text);
        if (p.min().isPresent() && number.compareTo(p.min().get()) < 0) {
            throw new IllegalArgumentException("At least " + p.min().get().toPlainString() + " is needed, not " + text.strip());
        }
        if (p.max().isPresent() && number.compareTo(p.max().get()) > 0) {
            throw new IllegalArgumentException("At most " + p.max().get().toPlainString() + " is allowed, not " + text.strip());
        }
        return number;
    }

    /** Whole numbers are kept as such, as in all settings. */
    public static Object compact(BigDecimal number) {
        return number.scale() == 0 && number.precision() < 19 ? (Object) number.longValueExact() : number;
    }

    private static Object whole(Parameter p, BigDecimal number, String text) {
        try {
            return number.longValueExact();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("A whole number is needed, not '" + text + "'");
        }
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text.strip());
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("'" + text + "' is no point in time. Write it like 2026-11-24T08:30:00Z");
        }
    }

    /**
     * The value as a literal of Flink SQL, for a place inside an expression. A text cannot end its quotes, a column cannot end its name, and a
     * negative number cannot become a comment.
     *
     * @throws IllegalArgumentException for an expression, which has to be the whole of a setting
     */
    public static String literal(Parameter p, Object value) {
        String text = plain(value);
        return switch (p.type()) {
            case TEXT, TOPIC, CHOICE -> "'" + text.replace("'", "''") + "'";
            case WHOLE_NUMBER, NUMBER -> text.startsWith("-") ? "(" + text + ")" : text;
            case YES_NO -> text.toUpperCase(java.util.Locale.ROOT);
            case DURATION -> Durations.sqlInterval(Durations.parse(text));
            case INSTANT -> "TO_TIMESTAMP_LTZ(" + Instant.parse(text).toEpochMilli() + ", 3)";
            case COLUMN -> Identifiers.quote(text);
            case EXPRESSION, CONDITION -> throw new IllegalArgumentException("The parameter '" + p.name() + "' is an expression: write it alone, with nothing around it");
        };
    }

    /** The parameter as expressions read it while the pipeline runs; it has to be live and to have a value. */
    public static LiveParameter live(Parameter p) {
        Object value = p.value().orElseThrow();
        return switch (p.type()) {
            case WHOLE_NUMBER -> new LiveParameter(p.name(), LogicalType.BIGINT, value, "CAST(" + literal(p, value) + " AS BIGINT)");
            case NUMBER -> new LiveParameter(p.name(), LogicalType.DOUBLE, value, "CAST(" + literal(p, value) + " AS DOUBLE)");
            case TEXT, CHOICE -> new LiveParameter(p.name(), LogicalType.STRING, value, literal(p, value));
            case YES_NO -> new LiveParameter(p.name(), LogicalType.BOOLEAN, value, literal(p, value));
            case INSTANT -> new LiveParameter(p.name(), new LogicalType.Instant(3), value, literal(p, value));
            case DURATION, COLUMN, TOPIC, EXPRESSION, CONDITION -> throw new IllegalArgumentException("'" + p.name() + "' cannot be live");
        };
    }

    /** The value as text, for a place inside a setting that is no expression. */
    public static String plain(Object value) {
        return value instanceof BigDecimal d ? d.toPlainString() : String.valueOf(value);
    }
}
