package dev.millrace.kind.window;

import dev.millrace.diagnostic.Diagnostic.Code;
import dev.millrace.kind.ColumnRef;
import dev.millrace.kind.Delay;
import dev.millrace.kind.Group;
import dev.millrace.kind.Kind;
import dev.millrace.kind.PositiveDuration;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Setting;
import dev.millrace.rel.Window;
import java.util.List;
import java.util.Optional;

/**
 * Aggregates over overlapping slices of event time: the last hour, every ten minutes.
 *
 * <pre>
 *   event time  ──●─●──┼─●───●┼──●───┼─▶
 *               ├──── size ───┤               one row per slice and key, when the watermark passes the slice's end;
 *                ─slide┼──── size ────┤       each row is in size / slide slices
 * </pre>
 */
@Kind(id = "window.hopping", title = "Hopping window", group = Group.WINDOWS, icon = "hopping",
        summary = "Groups rows into slices of event time that overlap, such as the last hour every ten minutes, and aggregates each slice")
public record HoppingWindow(
        @Setting(label = "Time column", help = "The event time of the input") ColumnRef time,
        @Setting(label = "Size", help = "Length of a slice; a multiple of the slide") PositiveDuration size,
        @Setting(label = "Slide", help = "How often a slice begins and one ends, such as 10 min") PositiveDuration slide,
        @Setting(label = "Offset", preset = "0 s", help = "Moves where slices begin; shorter than the slide") Delay offset,
        @Setting(label = "Time zone", help = TimeZoneName.HELP) Optional<String> zone,
        @Setting(label = "Group by") List<ColumnRef> keys,
        @Setting(label = "Aggregates", atLeastOne = true, help = "What to compute per slice and group") List<Aggregate> aggregates)
        implements WindowOperator {

    static final HoppingWindow EXAMPLE = new HoppingWindow(new ColumnRef("ts"), PositiveDuration.of("1 h"), PositiveDuration.of("10 min"),
            Delay.of("0 s"), Optional.empty(), List.of(), List.of(new Aggregate("n", Aggregate.Function.COUNT, Optional.empty())));

    @Override public void checkLengths(Scope at) {
        WindowOperator.checkMultiple("size", size.value(), "slide", slide.value(), at);
        WindowOperator.checkOffset(offset.value(), "slide", slide.value(), at);
        WindowOperator.checkParts("slide", size.value(), slide.value(), at);
    }

    /** For distinct values Flink treats the slices of a hopping window as if rows were taken back, which only a count survives. */
    @Override public void checkAggregate(String path, Aggregate aggregate, Scope at) {
        boolean counts = aggregate.function() == Aggregate.Function.COUNT || aggregate.function() == Aggregate.Function.COUNT_DISTINCT;
        if (aggregate.isDistinct() && aggregate.function().takesDistinct() && !counts) {
            at.error(Code.BAD_SETTING, path + ".values", "In a hopping window Flink can count distinct values, but not take their " + aggregate.word(),
                    "Empty it, or use a tumbling or cumulating window");
        }
    }

    @Override public Window window() {
        return new Window.Hopping(size.value(), slide.value(), offset.value(), TimeZoneName.of(zone));
    }

    @Override public String lengths() {
        return size + " every " + slide;
    }
}
