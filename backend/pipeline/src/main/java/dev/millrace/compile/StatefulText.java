package dev.millrace.compile;

import dev.millrace.rel.Rel;
import dev.millrace.rel.StatefulRel;
import dev.millrace.schema.Durations;
import java.util.List;
import java.util.stream.Collectors;

/** What keeps state, in one line of a plan's text. */
final class StatefulText {
    private StatefulText() {}

    static String of(StatefulRel rel) {
        return words(rel) + rel.stateTtl().map(t -> ", kept for " + Durations.write(t)).orElse("");
    }

    private static String words(StatefulRel rel) {
        return switch (rel) {
            case StatefulRel.MatchPattern m -> PatternText.of(m);
            case StatefulRel.GroupAggregate g -> "group by " + String.join(", ", g.keys()) + ": "
                    + calls(g.aggregates());
            case StatefulRel.Deduplicate d -> (d.last() ? "last" : "first") + " row of each " + String.join(", ", d.keys()) + " by "
                    + d.time().orElse("arrival");
            case StatefulRel.TopN t -> "first " + t.rows() + by(t.keys()) + ", ordered by "
                    + t.order().stream().map(o -> o.column() + (o.descending() ? " descending" : "")).collect(Collectors.joining(", "))
                    + t.rank().map(r -> ", place in " + r).orElse("") + t.windowTime().map(w -> ", of each window that closes by " + w).orElse("");
            case StatefulRel.OverAggregate o -> "over " + frame(o.frame(), o.time()) + by(o.keys()) + ": " + calls(o.aggregates());
            case StatefulRel.Previous p -> (p.onlyChanges() ? "changes" : "rows") + by(p.keys()) + " by " + p.time() + " with what was " + p.back()
                    + " before: " + p.values().stream().map(v -> v.name() + " = " + v.column()).collect(Collectors.joining(", "));
        };
    }

    private static String by(List<String> keys) {
        return keys.isEmpty() ? "" : " of each " + String.join(", ", keys);
    }

    private static String frame(StatefulRel.OverAggregate.Frame frame, String time) {
        return switch (frame) {
            case StatefulRel.OverAggregate.Frame.Everything e -> "all rows so far by " + time;
            case StatefulRel.OverAggregate.Frame.Rows r -> "the " + r.before() + " rows before by " + time;
            case StatefulRel.OverAggregate.Frame.Range r -> "the last " + Durations.write(r.before()) + " by " + time;
        };
    }

    private static String calls(List<Rel.AggregateCall> calls) {
        return calls.stream().map(PlanText::call).collect(Collectors.joining(", "));
    }
}
