package dev.millrace.flink.plan;

import dev.millrace.rel.StatefulRel.MatchPattern;
import dev.millrace.rel.StatefulRel.MatchPattern.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes a pattern.
 *
 * <pre>
 *   SELECT … FROM in0 MATCH_RECOGNIZE (PARTITION BY `card` ORDER BY `ts`
 *     MEASURES LAST(`large`.`amount`, 0) AS `amount`, MATCH_ROWTIME() AS `match_time`
 *     ONE ROW PER MATCH AFTER MATCH SKIP PAST LAST ROW
 *     PATTERN (`small` `large`) WITHIN INTERVAL … DEFINE `small` AS `amount` < 1, …)
 * </pre>
 *
 * Steps of a pattern follow each other with nothing between; where other rows may, a step that takes any row, as few as
 * possible, stands before.
 */
final class PatternSql {
    private final MatchPattern match;
    private final Set<String> taken = new HashSet<>();

    private PatternSql(MatchPattern match) {
        this.match = match;
        match.steps().forEach(s -> taken.add(s.name()));
        taken.addAll(match.in().schema().names());
    }

    static String of(MatchPattern match, String from) {
        return new PatternSql(match).write(from);
    }

    private String write(String from) {
        List<String> measures = new ArrayList<>();
        match.measures().forEach(m -> measures.add(m.value().sql() + " AS " + Sql.name(m.name())));
        measures.add("MATCH_ROWTIME() AS " + Sql.name(match.matchTime()));
        List<String> pattern = new ArrayList<>();
        List<String> define = new ArrayList<>();
        for (Step step : match.steps()) {
            if (step.apart()) {
                pattern.add(Sql.name(between(step.name())) + "*?");
            }
            pattern.add(Sql.name(step.name()) + quantifier(step));
            step.condition().ifPresent(c -> define.add(Sql.name(step.name()) + " AS " + c.sql()));
        }
        if (define.isEmpty()) {
            define.add(Sql.name(match.steps().getFirst().name()) + " AS TRUE");
        }
        return "SELECT " + Sql.names(match.schema().names()) + " FROM " + from + " MATCH_RECOGNIZE ("
                + (match.keys().isEmpty() ? "" : "PARTITION BY " + Sql.names(match.keys()) + " ") + "ORDER BY " + Sql.name(match.time())
                + " MEASURES " + String.join(", ", measures) + " ONE ROW PER MATCH AFTER MATCH SKIP " + resume()
                + " PATTERN (" + String.join(" ", pattern) + ")" + match.within().map(w -> " WITHIN " + Sql.shortInterval(w)).orElse("")
                + " DEFINE " + String.join(", ", define) + ")";
    }

    private String between(String step) {
        String name = "before_" + step;
        while (!taken.add(name)) {
            name += "_";
        }
        return name;
    }

    private static String quantifier(Step step) {
        String few = step.few() ? "?" : "";
        long least = step.least();
        if (step.most().isEmpty()) {
            return (least == 0 ? "*" : least == 1 ? "+" : "{" + least + ",}") + few;
        }
        long most = step.most().get();
        if (least == most) {
            return most == 1 ? "" : "{" + most + "}";
        }
        return least == 0 && most == 1 ? "?" : "{" + least + "," + most + "}" + few;
    }

    private String resume() {
        String step = match.resume().step().map(Sql::name).orElse("");
        return switch (match.resume().place()) {
            case PAST_LAST_ROW -> "PAST LAST ROW";
            case NEXT_ROW -> "TO NEXT ROW";
            case FIRST_OF_STEP -> "TO FIRST " + step;
            case LAST_OF_STEP -> "TO LAST " + step;
        };
    }
}
