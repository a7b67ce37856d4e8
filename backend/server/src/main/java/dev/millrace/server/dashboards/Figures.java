package dev.millrace.server.dashboards;

import dev.millrace.server.metrics.Series;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What a tile shows at a moment.
 *
 * @param times the beginnings of the buckets, oldest first; empty where there is one value for each line
 * @param lines by name; of a tile without a key, one
 * @param unit of a metric; empty where the tile says it itself
 * @param notes what people have to know of the values, such as how many rows could not be read
 * @param columns that the newest rows have; of metrics none
 * @param trouble why there are none, and what to do; empty where there are
 */
public record Figures(Instant at, List<Instant> times, List<Line> lines, Optional<Series.Unit> unit, List<String> notes, List<String> columns, Optional<String> trouble) {
    public Figures {
        times = List.copyOf(times);
        lines = List.copyOf(lines);
        notes = List.copyOf(notes);
        columns = List.copyOf(columns);
    }

    /** @param values one for each time; null where nothing is known */
    public record Line(String name, List<Double> values) {
        public Line {
            values = Collections.unmodifiableList(new ArrayList<>(values));
        }
    }

    static Figures none(Instant at, String why) {
        return new Figures(at, List.of(), List.of(), Optional.empty(), List.of(), List.of(), Optional.of(why));
    }

    /** Whether the same would be drawn. */
    public boolean isLike(Figures other) {
        return times.equals(other.times) && lines.equals(other.lines) && unit.equals(other.unit) && notes.equals(other.notes) && trouble.equals(other.trouble);
    }

    /** Whether there is nothing to draw. */
    public boolean isEmpty() {
        return lines.stream().allMatch(l -> l.values().stream().allMatch(v -> v == null));
    }
}
