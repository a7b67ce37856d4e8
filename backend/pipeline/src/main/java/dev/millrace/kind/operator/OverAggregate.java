package dev.millrace.kind.operator;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.kind.ColumnRef;
import dev.millrace.kind.Group;
import dev.millrace.kind.Kind;
import dev.millrace.kind.Operator;
import dev.millrace.kind.PositiveDuration;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Setting;
import dev.millrace.kind.window.Aggregate;
import dev.millrace.rel.Rel;
import dev.millrace.rel.StatefulRel;
import dev.millrace.schema.Column;
import dev.millrace.schema.Schema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Gives each row aggregates over itself and rows before it.
 *
 * <pre>
 *   event time   ──●──●─────●──●───▶
 *                        └────┴──┘        the rows of the last 10 minutes, this one among them
 * </pre>
 */
@Kind(id = "operator.over", title = "Over", group = Group.STATEFUL, icon = "over",
        summary = "Adds to each row aggregates over the rows before it")
public record OverAggregate(
        @Setting(label = "For each", help = "Columns by which rows belong together; empty: all do") List<ColumnRef> keys,
        @Setting(label = "Over", preset = "time", help = "A span of event time, a number of rows, or all rows so far; the row itself is among them") Frame frame,
        @Setting(label = "Time before", help = "For over time: how much older a row may be, such as 10 min") Optional<PositiveDuration> time,
        @Setting(label = "Rows before", help = "For over rows: how many, beside the row itself", min = 1, max = 1_000_000) Optional<Long> rows,
        @Setting(label = "Aggregates", atLeastOne = true, help = "What to compute for each row") List<Aggregate> aggregates,
        @Setting(label = "Keep for", help = "A key without rows for this long is forgotten and starts anew; empty: none is. Over time, rows that are too old are always forgotten")
        Optional<PositiveDuration> keepFor) implements Operator {

    static final OverAggregate EXAMPLE = new OverAggregate(List.of(new ColumnRef("id")), Frame.TIME, Optional.of(PositiveDuration.of("10 min")),
            Optional.empty(), List.of(new Aggregate("recent", Aggregate.Function.SUM, Optional.of(new ColumnRef("amount")))), Optional.empty());
    private static final Duration LONGEST = Duration.ofDays(1_000);
    private static final Set<Aggregate.Function> POSSIBLE = Set.of(Aggregate.Function.COUNT, Aggregate.Function.SUM, Aggregate.Function.MIN,
            Aggregate.Function.MAX, Aggregate.Function.AVG, Aggregate.Function.FIRST, Aggregate.Function.LAST);

    /** Which rows before a row belong to it. */
    public enum Frame { TIME, ROWS, EVERYTHING }

    @Override public Optional<Schema> infer(Schema in, Scope at) {
        at.needsAppend(in, "Aggregates over rows before are sent once with each row", "Put it before what makes changes, or use a Group");
        Keys.check(keys, in, at);
        Keys.eventTime(in, at);
        if (frame == Frame.TIME && time.isEmpty()) {
            at.error(Code.MISSING_SETTING, "time", "Time before is not set", "Write how much older a row may be, such as 10 min");
        }
        if (frame == Frame.TIME && time.filter(t -> t.value().compareTo(LONGEST) >= 0).isPresent()) {
            at.error(Code.BAD_SETTING, "time", "Flink looks back less than 1000 days", "Choose a shorter time, or all rows so far");
        }
        if (frame == Frame.ROWS && rows.isEmpty()) {
            at.error(Code.MISSING_SETTING, "rows", "Rows before is not set", "Write how many rows before the row belong to it");
        }
        if (frame != Frame.TIME && !keys.isEmpty()) {
            at.unboundedState("keepFor", keepFor, "something for every key");
        }
        var columns = new ArrayList<Column>(in.columns());
        for (int i = 0; i < aggregates.size(); i++) {
            aggregate("aggregates[" + i + "]", aggregates.get(i), in, columns, at);
        }
        return Optional.of(new Schema(columns, in.eventTime(), in.key(), in.changelog()));
    }

    private static void aggregate(String path, Aggregate aggregate, Schema in, List<Column> columns, Scope at) {
        if (!POSSIBLE.contains(aggregate.function())) {
            at.error(Code.BAD_SETTING, path + ".function", "Flink does not compute " + aggregate.function().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                    + " over the rows before", "Use count, sum, min, max, avg, first or last, or a hopping window");
        } else if (!aggregate.name().isEmpty() && Keys.unused(path + ".name", aggregate.name(), columns, at)) {
            aggregate.infer(path, in, false, at).ifPresent(columns::add);
        }
    }

    @Override public Rel lower(Rel in, Scope at) {
        var calls = IntStream.range(0, aggregates.size()).mapToObj(i -> aggregates.get(i).lower("aggregates[" + i + "]", in.schema(), at)).toList();
        return new StatefulRel.OverAggregate(in, Keys.names(keys), in.schema().eventTime().orElseThrow(), lowered(), calls,
                keepFor.map(PositiveDuration::value), infer(in.schema(), at).orElseThrow());
    }

    private StatefulRel.OverAggregate.Frame lowered() {
        return switch (frame) {
            case TIME -> new StatefulRel.OverAggregate.Frame.Range(time.orElseThrow().value());
            case ROWS -> new StatefulRel.OverAggregate.Frame.Rows(rows.orElseThrow());
            case EVERYTHING -> new StatefulRel.OverAggregate.Frame.Everything();
        };
    }

    @Override public String glimpse() {
        String over = switch (frame) {
            case TIME -> "last " + time.map(PositiveDuration::toString).orElse("?");
            case ROWS -> rows.map(String::valueOf).orElse("?") + " rows before";
            case EVERYTHING -> "all so far";
        };
        return over + Keys.words(keys) + aggregates.stream().map(Aggregate::glimpse).collect(Collectors.joining(", ", ": ", ""));
    }
}
