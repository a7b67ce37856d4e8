package dev.millrace.kind.window;

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
 * Aggregates over slices that begin together and grow step by step: today so far, every hour.
 *
 * <pre>
 *   event time  ──●─●──┼─●───●┼──●───┼─▶
 *               ├ step ┤                      one row per slice and key, when the watermark passes the slice's end;
 *               ├─── 2 steps ─┤               at the full size a new row of slices begins
 *               ├────── size ────────┤
 * </pre>
 */
@Kind(id = "window.cumulating", title = "Cumulating window", group = Group.WINDOWS, icon = "cumulating",
        summary = "Aggregates what has come so far in a slice of event time, step by step, such as today's sum every hour")
public record CumulatingWindow(
        @Setting(label = "Time column", help = "The event time of the input") ColumnRef time,
        @Setting(label = "Size", help = "Where it begins anew, such as 1 day; a multiple of the step") PositiveDuration size,
        @Setting(label = "Step", help = "How often there is a result, such as 1 h") PositiveDuration step,
        @Setting(label = "Offset", preset = "0 s", help = "Moves where it begins anew; without it a day begins at 00:00 UTC") Delay offset,
        @Setting(label = "Time zone", help = TimeZoneName.HELP) Optional<String> zone,
        @Setting(label = "Group by") List<ColumnRef> keys,
        @Setting(label = "Aggregates", atLeastOne = true, help = "What to compute per step and group") List<Aggregate> aggregates)
        implements WindowOperator {

    static final CumulatingWindow EXAMPLE = new CumulatingWindow(new ColumnRef("ts"), PositiveDuration.of("1 day"), PositiveDuration.of("1 h"),
            Delay.of("0 s"), Optional.empty(), List.of(), List.of(new Aggregate("n", Aggregate.Function.COUNT, Optional.empty())));

    @Override public void checkLengths(Scope at) {
        WindowOperator.checkMultiple("size", size.value(), "step", step.value(), at);
        WindowOperator.checkOffset(offset.value(), "size", size.value(), at);
        WindowOperator.checkParts("step", size.value(), step.value(), at);
    }

    @Override public Window window() {
        return new Window.Cumulating(size.value(), step.value(), offset.value(), TimeZoneName.of(zone));
    }

    @Override public String lengths() {
        return size + " by " + step;
    }
}
