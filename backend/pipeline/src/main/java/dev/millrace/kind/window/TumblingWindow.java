package dev.millrace.kind.window;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.kind.ColumnRef;
import dev.millrace.kind.Delay;
import dev.millrace.kind.Group;
import dev.millrace.kind.Kind;
import dev.millrace.kind.Operator;
import dev.millrace.kind.PositiveDuration;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Setting;
import dev.millrace.rel.Rel;
import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Aggregates over fixed, back-to-back slices of event time.
 *
 * <pre>
 *   event time  ──●─●───●─┼─●──●────┼──●───▶      one row per slice and key,
 *                 slice 1    slice 2    slice 3    when the watermark passes the slice's end
 * </pre>
 */
@Kind(id = "window.tumbling", title = "Tumbling window", group = Group.WINDOWS, icon = "tumbling",
        summary = "Groups rows into fixed, back-to-back slices of event time and aggregates each slice")
public record TumblingWindow(
        @Setting(label = "Time column", help = "The event time of the input") ColumnRef time,
        @Setting(label = "Size", help = "Length of a slice, such as 10 min or 1 day") PositiveDuration size,
        @Setting(label = "Offset", preset = "0 s", help = "Moves where slices begin; without it a day begins at 00:00 UTC") Delay offset,
        @Setting(label = "Group by") List<ColumnRef> keys,
        @Setting(label = "Aggregates", atLeastOne = true, help = "What to compute per slice and group") List<Aggregate> aggregates)
        implements Operator {

    static final TumblingWindow EXAMPLE = new TumblingWindow(new ColumnRef("ts"), PositiveDuration.of("1 min"), Delay.of("0 s"), List.of(),
            List.of(new Aggregate("n", Function.COUNT, Optional.empty())));

    public record Aggregate(@Setting(label = "Name") String name, @Setting(label = "Function") Function function,
            @Setting(label = "Column", help = "Empty for count: all rows") Optional<ColumnRef> column) {}

    /** What an aggregate computes. */
    public enum Function {
        COUNT, COUNT_DISTINCT, SUM, MIN, MAX, AVG;

        private boolean counts() {
            return this == COUNT || this == COUNT_DISTINCT;
        }
    }

    @Override public Optional<Schema> infer(Schema in, Scope at) {
        checkTime(in, at);
        if (at.isGiven("size") && offset.value().compareTo(size.value()) >= 0) {
            at.error(Code.BAD_SETTING, "offset", "The offset is not shorter than the size", "Choose less than " + size);
        }
        boolean instant = in.eventTime().flatMap(in::column).filter(c -> c.type() instanceof LogicalType.Instant).isPresent();
        LogicalType time = instant ? LogicalType.TIMESTAMP_LTZ : LogicalType.TIMESTAMP;
        var columns = new ArrayList<Column>();
        columns.add(new Column("window_start", LogicalType.TIMESTAMP, false));
        columns.add(new Column("window_end", LogicalType.TIMESTAMP, false));
        columns.add(new Column("window_time", time, false));
        var names = new HashSet<>(Set.of("window_start", "window_end", "window_time"));
        for (int i = 0; i < keys.size(); i++) {
            String path = "keys[" + i + "]";
            at.column(path, keys.get(i).name(), in).filter(c -> unused(names, c.name(), path, "Rename it in a Map before this", at)).ifPresent(columns::add);
        }
        for (int i = 0; i < aggregates.size(); i++) {
            aggregate("aggregates[" + i + "]", aggregates.get(i), in, names, at).ifPresent(columns::add);
        }
        return Optional.of(Schema.of(columns).withEventTime("window_time"));
    }

    private void checkTime(Schema in, Scope at) {
        var column = at.column("time", time.name(), in);
        if (column.isEmpty() || in.eventTime().filter(time.name()::equals).isPresent()) {
            return;
        }
        at.error(Code.NO_EVENT_TIME, "time", "'" + time.name() + "' is not the event time of the input, so no slice would ever close",
                in.eventTime().map(t -> "Use '" + t + "', the event time of the input")
                        .orElse("Set Event time to '" + time.name() + "' in the source, and keep the column unchanged on the way"));
    }

    private static boolean unused(Set<String> names, String name, String path, String hint, Scope at) {
        if (names.add(name)) {
            return true;
        }
        at.error(Code.DUPLICATE_COLUMN, path, "Two output columns would be called '" + name + "'", hint);
        return false;
    }

    private static Optional<Column> aggregate(String path, Aggregate aggregate, Schema in, Set<String> names, Scope at) {
        if (aggregate.name().isEmpty() || !unused(names, aggregate.name(), path + ".name", "Choose another name", at)) {
            return Optional.empty();
        }
        if (aggregate.function() == Function.COUNT && aggregate.column().isEmpty()) {
            return Optional.of(new Column(aggregate.name(), LogicalType.BIGINT, false));
        }
        if (aggregate.column().isEmpty()) {
            at.error(Code.MISSING_SETTING, path + ".column", "Column is not set", "Choose the column to aggregate");
            return Optional.empty();
        }
        return at.column(path + ".column", aggregate.column().get().name(), in)
                .flatMap(c -> result(path, aggregate.function(), c, at))
                .map(type -> new Column(aggregate.name(), type, !aggregate.function().counts()));
    }

    /** Wide enough not to overflow or cut off: sums of INT are computed in BIGINT, averages of whole numbers in DOUBLE. */
    private static Optional<LogicalType> result(String path, Function function, Column column, Scope at) {
        LogicalType type = column.type();
        Optional<LogicalType> result = switch (function) {
            case COUNT, COUNT_DISTINCT -> Optional.of(LogicalType.BIGINT);
            case MIN, MAX -> ordered(type) ? Optional.of(type) : Optional.empty();
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
            at.error(Code.TYPE_MISMATCH, path + ".column",
                    function.name().toLowerCase(Locale.ROOT) + " does not work on '" + column.name() + "', which is " + type,
                    function == Function.SUM || function == Function.AVG
                            ? "Choose a column of numbers, or cast it in a Map before this" : "Choose a column of numbers, text or times");
        }
        return result;
    }

    private static boolean ordered(LogicalType type) {
        return switch (type) {
            case LogicalType.Text t -> true;
            case LogicalType.Date d -> true;
            case LogicalType.Time t -> true;
            case LogicalType.Timestamp t -> true;
            case LogicalType.Instant i -> true;
            case LogicalType.Bool b -> true;
            default -> type.isNumeric();
        };
    }

    @Override public Rel lower(Rel in, Scope at) {
        var calls = aggregates.stream().map(a -> new Rel.AggregateCall(a.name(), Rel.AggregateCall.Function.valueOf(a.function().name()),
                a.column().map(ColumnRef::name))).toList();
        return new Rel.TumblingAggregate(in, time.name(), size.value(), offset.value(), keys.stream().map(ColumnRef::name).toList(), calls,
                infer(in.schema(), at).orElseThrow());
    }

    @Override public String glimpse() {
        String by = keys.isEmpty() ? "" : " by " + keys.stream().map(ColumnRef::name).collect(Collectors.joining(", "));
        return size + by + aggregates.stream().map(TumblingWindow::words).collect(Collectors.joining(", ", ": ", ""));
    }

    /** "count", "sum delay", "distinct bidder". */
    private static String words(Aggregate aggregate) {
        String function = aggregate.function() == Function.COUNT_DISTINCT ? "distinct" : aggregate.function().name().toLowerCase(Locale.ROOT);
        return function + aggregate.column().map(c -> " " + c).orElse("");
    }
}
