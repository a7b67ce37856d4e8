package dev.millrace.server.columns;

import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.server.columns.Proposal.Kind;
import dev.millrace.server.columns.Proposal.Seen;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What was seen in one place of many records, counted by the types it fits. What fits is what the job's own reading of JSON takes: a
 * number in quotes is a number too, a time may be milliseconds since 1970, and text takes everything as it is written.
 */
final class SeenValues {
    /** From this depth on a value is kept as JSON text; nobody declares deeper. */
    private static final int DEEPEST = 8;
    private static final int MOST_FIELDS = 300;
    /** A longer name of a type is refused where it is declared. */
    private static final int LONGEST_TYPE = 9_000;
    private static final long YEAR_1 = -62_135_596_800_000L;
    private static final long YEAR_9999 = 253_402_300_799_999L;

    private final int depth;
    private int values;
    private int nulls;
    private int booleans;
    private int wholes;
    private int millis;
    private int numbers;
    private int doubles;
    private int texts;
    private int wholeTexts;
    private int doubleTexts;
    private int booleanTexts;
    private int timestamps;
    private int instants;
    private int dates;
    private int arrays;
    private int objects;
    private int large;
    private int manyDigits;
    private boolean leadingZero;
    private boolean finer;
    private long least = Long.MAX_VALUE;
    private long greatest = Long.MIN_VALUE;
    private SeenValues elements;
    private final LinkedHashMap<String, SeenValues> fields = new LinkedHashMap<>();

    SeenValues() {
        this(0);
    }

    private SeenValues(int depth) {
        this.depth = depth;
    }

    /** @param fitting number of values that fit the type */
    record Choice(LogicalType type, int fitting) {}

    int values() {
        return values;
    }

    int nulls() {
        return nulls;
    }

    boolean allBetween(long from, long to) {
        return values > 0 && wholes + wholeTexts == values && least >= from && greatest <= to;
    }

    /** Whole numbers that only text or a decimal can hold without losing digits. */
    boolean hasLarge() {
        return large > 0;
    }

    /** Fractions with more digits than a double keeps. */
    boolean hasManyDigits() {
        return manyDigits > 0;
    }

    boolean hasFiner() {
        return finer;
    }

    /** All are text, and all of that are whole numbers. */
    boolean isWholeText() {
        return values > 0 && wholeTexts == values && texts == values;
    }

    void add(JsonNode value) {
        if (value.isNull()) {
            nulls++;
            return;
        }
        values++;
        if (value.isBoolean()) {
            booleans++;
        } else if (value.isIntegralNumber()) {
            whole(value);
        } else if (value.isNumber()) {
            fraction(value.decimalValue());
        } else if (value.isString()) {
            text(value.stringValue());
        } else if (value.isArray()) {
            arrays++;
            if (depth < DEEPEST) {
                elements = elements == null ? new SeenValues(depth + 1) : elements;
                value.forEach(elements::add);
            }
        } else {
            objects++;
            if (depth < DEEPEST) {
                value.properties().forEach(f -> field(f.getKey(), f.getValue()));
            }
        }
    }

    private void field(String name, JsonNode value) {
        SeenValues seen = fields.get(name);
        if (seen == null && fields.size() < MOST_FIELDS && Names.canBeColumn(name)) {
            seen = new SeenValues(depth + 1);
            fields.put(name, seen);
        }
        if (seen != null) {
            seen.add(value);
        }
    }

    private void whole(JsonNode value) {
        numbers++;
        if (value.canConvertToLong()) {
            wholes++;
            doubles++;
            long number = value.longValue();
            range(number);
            millis += number >= YEAR_1 && number <= YEAR_9999 ? 1 : 0;
        } else {
            large++;
            doubles += Double.isFinite(value.bigIntegerValue().doubleValue()) ? 1 : 0;
        }
    }

    private void range(long number) {
        least = Math.min(least, number);
        greatest = Math.max(greatest, number);
    }

    private void fraction(BigDecimal value) {
        numbers++;
        doubles += Double.isFinite(value.doubleValue()) ? 1 : 0;
        manyDigits += value.precision() > 17 ? 1 : 0;
    }

    private void text(String value) {
        texts++;
        switch (TextForm.of(value)) {
            case WHOLE -> {
                wholeTexts++;
                doubleTexts++;
                range(Long.parseLong(value.trim()));
                leadingZero |= value.trim().matches("[+-]?0\\d+");
            }
            case NUMBER -> doubleTexts++;
            case BOOLEAN -> booleanTexts++;
            case TIMESTAMP -> {
                timestamps++;
                finer |= TextForm.isFiner(value);
            }
            case INSTANT -> {
                instants++;
                finer |= TextForm.isFiner(value);
            }
            case DATE -> dates++;
            case OTHER -> { }
        }
    }

    /** Number of values of each kind, most frequent first. */
    private Map<Kind, Integer> kinds(boolean textOnly) {
        var kinds = new EnumMap<Kind, Integer>(Kind.class);
        kinds.put(Kind.WHOLE, textOnly ? wholeTexts : wholes + large);
        kinds.put(Kind.NUMBER, textOnly ? doubleTexts - wholeTexts : numbers - wholes - large);
        kinds.put(Kind.BOOLEAN, textOnly ? booleanTexts : booleans);
        kinds.put(Kind.TIME, timestamps + instants);
        kinds.put(Kind.DATE, dates);
        kinds.put(Kind.TEXT, texts - timestamps - instants - dates - (textOnly ? doubleTexts + booleanTexts : 0));
        kinds.put(Kind.LIST, arrays);
        kinds.put(Kind.OBJECT, objects);
        var sorted = new LinkedHashMap<Kind, Integer>();
        kinds.entrySet().stream().filter(e -> e.getValue() > 0).sorted(Map.Entry.comparingByValue(Comparator.reverseOrder())).forEach(e -> sorted.put(e.getKey(), e.getValue()));
        return sorted;
    }

    Seen seen(int records, int fitting, boolean textOnly) {
        return new Seen(records, values, nulls, fitting, kinds(textOnly));
    }

    /**
     * The type that most values fit, the narrowest of those; text where none fits enough of them, as text takes all.
     *
     * @param enough share of the values from which on the rest may be bad records
     * @param textOnly whether all values come as text, as in CSV, and a number in text is as good as any
     */
    Choice choose(double enough, boolean textOnly) {
        var candidates = new ArrayList<Choice>();
        if (booleans > 0 || textOnly) {
            candidates.add(new Choice(LogicalType.BOOLEAN, booleans + booleanTexts));
        }
        if (wholes > 0 || textOnly && !leadingZero) {
            candidates.add(new Choice(LogicalType.BIGINT, wholes + wholeTexts));
        }
        if (numbers > 0 || textOnly && !leadingZero) {
            candidates.add(new Choice(LogicalType.DOUBLE, doubles + doubleTexts));
        }
        if (timestamps + instants > 0) {
            candidates.add(new Choice(instants > 0 ? LogicalType.TIMESTAMP_LTZ : LogicalType.TIMESTAMP, timestamps + instants + millis));
        }
        candidates.add(new Choice(LogicalType.DATE, dates));
        if (arrays > 0) {
            candidates.add(new Choice(new LogicalType.Array(elements == null ? LogicalType.STRING : elements.choose(1, false).type()), arrays));
        }
        if (objects > 0 && !fields.isEmpty()) {
            List<Column> columns = fields.entrySet().stream().map(f -> Column.of(f.getKey(), f.getValue().choose(1, false).type())).toList();
            candidates.add(new Choice(new LogicalType.Row(columns), objects));
        }
        Choice text = new Choice(LogicalType.STRING, values);
        candidates.removeIf(c -> c.type().toString().length() > LONGEST_TYPE);
        return candidates.stream().filter(c -> c.fitting() > 0 && c.fitting() >= enough * values).max(Comparator.comparingInt(Choice::fitting)
                .thenComparing(c -> -candidates.indexOf(c))).orElse(text);
    }
}
