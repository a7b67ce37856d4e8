package dev.millrace.server.alerts;

import dev.millrace.server.alerts.Condition.Absence;
import dev.millrace.server.alerts.Condition.Change;
import dev.millrace.server.alerts.Condition.Gap;
import dev.millrace.server.alerts.Condition.InState;
import dev.millrace.server.alerts.Condition.Threshold;
import java.time.Duration;

/** What a rule may be. */
final class RuleCheck {
    private static final int LONGEST_NAME = 100;
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final double MOST = 1e15;

    private RuleCheck() {}

    /** @return the wish with a clean name @throws RuleRefused */
    static Rule.Wish checked(Rule.Wish wish) {
        String name = name(wish.name(), "rule");
        if (wish.lasting().isNegative() || wish.lasting().compareTo(LONGEST) > 0) {
            throw new RuleRefused("A condition may have to hold for 0 s (at once) to one day");
        }
        if (wish.node().isPresent() && wish.pipeline().isEmpty()) {
            throw new RuleRefused("A node belongs to a pipeline: choose the pipeline too, or leave the node out");
        }
        if (wish.node().isPresent() && !wish.condition().isOfNodes() && !(wish.condition() instanceof Absence)) {
            throw new RuleRefused("This is a number of a whole deployment: leave the node out, or choose a number of nodes");
        }
        switch (wish.condition()) {
            case Threshold t -> number(t.limit());
            case Change c -> {
                number(c.by());
                if (c.by() < 0) {
                    throw new RuleRefused("A value rises or falls by 0 (at all) or more");
                }
                span(c.within());
            }
            case Absence a -> {
                switch (a.gap()) {
                    case Gap.Fixed fixed -> span(fixed.longest());
                    case Gap.Usual usual -> {
                        if (!(usual.times() > 1 && usual.times() <= 1000)) {
                            throw new RuleRefused("Silence is unusual where it is more than 1 times as long as usual, at most 1000 times");
                        }
                    }
                }
            }
            case InState s -> {
                if (s.states().isEmpty()) {
                    throw new RuleRefused("Choose at least one state");
                }
            }
        }
        return new Rule.Wish(name, wish.pipeline(), wish.node(), wish.condition(), wish.lasting(), wish.severity());
    }

    static String name(String name, String what) {
        String clean = name == null ? "" : name.strip();
        if (clean.isEmpty() || clean.length() > LONGEST_NAME || clean.chars().anyMatch(Character::isISOControl)) {
            throw new RuleRefused("The name of a " + what + " has 1 to " + LONGEST_NAME + " characters, in one line");
        }
        return clean;
    }

    private static void number(double value) {
        if (!(Math.abs(value) <= MOST)) {
            throw new RuleRefused("A limit is a number between -10^15 and 10^15");
        }
    }

    private static void span(Duration span) {
        if (span.compareTo(Duration.ofSeconds(5)) < 0 || span.compareTo(LONGEST) > 0) {
            throw new RuleRefused("A time to look at is 5 s to one day");
        }
    }
}
