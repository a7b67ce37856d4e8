package dev.millrace.compile;

import dev.millrace.rel.StatefulRel.MatchPattern;
import dev.millrace.schema.Durations;
import java.util.Locale;
import java.util.stream.Collectors;

/** A pattern in one line of a plan. */
final class PatternText {
    private PatternText() {}

    static String of(MatchPattern match) {
        return "match" + (match.keys().isEmpty() ? "" : " by " + String.join(", ", match.keys())) + " in order of " + match.time() + ": "
                + match.steps().stream().map(PatternText::step).collect(Collectors.joining(", "))
                + match.within().map(w -> ", within " + Durations.write(w)).orElse("")
                + ", then " + match.resume().place().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                + match.resume().step().map(s -> " " + s).orElse("") + ": "
                + match.measures().stream().map(m -> m.name() + " = " + m.value().sql()).collect(Collectors.joining(", "));
    }

    private static String step(MatchPattern.Step step) {
        boolean once = step.least() == 1 && step.most().filter(m -> m == 1).isPresent();
        return (step.apart() ? "later " : "") + step.name()
                + (once ? "" : " " + step.least() + " to " + step.most().map(String::valueOf).orElse("any") + " times" + (step.few() ? ", few" : ""))
                + step.condition().map(c -> " (" + c.sql() + ")").orElse("");
    }
}
