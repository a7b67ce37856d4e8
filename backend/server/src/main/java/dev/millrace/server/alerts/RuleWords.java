package dev.millrace.server.alerts;

import dev.millrace.server.alerts.Condition.Absence;
import dev.millrace.server.alerts.Condition.Change;
import dev.millrace.server.alerts.Condition.Direction;
import dev.millrace.server.alerts.Condition.Flow;
import dev.millrace.server.alerts.Condition.Gap;
import dev.millrace.server.alerts.Condition.InState;
import dev.millrace.server.alerts.Condition.Side;
import dev.millrace.server.alerts.Condition.Threshold;
import dev.millrace.server.deployment.Deployment;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;

/** Conditions and values as people read them. */
public final class RuleWords {
    private static final double KILO = 1024;

    private RuleWords() {}

    /** A condition, to go on after "when"; with the time that it has to hold. */
    public static String condition(Rule.Wish rule) {
        String lasting = rule.lasting().isZero() ? "" : ", for " + time(rule.lasting());
        return switch (rule.condition()) {
            case Threshold t -> t.metric().words() + (t.side() == Side.ABOVE ? " is above " : " is below ") + amount(t.metric(), t.limit());
            case Change c -> c.metric().words() + (c.direction() == Direction.RISES ? " rises" : " falls")
                    + (c.by() > 0 ? " by more than " + amount(c.metric(), c.by()) : "") + " within " + time(c.within());
            case Absence a -> "no row " + (a.flow() == Flow.IN ? "comes in" : "goes out") + " for " + switch (a.gap()) {
                case Gap.Fixed fixed -> time(fixed.longest());
                case Gap.Usual usual -> trimmed(usual.times()) + " times as long as usual";
            };
            case InState s -> "it " + s.states().stream().sorted().map(RuleWords::state).collect(Collectors.joining(" or "));
        } + lasting;
    }

    /** A state, to go on after "it". */
    public static String state(Deployment.State state) {
        return switch (state) {
            case WAITING -> "waits";
            case STARTING -> "starts";
            case RUNNING -> "runs";
            case RESTARTING -> "restarts";
            case FAILING -> "cannot be started or reached";
            case FAILED -> "failed";
            case STOPPING -> "is being stopped";
            case SUSPENDED -> "is suspended";
            case STOPPED -> "was stopped";
            case FINISHED -> "has finished";
            case CANCELLED -> "was cancelled";
        };
    }

    /** A value with its unit. */
    public static String amount(Metric metric, double value) {
        return switch (metric.unit()) {
            case PER_SECOND -> trimmed(value);
            case RECORDS -> trimmed(value) + (value == 1 ? " record" : " records");
            case COUNT -> trimmed(value);
            case PERCENT -> trimmed(value) + " %";
            case SECONDS -> value < 60 ? trimmed(value) + " s" : time(Duration.ofMillis((long) (value * 1000)));
            case BYTES -> bytes(value);
        };
    }

    private static String bytes(double value) {
        if (value >= KILO * KILO * KILO) {
            return trimmed(value / (KILO * KILO * KILO)) + " GB";
        }
        if (value >= KILO * KILO) {
            return trimmed(value / (KILO * KILO)) + " MB";
        }
        return value >= KILO ? trimmed(value / KILO) + " kB" : trimmed(value) + " B";
    }

    /** At most one decimal, groups of three. */
    static String trimmed(double value) {
        String text = String.format(Locale.ROOT, Math.abs(value) < 1 ? "%.2f" : "%,.1f", value);
        return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
    }

    /** "90 s" is "1 min 30 s"; the two largest units. */
    public static String time(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min" + (seconds % 60 == 0 ? "" : " " + seconds % 60 + " s");
        }
        if (seconds < 86_400) {
            return seconds / 3600 + " h" + (seconds % 3600 / 60 == 0 ? "" : " " + seconds % 3600 / 60 + " min");
        }
        return seconds / 86_400 + " d" + (seconds % 86_400 / 3600 == 0 ? "" : " " + seconds % 86_400 / 3600 + " h");
    }

    static String capital(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
