package dev.millrace.compile;

import dev.millrace.rel.StatefulRel;
import dev.millrace.schema.Durations;
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
                    + g.aggregates().stream().map(PlanText::call).collect(Collectors.joining(", "));
        };
    }
}
