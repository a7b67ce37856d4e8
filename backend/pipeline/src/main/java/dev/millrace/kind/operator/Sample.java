package dev.millrace.kind.operator;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.kind.ColumnRef;
import dev.millrace.kind.Group;
import dev.millrace.kind.Kind;
import dev.millrace.kind.Operator;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Setting;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Scalar;
import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Lets a share of the rows pass. With key columns the key decides: all rows of a key pass or none, in every run alike.
 *
 * <pre>
 *   MD5(key) as a number between 0 and 1:   0 ──────┬──────────────── 1
 *                                             pass  │ share
 * </pre>
 */
@Kind(id = "operator.sample", title = "Sample", group = Group.TRANSFORM, icon = "sample",
        summary = "Lets a share of the rows pass, by chance or by key, and drops the others")
public record Sample(
        @Setting(label = "Share", preset = "10 %", help = "Such as 10 %, 0.5 % or 0.25") String share,
        @Setting(label = "By key", help = "All rows with the same key pass or none; empty: each row by chance") List<ColumnRef> key)
        implements Operator {

    static final Sample EXAMPLE = new Sample("10 %", List.of(new ColumnRef("id")));
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    /** So many first digits of the hash are compared. */
    private static final int DIGITS = 8;
    private static final int LONGEST = 20;

    @Override public Optional<Schema> infer(Schema in, Scope at) {
        if (fraction().isEmpty()) {
            at.error(Code.BAD_SETTING, "share", "'" + share + "' is no share of the rows", "Write for example 10 % or 0.1: more than nothing, at most all");
        }
        if (key.isEmpty()) {
            at.needsAppend(in, "By chance, a change would be parted from its row", "Sample by key");
        }
        var names = new HashSet<String>();
        for (int i = 0; i < key.size(); i++) {
            String path = "key[" + i + "]";
            if (at.column(path, key.get(i).name(), in).isPresent() && !names.add(key.get(i).name())) {
                at.error(Code.DUPLICATE_COLUMN, path, "'" + key.get(i).name() + "' is in the key twice", "Remove one");
            }
        }
        return Optional.of(in);
    }

    /** Between 0 (exclusive) and 1. */
    private Optional<BigDecimal> fraction() {
        String text = share.strip();
        boolean percent = text.endsWith("%");
        String number = percent ? text.substring(0, text.length() - 1).strip() : text;
        if (number.length() > LONGEST || !number.matches("\\d+(\\.\\d+)?")) {
            return Optional.empty();
        }
        BigDecimal value = percent ? new BigDecimal(number).divide(HUNDRED) : new BigDecimal(number);
        return value.signum() > 0 && value.compareTo(BigDecimal.ONE) <= 0 ? Optional.of(value) : Optional.empty();
    }

    @Override public Rel lower(Rel in, Scope at) {
        return new Rel.Filter(in, new Scalar(condition(in.schema()), LogicalType.BOOLEAN, false, key.stream().map(ColumnRef::name).collect(Collectors.toSet())));
    }

    private String condition(Schema in) {
        BigDecimal fraction = fraction().orElseThrow();
        if (key.isEmpty()) {
            return "RAND() < CAST(" + fraction.toPlainString() + " AS DOUBLE)";
        }
        if (fraction.compareTo(BigDecimal.ONE) == 0) {
            return "TRUE";
        }
        var values = new ArrayList<String>();
        for (ColumnRef column : key) {
            Column c = in.column(column.name()).orElseThrow();
            values.add(c.nullable() ? "COALESCE(" + Text.string(c) + ", '')" : Text.string(c));
        }
        long bound = fraction.multiply(BigDecimal.valueOf(1L << 4 * DIGITS)).setScale(0, RoundingMode.CEILING).longValueExact();
        return "SUBSTRING(MD5(" + String.join(" || '|' || ", values) + ") FROM 1 FOR " + DIGITS + ") < '" + String.format("%08x", bound) + "'";
    }

    @Override public String glimpse() {
        return share.strip() + (key.isEmpty() ? " by chance" : " by " + key.stream().map(ColumnRef::name).collect(Collectors.joining(", ")));
    }
}
