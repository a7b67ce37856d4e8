package dev.millrace.server.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.pipeline.NodeId;
import dev.millrace.server.TestDatabase;
import dev.millrace.server.TestPipelines;
import dev.millrace.server.alerts.Condition.Absence;
import dev.millrace.server.alerts.Condition.Change;
import dev.millrace.server.alerts.Condition.Direction;
import dev.millrace.server.alerts.Condition.Flow;
import dev.millrace.server.alerts.Condition.Gap;
import dev.millrace.server.alerts.Condition.InState;
import dev.millrace.server.alerts.Condition.Side;
import dev.millrace.server.alerts.Condition.Threshold;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.deployment.Latency;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.Instance;
import dev.millrace.server.trouble.Trouble;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The life of alerts over made-up numbers, on a clock that only the test moves, and on a real database. */
class EvaluationTest {
    private static final Threshold LAG_ABOVE_1000 = new Threshold(Metric.LAG, Side.ABOVE, 1000);

    private final Instance instance = new Instance(TestDatabase.freshUrl());
    private final TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(instance.database));
    private final MessageStore messages = new MessageStore(JdbcClient.create(instance.database));
    private final RuleStore rules = new RuleStore(JdbcClient.create(instance.database), transaction);
    private final AlertStore store = new AlertStore(JdbcClient.create(instance.database), transaction, messages, instance.notices);
    private final HandSetClock clock = new HandSetClock();
    private final MadeUp orders = new MadeUp(instance.designs.create("Orders", TestPipelines.demoTo("orders"), Author.of("ada")).id());
    private final List<MadeUp> all = new ArrayList<>(List.of(orders));
    private Evaluation evaluation = evaluation();

    private static final class HandSetClock extends Clock {
        private Instant now = Instant.parse("2026-03-01T12:00:00Z");

        @Override public Instant instant() {
            return now;
        }

        @Override public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private Evaluation evaluation() {
        return new Evaluation(rules, store, () -> all.stream().map(d -> d.at(clock.now)).toList(), d -> true, clock);
    }

    @AfterEach void close() {
        instance.close();
    }

    private RuleId rule(Condition condition, Duration lasting) {
        return rule(condition, lasting, Optional.of(orders));
    }

    private RuleId rule(Condition condition, Duration lasting, Optional<MadeUp> of) {
        RuleId id = RuleId.random();
        rules.insert(id, new Rule.Wish("Watched", of.map(d -> d.pipeline), Optional.empty(), condition, lasting, Severity.WARNING), "ada");
        return id;
    }

    private void channel() {
        messages.insert(ChannelId.random(), new Channel.Wish("ops", new Target.KafkaTopic("default", "alerts"), Severity.INFO), "ada");
    }

    /** Rounds every two seconds, as the application makes them. */
    private void pass(Duration time) {
        for (Instant end = clock.now.plus(time); clock.now.isBefore(end);) {
            clock.now = clock.now.plusSeconds(2);
            evaluation.run(true);
        }
    }

    private void passSeconds(long seconds) {
        pass(Duration.ofSeconds(seconds));
    }

    /** Of the rule that a test made; those that each pipeline is given say nothing here. */
    private List<OpenAlert> open() {
        return store.open().stream().filter(a -> a.alert().name().equals("Watched")).toList();
    }

    private Optional<Alert.State> state() {
        return open().stream().findFirst().map(a -> a.alert().state());
    }

    /** What was told so far: of each message its items. */
    private List<List<String>> told() {
        return messages.due(clock.now.plus(Duration.ofDays(1)), 100).stream()
                .map(m -> m.items().stream().map(i -> i.what() + " " + i.name()).toList()).toList();
    }

    @Test void aThresholdIsPendingThenFiresIsToldOnceAndIsResolved() {
        rule(LAG_ABOVE_1000, Duration.ofMinutes(1));
        channel();
        orders.lag = 1000;
        passSeconds(10);
        assertThat(state()).as("not above").isEmpty();
        orders.lag = 5000;
        passSeconds(50);
        assertThat(state()).contains(Alert.State.PENDING);
        assertThat(told()).isEmpty();
        passSeconds(20);
        assertThat(state()).contains(Alert.State.FIRING);
        assertThat(open().getFirst().alert().words()).isEqualTo("Lag is 5,000 records");
        assertThat(told()).containsExactly(List.of("FIRING Watched"));
        passSeconds(600);
        assertThat(told()).as("it is told once").hasSize(1);
        orders.lag = 0;
        passSeconds(4);
        assertThat(state()).as("it may come back at once").contains(Alert.State.FIRING);
        passSeconds(12);
        assertThat(state()).isEmpty();
        Alert over = store.resolved(10).getFirst();
        assertThat(over.resolvedAt()).contains(clock.now.minusSeconds(4));
        assertThat(told()).containsExactly(List.of("FIRING Watched"), List.of("RESOLVED Watched"));
    }

    @Test void whatDoesNotHoldForLongEnoughIsForgotten() {
        rule(LAG_ABOVE_1000, Duration.ofMinutes(1));
        channel();
        for (int i = 0; i < 3; i++) {
            orders.lag = 5000;
            passSeconds(56);
            assertThat(state()).contains(Alert.State.PENDING);
            orders.lag = 0;
            passSeconds(2);
            assertThat(state()).isEmpty();
        }
        assertThat(store.resolved(10)).isEmpty();
        assertThat(told()).isEmpty();
    }

    @Test void whatComesBackWithinMomentsIsTheSameAlert() {
        rule(LAG_ABOVE_1000, Duration.ZERO);
        channel();
        for (int i = 0; i < 20; i++) {
            orders.lag = i % 2 == 0 ? 5000 : 0;
            passSeconds(6);
        }
        assertThat(open()).hasSize(1);
        assertThat(store.resolved(10)).isEmpty();
        assertThat(told()).hasSize(1);
    }

    @Test void whatComesBackSoonAfterItWasSaidToBeOverIsToldLater() {
        rule(LAG_ABOVE_1000, Duration.ZERO);
        channel();
        orders.lag = 5000;
        passSeconds(30);
        orders.lag = 0;
        passSeconds(30);
        assertThat(told()).containsExactly(List.of("FIRING Watched"), List.of("RESOLVED Watched"));
        orders.lag = 5000;
        passSeconds(200);
        assertThat(state()).contains(Alert.State.FIRING);
        assertThat(told()).as("for a while it is only shown").hasSize(2);
        passSeconds(120);
        assertThat(told()).hasSize(3);
    }

    @Test void alertsOfOnePipelineWithinMomentsAreOneMessage() {
        rule(LAG_ABOVE_1000, Duration.ZERO);
        rule(new InState(Set.of(Deployment.State.RUNNING)), Duration.ofSeconds(4));
        MadeUp other = new MadeUp(instance.designs.create("Other", TestPipelines.demoTo("other"), Author.of("ada")).id());
        all.add(other);
        rule(LAG_ABOVE_1000, Duration.ZERO, Optional.of(other));
        channel();
        orders.lag = 5000;
        other.lag = 5000;
        passSeconds(8);
        assertThat(told()).containsExactlyInAnyOrder(List.of("FIRING Watched", "FIRING Watched"), List.of("FIRING Watched"));
    }

    @Test void lessSevereAlertsAreNotToldWhereOnlyWorseOnesAreWanted() {
        rule(LAG_ABOVE_1000, Duration.ZERO);
        messages.insert(ChannelId.random(), new Channel.Wish("pager", new Target.KafkaTopic("default", "pager"), Severity.CRITICAL), "ada");
        orders.lag = 5000;
        passSeconds(10);
        assertThat(state()).contains(Alert.State.FIRING);
        assertThat(told()).isEmpty();
    }

    @Test void aMutedRuleRaisesAndTellsNothingUntilTheMuteIsOver() {
        RuleId rule = rule(LAG_ABOVE_1000, Duration.ZERO);
        channel();
        rules.mute(rule, Optional.of(clock.now.plusSeconds(100)));
        orders.lag = 5000;
        passSeconds(90);
        assertThat(state()).contains(Alert.State.FIRING);
        assertThat(told()).isEmpty();
        passSeconds(20);
        assertThat(told()).as("it fires still").hasSize(1);
    }

    @Test void whatIsOverBeforeTheMuteIsIsNeverTold() {
        RuleId rule = rule(LAG_ABOVE_1000, Duration.ZERO);
        channel();
        rules.mute(rule, Optional.of(Rule.FOR_EVER));
        orders.lag = 5000;
        passSeconds(30);
        orders.lag = 0;
        passSeconds(30);
        assertThat(store.resolved(10)).hasSize(1);
        rules.mute(rule, Optional.empty());
        passSeconds(30);
        assertThat(told()).isEmpty();
    }

    @Test void anAcknowledgedAlertStaysAndIsResolvedByItself() {
        rule(LAG_ABOVE_1000, Duration.ZERO);
        channel();
        orders.lag = 5000;
        passSeconds(10);
        assertThat(store.acknowledge(open().getFirst().alert().id(), "eve", clock.now)).isTrue();
        assertThat(store.acknowledge(open().getFirst().alert().id(), "bob", clock.now)).as("eve has it already").isFalse();
        passSeconds(600);
        assertThat(state()).contains(Alert.State.ACKNOWLEDGED);
        assertThat(open().getFirst().alert().acknowledged().orElseThrow().who()).isEqualTo("eve");
        orders.lag = 0;
        passSeconds(20);
        assertThat(store.resolved(10)).singleElement().satisfies(a -> assertThat(a.acknowledged()).isPresent());
        assertThat(told()).hasSize(2);
    }

    @Test void aRestartOfTheApplicationKeepsStatesAndTellsNothingTwice() {
        rule(LAG_ABOVE_1000, Duration.ofMinutes(1));
        rule(new Change(Metric.LAG, Direction.RISES, 100, Duration.ofMinutes(5)), Duration.ZERO);
        channel();
        passSeconds(300);
        orders.lag = 5000;
        passSeconds(40);
        assertThat(open()).extracting(a -> a.alert().state()).containsExactlyInAnyOrder(Alert.State.PENDING, Alert.State.FIRING);
        evaluation = evaluation();
        passSeconds(24);
        assertThat(open()).as("what was pending before counts").extracting(a -> a.alert().state()).containsExactlyInAnyOrder(Alert.State.FIRING, Alert.State.FIRING);
        // The numbers of before the restart are gone: whether it rose is not known, and what fired goes on firing.
        evaluation = evaluation();
        passSeconds(250);
        assertThat(open()).hasSize(2);
        passSeconds(120);
        assertThat(open()).as("now it is known that it does not rise").hasSize(1);
        assertThat(told().stream().flatMap(List::stream)).filteredOn(t -> t.startsWith("FIRING")).hasSize(2);
    }

    @Test void withoutNumbersNothingChanges() {
        rule(LAG_ABOVE_1000, Duration.ofSeconds(10));
        orders.lag = 5000;
        passSeconds(20);
        orders.numbers = false;
        orders.state = Deployment.State.FAILING;
        passSeconds(300);
        assertThat(state()).contains(Alert.State.FIRING);
        orders.state = Deployment.State.STOPPING;
        passSeconds(20);
        assertThat(state()).as("people ended it").isEmpty();
    }

    @Test void anAlertEndsWithItsDeploymentAndMovesOnWithItsPipeline() {
        rule(LAG_ABOVE_1000, Duration.ZERO);
        orders.lag = 5000;
        passSeconds(10);
        DeploymentId first = orders.id;
        orders.id = DeploymentId.random();
        passSeconds(4);
        assertThat(open()).singleElement().satisfies(a -> assertThat(a.alert().deployment()).isEqualTo(orders.id).isNotEqualTo(first));
        all.clear();
        passSeconds(20);
        assertThat(state()).isEmpty();
        assertThat(store.resolved(10)).hasSize(1);
    }

    @Test void eachNodeHasAnAlertOfItsOwn() {
        rule(new Threshold(Metric.BUSY, Side.ABOVE, 90), Duration.ofSeconds(10));
        orders.busy.put(new NodeId("sums"), 0.95);
        passSeconds(20);
        assertThat(open()).singleElement().satisfies(a -> {
            assertThat(a.alert().node()).contains(new NodeId("sums"));
            assertThat(a.alert().nodeName()).contains("The sums");
            assertThat(a.alert().words()).isEqualTo("Busy is 95 %");
        });
        orders.busy.put(new NodeId("orders"), 1.0);
        passSeconds(20);
        assertThat(open()).hasSize(2);
        orders.busy.remove(new NodeId("sums"));
        passSeconds(20);
        assertThat(open()).as("the node is gone").singleElement().satisfies(a -> assertThat(a.alert().node()).contains(new NodeId("orders")));
    }

    @Test void aSinkThatItsRecordsReachTooLateIsToldInSeconds() {
        rule(new Threshold(Metric.LATENCY, Side.ABOVE, 2), Duration.ofSeconds(10));
        orders.latency.put(new NodeId("sums"), new Latency(2_000, 90_000));
        passSeconds(20);
        assertThat(state()).as("half of them are fast enough").isEmpty();
        orders.latency.put(new NodeId("sums"), new Latency(2_500, 90_000));
        passSeconds(20);
        assertThat(open()).singleElement().satisfies(a -> {
            assertThat(a.alert().node()).contains(new NodeId("sums"));
            assertThat(a.alert().words()).isEqualTo("End-to-end latency of a sink is 2.5 s");
        });
        rule(new Threshold(Metric.WORST_LATENCY, Side.ABOVE, 60), Duration.ZERO);
        passSeconds(20);
        assertThat(open()).hasSize(2);
        // Where nothing comes nothing is known of it, so what was said stays.
        orders.latency.clear();
        passSeconds(20);
        assertThat(open()).hasSize(2);
        orders.latency.put(new NodeId("sums"), new Latency(200, 900));
        passSeconds(20);
        assertThat(open()).isEmpty();
    }

    @Test void noRowsForATimeIsAnAbsenceAlsoOverARestart() {
        rule(new Absence(Flow.IN, new Gap.Fixed(Duration.ofMinutes(2))), Duration.ZERO);
        for (int i = 0; i < 30; i++) {
            orders.rowsIn++;
            passSeconds(10);
        }
        assertThat(state()).isEmpty();
        passSeconds(100);
        evaluation = evaluation();
        passSeconds(30);
        assertThat(state()).contains(Alert.State.FIRING);
        assertThat(open().getFirst().alert().words()).startsWith("No row came in for 2 min");
        orders.rowsIn++;
        passSeconds(20);
        assertThat(state()).isEmpty();
        // While it does not run nothing can come, and the time begins anew.
        orders.state = Deployment.State.RESTARTING;
        passSeconds(600);
        orders.state = Deployment.State.RUNNING;
        passSeconds(60);
        assertThat(state()).isEmpty();
    }

    @Test void whatSilenceIsUsualIsLearned() {
        rule(new Absence(Flow.IN, new Gap.Usual(2)), Duration.ZERO);
        passSeconds(1000);
        assertThat(state()).as("nothing is known of what is usual").isEmpty();
        // About every minute and a half a row.
        for (int i = 0; i < 20; i++) {
            orders.rowsIn++;
            passSeconds(90);
            assertThat(state()).isEmpty();
        }
        passSeconds(60);
        assertThat(state()).as("within twice the usual").isEmpty();
        passSeconds(60);
        assertThat(state()).contains(Alert.State.FIRING);
        assertThat(open().getFirst().alert().words()).contains("usually one comes within 1 min 30 s");
    }

    @Test void eachPipelineIsGivenItsRulesOnce() {
        evaluation.run(true);
        assertThat(rules.list()).extracting(r -> r.wish().name())
                .containsExactly("Checkpoints fail", "Failed", "Lag grows", "No rows come in", "Restarts again and again");
        rules.delete(rules.list().getFirst().id());
        evaluation = evaluation();
        passSeconds(4);
        assertThat(rules.list()).as("what somebody deleted stays away").hasSize(4);
    }

    @Test void theRulesThatEachPipelineHasFindWhatTheyAreFor() {
        orders.rowsIn = 1;
        passSeconds(700);
        assertThat(store.open()).isEmpty();
        orders.restarts = 3;
        orders.troubles.add(new Trouble(Trouble.Kind.CHECKPOINTS, Optional.empty(), "Checkpoints fail", "", clock.now));
        for (int i = 0; i < 75; i++) {
            orders.lag += 10;
            passSeconds(10);
        }
        assertThat(store.open().stream().filter(a -> a.alert().isRaised())).extracting(a -> a.alert().name()).contains("Checkpoints fail", "Lag grows");
        assertThat(store.resolved(10)).as("ten minutes later it has not restarted again").extracting(Alert::name).containsExactly("Restarts again and again");
        orders.state = Deployment.State.FAILED;
        passSeconds(4);
        assertThat(store.open().stream().filter(a -> a.alert().name().equals("Failed"))).singleElement()
                .satisfies(a -> assertThat(a.alert().words()).isEqualTo("It failed: poisoned"));
    }

    @Test void anInstanceThatDoesNotLeadLooksAtNothing() {
        rule(LAG_ABOVE_1000, Duration.ZERO);
        orders.lag = 5000;
        evaluation.run(false);
        assertThat(store.open()).isEmpty();
        assertThat(rules.given()).isEmpty();
    }
}
