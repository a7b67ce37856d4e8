package dev.millrace.kind.window;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.kind.ColumnRef;
import dev.millrace.kind.Condition;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Setting;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Scalar;
import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.List;
import java.util.Optional;

/** One number, or other value, that is computed of the rows of a group. */
public record Aggregate(
        @Setting(label = "Name") String name,
        @Setting(label = "Function", help = "First, last, list and array go by arrival, in a hopping window by slice from the newest") Function function,
        @Setting(label = "Column", help = "Empty for count: all rows") Optional<ColumnRef> column,
        @Setting(label = "Values", help = "Distinct takes equal values once; in a hopping window only for count") Optional<Values> values,
        @Setting(label = "Only rows where", help = "Rows for which this is not true are left out of this aggregate") Optional<Condition> where,
        @Setting(label = "Percent", help = "For percentile: from 0 to 100, such as 50 or 99.9. It is exact, and keeps every value until the window closes") Optional<String> percent) {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    /** Digits behind the point that a percentage may have; what Flink takes as a literal has an end. */
    private static final int FINEST = 6;

    public Aggregate(String name, Function function, Optional<ColumnRef> column) {
        this(name, function, column, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** What an aggregate computes. FIRST and LAST go by arrival; LIST is text joined by ", "; PERCENTILE interpolates. */
    public enum Function {
        COUNT, COUNT_DISTINCT, SUM, MIN, MAX, AVG, FIRST, LAST, LIST, ARRAY, PERCENTILE;

        private boolean counts() {
            return this == COUNT || this == COUNT_DISTINCT;
        }

        boolean takesDistinct() {
            return switch (this) {
                case COUNT, COUNT_DISTINCT, SUM, AVG, LIST, ARRAY -> true;
                case MIN, MAX, FIRST, LAST, PERCENTILE -> false;
            };
        }
    }

    /**
     * The column it gives, or diagnostics at {@code path}.
     *
     * @param inParts whether the window is put together from parts, so that results of parts must be put together too
     */
    public Optional<Column> infer(String path, Schema in, boolean inParts, Scope at) {
        if (inParts && (function == Function.FIRST || function == Function.LAST)) {
            at.error(Code.BAD_SETTING, path + ".function", "Flink computes " + word() + " only in a tumbling window: it cannot join the parts of others",
                    "Use min or max, or array and take an element of it in a Map");
        }
        where.ifPresent(condition -> at.condition(path + ".where", condition, in));
        checkPercent(path, at);
        if (isDistinct() && !function.takesDistinct()) {
            at.error(Code.BAD_SETTING, path + ".values", "Distinct values are for count, sum, avg, list and array, not for " + word(), "Empty it");
        }
        if (function == Function.COUNT && column.isEmpty() && !isDistinct()) {
            return Optional.of(new Column(name, LogicalType.BIGINT, false));
        }
        if (column.isEmpty()) {
            at.error(Code.MISSING_SETTING, path + ".column", "Column is not set", "Choose the column to aggregate");
            return Optional.empty();
        }
        return at.column(path + ".column", column.get().name(), in).flatMap(c -> result(path, c, at))
                .map(type -> new Column(name, type, !function.counts()));
    }

    /**
     * Says what Flink's planner of batch jobs cannot compute together: beside an aggregate of distinct values it takes the least of the
     * others' results, and collections have no least.
     *
     * @param out what leaves by the port with the results, if it is known
     */
    public static void checkBatch(List<Aggregate> aggregates, Optional<Schema> out, Scope at) {
        if (out.isEmpty() || aggregates.stream().noneMatch(Aggregate::takesEqualsOnce)) {
            return;
        }
        for (int i = 0; i < aggregates.size(); i++) {
            Aggregate aggregate = aggregates.get(i);
            boolean hasLeast = out.get().column(aggregate.name()).map(c -> c.type().isOrdered() || c.type().equals(LogicalType.BOOLEAN)).orElse(true);
            if (!aggregate.takesEqualsOnce() && !hasLeast) {
                at.error(Code.NOT_IN_BATCH, "aggregates[" + i + "]", "In batch mode Flink cannot compute '" + aggregate.name()
                        + "', a collection, in one node with an aggregate of distinct values", "Compute one of them in another node, or run the pipeline in streaming mode");
            }
        }
    }

    private boolean takesEqualsOnce() {
        return isDistinct() || function == Function.COUNT_DISTINCT;
    }

    /** Whether equal values are taken once. */
    public enum Values { ALL, DISTINCT }

    boolean isDistinct() {
        return values.filter(Values.DISTINCT::equals).isPresent();
    }

    private void checkPercent(String path, Scope at) {
        if (function != Function.PERCENTILE) {
            if (percent.isPresent()) {
                at.error(Code.BAD_SETTING, path + ".percent", "Only a percentile has a percentage", "Empty it, or choose the function percentile");
            }
        } else if (percent.isEmpty()) {
            at.error(Code.MISSING_SETTING, path + ".percent", "Percent is not set", "Write 50 for the median, 95 for the value that 95 % stay below");
        } else if (share().isEmpty()) {
            at.error(Code.BAD_SETTING, path + ".percent", "'" + percent.get() + "' is no percentage", "Write a number from 0 to 100, such as 99.9");
        }
    }

    private Optional<BigDecimal> share() {
        if (percent.isEmpty() || percent.get().length() > 20) {
            return Optional.empty();
        }
        try {
            BigDecimal value = new BigDecimal(percent.get().strip()).stripTrailingZeros();
            boolean fits = value.signum() >= 0 && value.compareTo(HUNDRED) <= 0 && value.scale() <= FINEST;
            return fits ? Optional.of(value.divide(HUNDRED).stripTrailingZeros()) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Wide enough not to overflow or cut off: sums of INT are computed in BIGINT, averages of whole numbers in DOUBLE. */
    private Optional<LogicalType> result(String path, Column column, Scope at) {
        LogicalType type = column.type();
        Optional<LogicalType> result = switch (function) {
            case COUNT, COUNT_DISTINCT -> Optional.of(LogicalType.BIGINT);
            case FIRST, LAST -> Optional.of(type);
            case ARRAY -> Optional.of(new LogicalType.Array(type));
            case LIST -> type instanceof LogicalType.Text ? Optional.of(type) : Optional.empty();
            case MIN, MAX -> type.isOrdered() ? Optional.of(type) : Optional.empty();
            case PERCENTILE -> type.isNumeric() ? Optional.of(LogicalType.DOUBLE) : Optional.empty();
            case SUM -> !type.isNumeric() ? Optional.empty()
                    : Optional.of(switch (type) {
                        case LogicalType.Decimal d -> new LogicalType.Decimal(38, d.scale());
                        case LogicalType.Int i -> LogicalType.BIGINT;
                        default -> type;
                    });
            case AVG -> !type.isNumeric() ? Optional.empty()
                    : Optional.of(type instanceof LogicalType.Decimal d ? new LogicalType.Decimal(38, Math.max(6, d.scale())) : LogicalType.DOUBLE);
        };
        if (result.isEmpty()) {
            at.error(Code.TYPE_MISMATCH, path + ".column", word() + " does not work on '" + column.name() + "', which is " + type, switch (function) {
                case LIST -> "Choose a column of text, or cast it in a Map before this";
                case SUM, AVG, PERCENTILE -> "Choose a column of numbers, or cast it in a Map before this";
                default -> "Choose a column of numbers, text or times";
            });
        }
        return result;
    }

    /** Called only where {@link #infer} found nothing wrong. */
    public Rel.AggregateCall lower(String path, Schema in, Scope at) {
        Optional<Scalar> condition = where.map(w -> at.condition(path + ".where", w, in).orElseThrow());
        return new Rel.AggregateCall(name, Rel.AggregateCall.Function.valueOf(function.name()), column.map(ColumnRef::name), isDistinct(), condition, share());
    }

    /** "count", "sum delay", "distinct bidder". */
    public String glimpse() {
        String what = switch (function) {
            case COUNT_DISTINCT -> "distinct";
            case PERCENTILE -> "p" + percent.orElse("?");
            default -> word();
        };
        return what + (isDistinct() ? " distinct" : "") + column.map(c -> " " + c).orElse("");
    }

    String word() {
        return function.name().toLowerCase(Locale.ROOT);
    }
}
