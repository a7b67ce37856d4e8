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
        @Setting(label = "Time zone", help = TimeZoneName.HELP) Optional<String> zone,
        @Setting(label = "Group by") List<ColumnRef> keys,
        @Setting(label = "Aggregates", atLeastOne = true, help = "What to compute per slice and group") List<Aggregate> aggregates)
        implements WindowOperator {

    static final TumblingWindow EXAMPLE = new TumblingWindow(new ColumnRef("ts"), PositiveDuration.of("1 min"), Delay.of("0 s"), Optional.empty(), List.of(),
            List.of(new Aggregate("n", Aggregate.Function.COUNT, Optional.empty())));

    @Override public void checkLengths(Scope at) {
        WindowOperator.checkOffset(offset.value(), "size", size.value(), at);
    }

    @Override public Window window() {
        return new Window.Tumbling(size.value(), offset.value(), TimeZoneName.of(zone));
    }

    @Override public boolean inParts() {
        return false;
    }

    @Override public String lengths() {
        return size.toString();
    }
}
