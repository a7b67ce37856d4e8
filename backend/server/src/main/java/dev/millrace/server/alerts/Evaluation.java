package dev.millrace.server.alerts;

import dev.millrace.pipeline.NodeId;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.design.PipelineId;
import dev.millrace.server.instance.LeaderLoop;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at all rules again and again, on the instance that leads. What it finds is written at once, so that whoever leads next goes on from there: an alert
 * that fires goes on firing until its condition is known not to hold.
 */
final class Evaluation implements LeaderLoop.Round {
    private static final Logger LOG = LoggerFactory.getLogger(Evaluation.class);
    private static final Duration BETWEEN_SAVES = Duration.ofMinutes(1);
    private static final Duration KEPT = Duration.ofDays(30);
    private static final Verdict OVER = Verdict.of(false, "");

    private final RuleStore rules;
    private final AlertStore alerts;
    private final Supplier<List<Look>> looks;
    private final Predicate<Deployment> endless;
    private final Clock clock;
    private final Set<PipelineId> given = new HashSet<>();
    private Judge judge;
    private Instant saved = Instant.EPOCH;
    private Instant swept = Instant.EPOCH;

    /** @param looks all deployments that people have to know of @param endless whether a deployment reads without an end */
    Evaluation(RuleStore rules, AlertStore alerts, Supplier<List<Look>> looks, Predicate<Deployment> endless, Clock clock) {
        this.rules = rules;
        this.alerts = alerts;
        this.looks = looks;
        this.endless = endless;
        this.clock = clock;
    }

    private record Key(RuleId rule, Place place) {}

    @Override public void run(boolean leads) {
        if (!leads) {
            // Whoever leads meanwhile knows better.
            judge = null;
            given.clear();
            return;
        }
        Instant now = clock.instant();
        if (judge == null) {
            judge = new Judge();
            judge.remember(alerts.growths());
            saved = now;
        }
        Map<PipelineId, Look> current = byPipeline(looks.get());
        current.values().forEach(this::give);
        judgeAll(current, now);
        judge.endRound();
        save(now);
        sweep(now);
    }

    private void judgeAll(Map<PipelineId, Look> current, Instant now) {
        var open = new HashMap<Key, OpenAlert>();
        alerts.open().forEach(a -> a.alert().rule().ifPresent(rule -> open.put(new Key(rule, a.place()), a)));
        for (Rule rule : rules.list()) {
            Stream<Look> about = rule.wish().pipeline().map(p -> Stream.ofNullable(current.get(p))).orElseGet(() -> current.values().stream());
            about.forEach(look -> places(rule.wish(), look).forEach(place -> {
                OpenAlert before = open.remove(new Key(rule.id(), place));
                step(rule, look, place, before, now);
            }));
            // What nothing is left of to look at.
            open.entrySet().removeIf(left -> {
                boolean mine = left.getKey().rule().equals(rule.id());
                if (mine) {
                    became(rule, left.getValue(), left.getValue().next(isGone(left.getKey().place(), current) ? OVER : Verdict.UNKNOWN, rule.wish().lasting(), now), now);
                }
                return mine;
            });
        }
        // Rules of a pipeline that was deleted are not looked at any more.
        open.values().forEach(left -> left.alert().rule().flatMap(rules::find).ifPresent(rule -> became(rule, left, left.next(OVER, rule.wish().lasting(), now), now)));
    }

    /** A node is not seen for a moment after each start; it is gone where others are seen. */
    private static boolean isGone(Place place, Map<PipelineId, Look> current) {
        Look look = current.get(place.pipeline());
        return look == null || place.node().isPresent() && (!look.nodes().isEmpty() || !look.runs());
    }

    private static List<Place> places(Rule.Wish rule, Look look) {
        PipelineId pipeline = look.deployment().pipeline();
        if (!rule.condition().isOfNodes() || rule.node().isPresent()) {
            return List.of(new Place(pipeline, rule.node()));
        }
        return look.nodes().stream().sorted(Comparator.comparing(NodeId::value)).map(node -> new Place(pipeline, Optional.of(node))).toList();
    }

    private void step(Rule rule, Look look, Place place, OpenAlert before, Instant now) {
        Verdict found = judge.judge(rule.wish().condition(), look, place, now);
        if (before != null) {
            became(rule, before, before.next(found, rule.wish().lasting(), now).map(after -> after.at(look.deployment().id())), now);
        } else if (found.truth() == Verdict.Truth.HOLDS) {
            OpenAlert begun = OpenAlert.begin(rule, look, place, found, now);
            OpenAlert first = begun.next(found, rule.wish().lasting(), now).orElseThrow();
            OpenAlert told = told(rule, begun, first, now);
            alerts.insert(told, item(first, told, rule, now), now);
        }
    }

    private void became(Rule rule, OpenAlert before, Optional<OpenAlert> after, Instant now) {
        if (after.isEmpty()) {
            alerts.forget(before.alert().id());
            return;
        }
        OpenAlert told = told(rule, before, after.get(), now);
        if (!told.equals(before)) {
            alerts.update(before, told, item(after.get(), told, rule, now), now);
        }
    }

    /** With when it may be told, once it fires, and that it is told now. */
    private OpenAlert told(Rule rule, OpenAlert before, OpenAlert after, Instant now) {
        OpenAlert from = after;
        if (after.alert().state() == Alert.State.FIRING && before.alert().state() == Alert.State.PENDING) {
            from = after.tellFrom(alerts.lastTold(rule.id(), after.place()).map(last -> last.plus(OpenAlert.QUIET)).filter(now::isBefore).orElse(now));
        }
        boolean tells = !rule.isMuted(now) && from.toTell(now).filter(MessageItem.What.FIRING::equals).isPresent();
        return tells ? from.told(now) : from;
    }

    private static Optional<MessageItem> item(OpenAlert after, OpenAlert told, Rule rule, Instant now) {
        if (told.toldAt().isPresent() && after.toldAt().isEmpty()) {
            return Optional.of(MessageItem.of(told.alert(), MessageItem.What.FIRING, now));
        }
        return after.toTell(now).filter(MessageItem.What.RESOLVED::equals).filter(what -> !rule.isMuted(now)).map(what -> MessageItem.of(told.alert(), what, now));
    }

    /** Of an upgrade and the one whose place it takes, the one that runs. */
    private static Map<PipelineId, Look> byPipeline(List<Look> all) {
        var by = new HashMap<PipelineId, Look>();
        all.forEach(look -> by.merge(look.deployment().pipeline(), look, (a, b) -> a.deployment().state() == Deployment.State.WAITING ? b
                : b.deployment().state() == Deployment.State.WAITING ? a : b.deployment().deployedAt().isBefore(a.deployment().deployedAt()) ? a : b));
        return by;
    }

    private void give(Look look) {
        if (given.isEmpty()) {
            given.addAll(rules.given());
        }
        PipelineId pipeline = look.deployment().pipeline();
        if (!given.contains(pipeline)) {
            rules.give(pipeline, Presets.of(pipeline, endless.test(look.deployment())));
            given.add(pipeline);
        }
    }

    private void save(Instant now) {
        if (!saved.plus(BETWEEN_SAVES).isAfter(now)) {
            saved = now;
            alerts.save(judge.growths());
        }
    }

    private void sweep(Instant now) {
        if (swept.plus(Duration.ofHours(1)).isBefore(now)) {
            swept = now;
            int forgotten = alerts.forgetResolvedBefore(now.minus(KEPT));
            if (forgotten > 0) {
                LOG.info("Forgot {} alerts that were resolved more than {} days ago", forgotten, KEPT.toDays());
            }
        }
    }
}
