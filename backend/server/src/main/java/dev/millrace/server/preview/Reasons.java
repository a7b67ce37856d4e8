package dev.millrace.server.preview;

import dev.millrace.rel.HttpLookup;
import dev.millrace.rel.Lookup;
import dev.millrace.rel.Rel;
import dev.millrace.rel.StatefulRel;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Why a row that came into a node is in none of its outputs. */
final class Reasons {
    private final Collection<Rel> outputs;
    private final Optional<Instant> watermark;

    Reasons(Collection<Rel> outputs, Optional<Instant> watermark) {
        this.outputs = outputs;
        this.watermark = watermark;
    }

    /** @param right whether the row came into the second input */
    Fate of(JsonNode row, boolean right) {
        return outputs.stream().flatMap(rel -> of(rel, row, right).stream()).findFirst().orElse(Fate.UNKNOWN);
    }

    private Optional<Fate> of(Rel rel, JsonNode row, boolean right) {
        return switch (rel) {
            case StatefulRel.Deduplicate d -> Optional.of(waitsFor(d.time(), row).orElseGet(() -> Fate.ended("dropped: another row with the same "
                    + String.join(", ", d.keys()) + (d.last() ? " is newer" : " came before"))));
            case StatefulRel.TopN t -> Optional.of(waitsFor(t.windowTime(), row).orElseGet(() -> Fate.ended("dropped: it is not among the first " + t.rows()
                    + (t.keys().isEmpty() ? "" : " of its " + String.join(", ", t.keys())))));
            case StatefulRel.OverAggregate o -> Optional.of(waitsFor(Optional.of(o.time()), row).orElseGet(() -> Fate.ended("dropped: it came late, event time had passed it")));
            case StatefulRel.Previous p -> Optional.of(waitsFor(Optional.of(p.time()), row).orElseGet(() -> Fate.ended(p.onlyChanges()
                    ? "dropped: nothing differs from the row before" : "dropped: it came late, event time had passed it")));
            case Rel.Join j -> Optional.of(join(j, row, right));
            case Rel.Unnest u -> Optional.of(Fate.ended("dropped: '" + u.column() + "' has no elements"));
            case Rel.Filter(Lookup lookup, var condition) -> Optional.of(Fate.ended("dropped: the table has no row for it that meets the condition"));
            case Lookup l -> Optional.of(Fate.ended("dropped: the table has no row for it"));
            case HttpLookup l -> Optional.of(Fate.ended("dropped: the service has nothing for it"));
            case Rel.Filter f -> below(f.in(), row, right).or(() -> Optional.of(Fate.ended("dropped: the condition is not true")));
            case Rel.Route r -> below(r.in(), row, right).or(() -> Optional.of(Fate.ended("dropped: no condition is true")));
            default -> rel.inputs().stream().flatMap(in -> of(in, row, right).stream()).findFirst();
        };
    }

    private Optional<Fate> below(Rel in, JsonNode row, boolean right) {
        return in instanceof Rel.Input ? Optional.empty() : of(in, row, right);
    }

    /** Rows that are put in order by event time wait until it has passed them. */
    private Optional<Fate> waitsFor(Optional<String> time, JsonNode row) {
        return time.flatMap(column -> RowTimes.read(row.path(column))).filter(at -> watermark.map(w -> w.isBefore(at)).orElse(true))
                .map(at -> Fate.waits("waits until event time passes " + RowTimes.write(at)));
    }

    private Fate join(Rel.Join join, JsonNode row, boolean right) {
        if (join.type() == Rel.Join.Type.ANTI) {
            return right ? Fate.UNKNOWN : Fate.ended("dropped: it has a partner");
        }
        if (join.type() == Rel.Join.Type.SEMI && right) {
            return Fate.UNKNOWN;
        }
        return switch (join.meeting()) {
            case Rel.Join.Meeting.Near(String leftTime, String rightTime, Duration before, Duration after) ->
                    until(RowTimes.read(row.path(right ? rightTime : leftTime)).map(at -> at.plus(right ? before : after)));
            case Rel.Join.Meeting.SameWindow(String start, String end, String leftTime, String rightTime) ->
                    until(RowTimes.read(row.path(end)).map(at -> at.minusMillis(1)));
            case Rel.Join.Meeting.AsOf(String leftTime, String rightTime) -> right ? Fate.waits("is the version for rows that come")
                    : RowTimes.read(row.path(leftTime)).filter(at -> watermark.map(w -> w.isBefore(at)).orElse(true))
                            .map(at -> Fate.waits("waits until event time passes " + RowTimes.write(at)))
                            .orElseGet(() -> Fate.ended("dropped: no version held at its time"));
            case Rel.Join.Meeting.Whenever w -> Fate.waits("has found no partner yet");
        };
    }

    private Fate until(Optional<Instant> last) {
        return last.map(at -> watermark.map(w -> w.isBefore(at)).orElse(true) ? Fate.waits("waits for a partner until event time passes " + RowTimes.write(at))
                : Fate.ended("dropped: it found no partner")).orElse(Fate.UNKNOWN);
    }
}
