package dev.millrace.server.alerts;

import dev.millrace.server.alerts.Condition.Absence;
import dev.millrace.server.alerts.Condition.Change;
import dev.millrace.server.alerts.Condition.Direction;
import dev.millrace.server.alerts.Condition.Gap;
import dev.millrace.server.alerts.Condition.InState;
import dev.millrace.server.alerts.Condition.Side;
import dev.millrace.server.alerts.Condition.Threshold;
import dev.millrace.server.deployment.Deployment;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/** Finds whether conditions hold. Keeps what it has to remember of before, for what it is asked about again in each round. */
final class Judge {
    private static final Duration SHORTEST_SILENCE = Duration.ofMinutes(1);

    private final Map<PastKey, Past> pasts = new HashMap<>();
    private final Set<PastKey> usedPasts = new HashSet<>();
    private final Map<GrowthKey, Growth> growths = new HashMap<>();
    private final Set<GrowthKey> usedGrowths = new HashSet<>();

    private record PastKey(Change change, Place place) {}

    record GrowthKey(Place place, Condition.Flow flow) {}

    /** Goes on with what was stored. */
    void remember(Map<GrowthKey, Growth> stored) {
        growths.putAll(stored);
    }

    Map<GrowthKey, Growth> growths() {
        return Map.copyOf(growths);
    }

    /** A round is over: forgets what nobody asked about in it. */
    void endRound() {
        pasts.keySet().retainAll(usedPasts);
        growths.keySet().retainAll(usedGrowths);
        usedPasts.clear();
        usedGrowths.clear();
    }

    Verdict judge(Condition condition, Look look, Place place, Instant now) {
        return switch (condition) {
            case InState states -> Verdict.of(states.states().contains(look.deployment().state()), inWords(look.deployment()));
            case Threshold threshold -> judge(threshold, look, place, now);
            case Change change -> judge(change, look, place, now);
            case Absence absence -> judge(absence, look, place, now);
        };
    }

    private static Verdict judge(Threshold threshold, Look look, Place place, Instant now) {
        OptionalDouble value = threshold.metric().read(look, place.node(), now);
        if (value.isEmpty()) {
            return without(look);
        }
        boolean holds = threshold.side() == Side.ABOVE ? value.getAsDouble() > threshold.limit() : value.getAsDouble() < threshold.limit();
        return Verdict.of(holds, RuleWords.capital(threshold.metric().words()) + " is " + RuleWords.amount(threshold.metric(), value.getAsDouble()));
    }

    private Verdict judge(Change change, Look look, Place place, Instant now) {
        OptionalDouble value = change.metric().read(look, place.node(), now);
        if (value.isEmpty()) {
            return without(look);
        }
        var key = new PastKey(change, place);
        usedPasts.add(key);
        Past past = pasts.computeIfAbsent(key, k -> new Past(change.within()));
        past.add(now, value.getAsDouble());
        OptionalDouble by = past.change();
        double risen = change.direction() == Direction.RISES ? by.orElse(0) : -by.orElse(0);
        if (by.isPresent() && risen > change.by()) {
            return Verdict.of(true, RuleWords.capital(change.metric().words()) + (change.direction() == Direction.RISES ? " rose by " : " fell by ")
                    + RuleWords.amount(change.metric(), risen) + " within " + RuleWords.time(change.within()) + ", to " + RuleWords.amount(change.metric(), value.getAsDouble()));
        }
        return past.isWhole() ? Verdict.of(false, RuleWords.capital(change.metric().words()) + " is " + RuleWords.amount(change.metric(), value.getAsDouble())) : Verdict.UNKNOWN;
    }

    private Verdict judge(Absence absence, Look look, Place place, Instant now) {
        var key = new GrowthKey(place, absence.flow());
        usedGrowths.add(key);
        Growth known = growths.get(key);
        if (!look.runs()) {
            if (known != null) {
                growths.put(key, known.interrupted(now));
            }
            return without(look);
        }
        OptionalLong rows = look.rows(absence.flow(), place.node(), now);
        if (rows.isEmpty()) {
            return Verdict.UNKNOWN;
        }
        Growth growth = known == null ? Growth.begin(look.deployment().id(), rows.getAsLong(), now) : known.seen(look.deployment().id(), rows.getAsLong(), now);
        growths.put(key, growth);
        Duration silent = Duration.between(growth.grewAt(), now);
        Optional<Duration> longest = longest(absence.gap(), growth);
        String words = "No row " + (absence.flow() == Condition.Flow.IN ? "came in" : "went out") + " for " + RuleWords.time(silent);
        return longest.map(l -> Verdict.of(silent.compareTo(l) > 0, absence.gap() instanceof Gap.Usual
                ? words + ", where usually one comes within " + RuleWords.time(growth.usualGap().orElseThrow()) : words)).orElse(Verdict.UNKNOWN);
    }

    private static Optional<Duration> longest(Gap gap, Growth growth) {
        return switch (gap) {
            case Gap.Fixed fixed -> Optional.of(fixed.longest());
            case Gap.Usual usual -> growth.usualGap().map(g -> {
                Duration longest = Duration.ofMillis((long) (usual.times() * g.toMillis()));
                return longest.compareTo(SHORTEST_SILENCE) > 0 ? longest : SHORTEST_SILENCE;
            });
        };
    }

    /** What a number says of a deployment that has none: nothing while it may come back, and that all is over where people ended it. */
    private static Verdict without(Look look) {
        return switch (look.deployment().state()) {
            case RUNNING, WAITING, STARTING, RESTARTING, FAILING -> Verdict.UNKNOWN;
            case STOPPING, SUSPENDED, FAILED, STOPPED, FINISHED, CANCELLED -> Verdict.of(false, inWords(look.deployment()));
        };
    }

    private static String inWords(Deployment deployment) {
        String state = RuleWords.state(deployment.state());
        return switch (deployment.state()) {
            case FAILED, FAILING, RESTARTING -> "It " + state + deployment.failure().map(f -> ": " + f.message()).orElse("");
            case WAITING, STARTING, RUNNING, STOPPING, SUSPENDED, STOPPED, FINISHED, CANCELLED -> "It " + state;
        };
    }
}
