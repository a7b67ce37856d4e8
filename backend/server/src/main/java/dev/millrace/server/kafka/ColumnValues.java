package dev.millrace.server.kafka;

import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What was seen in one column, counted by the types it would fit. */
final class ColumnValues {
    /** 'yyyy-MM-dd HH:mm:ss[.SSS]' with a blank or a T; with a zone it is a point in time. */
    private static final Pattern TIMESTAMP = Pattern.compile("\\d{4}-\\d{2}-\\d{2}[ T]\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?");
    private static final Pattern INSTANT = Pattern.compile(TIMESTAMP.pattern() + "(Z|[+-]\\d{2}:?\\d{2})");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final int MOST_DIGITS = 38;

    private int present;
    private int booleans;
    private int wholes;
    private int numbers;
    private int texts;
    private int timestamps;
    private int instants;
    private int dates;
    private int arrays;
    private int objects;
    private long least = Long.MAX_VALUE;
    private long greatest = Long.MIN_VALUE;
    private final ColumnValues[] elements = new ColumnValues[1];
    private final LinkedHashMap<String, ColumnValues> fields = new LinkedHashMap<>();

    /** @param fits share of the values present that fit the type */
    record Choice(LogicalType type, double fits) {}

    int present() {
        return present;
    }

    boolean allBetween(long from, long to) {
        return wholes == present && least >= from && greatest <= to;
    }

    void add(JsonNode value) {
        if (value.isNull()) {
            return;
        }
        present++;
        if (value.isBoolean()) {
            booleans++;
        } else if (value.isNumber()) {
            number(value.decimalValue());
        } else if (value.isString()) {
            text(value.stringValue());
        } else if (value.isArray()) {
            arrays++;
            elements[0] = elements[0] == null ? new ColumnValues() : elements[0];
            value.forEach(elements[0]::add);
        } else {
            objects++;
            value.properties().forEach(f -> fields.computeIfAbsent(f.getKey(), k -> new ColumnValues()).add(f.getValue()));
        }
    }

    private void number(BigDecimal value) {
        numbers++;
        boolean whole = value.signum() == 0 || value.stripTrailingZeros().scale() <= 0 && value.scale() <= 0;
        if (whole && value.precision() - value.scale() <= MOST_DIGITS && value.toBigInteger().bitLength() < 64) {
            wholes++;
            least = Math.min(least, value.longValue());
            greatest = Math.max(greatest, value.longValue());
        }
    }

    private void text(String value) {
        texts++;
        if (INSTANT.matcher(value).matches()) {
            instants++;
        } else if (TIMESTAMP.matcher(value).matches()) {
            timestamps++;
        } else if (DATE.matcher(value).matches()) {
            dates++;
        }
    }

    Choice choose(double enough) {
        if (present == 0) {
            return new Choice(LogicalType.STRING, 1);
        }
        var candidates = new ArrayList<Choice>();
        candidates.add(choice(LogicalType.BOOLEAN, booleans));
        candidates.add(choice(LogicalType.BIGINT, wholes));
        candidates.add(choice(LogicalType.DOUBLE, numbers));
        candidates.add(choice(LogicalType.TIMESTAMP, timestamps));
        candidates.add(choice(LogicalType.TIMESTAMP_LTZ, instants));
        candidates.add(choice(new LogicalType.Date(), dates));
        candidates.add(choice(LogicalType.STRING, texts));
        if (arrays > 0) {
            LogicalType element = elements[0].choose(1).type();
            candidates.add(choice(new LogicalType.Array(element), arrays));
        }
        if (objects > 0 && !fields.isEmpty()) {
            List<Column> columns = fields.entrySet().stream().map(f -> Column.of(f.getKey(), f.getValue().choose(1).type())).toList();
            candidates.add(choice(new LogicalType.Row(columns), objects));
        }
        for (Choice candidate : candidates) {
            if (candidate.fits() == 1) {
                return candidate;
            }
        }
        for (Choice candidate : candidates) {
            if (candidate.fits() >= enough) {
                return candidate;
            }
        }
        // A mixture: text takes every scalar as it is written.
        return choice(LogicalType.STRING, present - arrays - objects);
    }

    private Choice choice(LogicalType type, int fitting) {
        return new Choice(type, (double) fitting / present);
    }
}
