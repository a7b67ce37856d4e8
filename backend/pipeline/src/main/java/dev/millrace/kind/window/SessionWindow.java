package dev.millrace.kind.window;

import dev.millrace.kind.ColumnRef;
import dev.millrace.kind.Group;
import dev.millrace.kind.Kind;
import dev.millrace.kind.PositiveDuration;
import dev.millrace.kind.Scope;
import dev.millrace.kind.Setting;
import dev.millrace.rel.Window;
import java.util.List;
import java.util.Optional;

/**
 * Aggregates over bursts of rows with the same key: a session lasts until there is no row for the length of the gap.
 *
 * <pre>
 *   event time  ──●─●──●─┄┄┄┄┄──●──●─┄┄┄┄┄──▶
 *                 ├ session ┤gap  ├session┤gap      one row per session, when the watermark passes its end
 * </pre>
 *
 * <p>A session begins with its first row and ends one gap after its last. Rows exactly one gap apart are in one session. A row
 * that comes between two sessions and is at most a gap from each makes them one, as long as the later one has not closed.
 */
@Kind(id = "window.session", title = "Session window", group = Group.WINDOWS, icon = "session",
        summary = "Groups rows of one key that come close together in event time, until a pause, and aggregates each such session")
public record SessionWindow(
        @Setting(label = "Time column", help = "The event time of the input") ColumnRef time,
        @Setting(label = "Gap", help = "A longer pause than this ends a session; it closes that long after its last row") PositiveDuration gap,
        @Setting(label = "Group by", help = "Each group has sessions of its own, such as one per user") List<ColumnRef> keys,
        @Setting(label = "Aggregates", atLeastOne = true, help = "What to compute per session") List<Aggregate> aggregates)
        implements WindowOperator {

    static final SessionWindow EXAMPLE = new SessionWindow(new ColumnRef("ts"), PositiveDuration.of("10 min"), List.of(),
            List.of(new Aggregate("n", Aggregate.Function.COUNT, Optional.empty())));

    @Override public void checkLengths(Scope at) {
        // One length alone cannot contradict another.
    }

    @Override public Window window() {
        return new Window.Session(gap.value());
    }

    @Override public String lengths() {
        return "gap " + gap;
    }
}
