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
 * @param trouble why there are none, and what to do; empty where there are
 */
public record Figures(Instant at, List<Instant> times, List<Line> lines, Optional<Series.Unit> unit, List<String> notes, Optional<String> trouble) {
    public Figures {
        times = List.copyOf(times);
        lines = List.copyOf(lines);
        notes = List.copyOf(notes);
    }

    /** @param values one for each time; null where nothing is known */
    public record Line(String name, List<Double> values) {
        public Line {
            values = Collections.unmodifiableList(new ArrayList<>(values));
        }
    }

    static Figures none(Instant at, String why) {
        return new Figures(at, List.of(), List.of(), Optional.empty(), List.of(), Optional.of(why));
    }

    /** Whether there is nothing to draw. */
    public boolean isEmpty() {
        return lines.stream().allMatch(l -> l.values().stream().allMatch(v -> v == null));
    }
}
