package dev.millrace.server.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.server.TestPipelines;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.FlinkClusters;
import dev.millrace.server.deployment.FlinkGateway;
import dev.millrace.server.deployment.NotNow;
import dev.millrace.server.deployment.Steering;
import dev.millrace.server.design.Design;
import dev.millrace.server.kafka.TemporaryTopics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What looks after shadow runs dies before each of its touches of the world in turn; another one goes on, and nothing is left behind. */
class KilledShadowTest {
    private static final int MORE_TOUCHES_THAN_ANY_STORY = 80;
    private final Steering s = new Steering();
    private final TestTemporaryTopics topics = new TestTemporaryTopics();
    private final ShadowStore store = new ShadowStore(JdbcClient.create(s.instance.database), s.instance.notices);
    private final Shadows shadows = new StoredShadows(store, s.deployments, s.instance.designs, s.outlooks, s.clock);

    @AfterEach void close() {
        s.close();
    }

    private ShadowReconciler reconciler(ShadowStore in, FlinkGateway flink, TemporaryTopics of) {
        return new ShadowReconciler(in, s.deployments, s.instance.designs, s.savepoints, s.handover(), FlinkClusters.only(flink), of, s.clock);
    }

    private ShadowReconciler reconciler() {
        return reconciler(store, s.flink, topics);
    }

    private ShadowReconciler mortal(int touch) {
        var left = new AtomicInteger(touch);
        return reconciler(new ShadowStore(JdbcClient.create(Steering.mortal(DataSource.class, s.instance.database, left)), s.instance.notices),
                Steering.mortal(FlinkGateway.class, s.flink, left), Steering.mortal(TemporaryTopics.class, topics, left));
    }

    private Shadow until(ShadowReconciler reconciler, ShadowId id, Predicate<Shadow> holds) {
        for (int i = 0; i < 50; i++) {
            Shadow now = shadows.get(id);
            if (holds.test(now)) {
                return now;
            }
            if (!s.deployments.get(now.deployment()).state().isOver()) {
                s.step(now.deployment());
            }
            reconciler.step(now);
        }
        throw new AssertionError("Never came to it: " + shadows.get(id));
    }

    private static boolean compares(Shadow shadow) {
        return shadow.state() == Shadow.State.COMPARING && shadow.comparison().isPresent() || shadow.state() == Shadow.State.ENDED;
    }

    private static boolean hasEnded(Shadow shadow) {
        return shadow.state() == Shadow.State.ENDED;
    }

    private Deployment running() {
        Design design = s.design(TestPipelines.demoTo("results"));
        Deployment running = s.run(design);
        s.designed(design);
        return running;
    }

    private ShadowId begin(Deployment running) {
        return shadows.begin(running.id(), 2, Set.of(), Shadows.PRESET_TIME, "", Steering.ADA).id();
    }

    private boolean dies(Runnable deeds) {
        try {
            deeds.run();
            return false;
        } catch (RuntimeException | Error failed) {
            for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
                if (cause instanceof Steering.Killed) {
                    return true;
                }
            }
            throw failed;
        }
    }

    private void nothingIsLeft(Deployment running, long jobs) {
        assertThat(s.flink.running()).isEqualTo(jobs);
        assertThat(s.flink.mostAtOnce()).isEqualTo(1);
        assertThat(topics.topics).isEmpty();
        assertThat(s.savepoints.list(running.pipeline())).noneMatch(k -> k.reason().contains("beside it"));
    }

    @Test void whereverItDiesNothingIsLeftBehind() {
        Deployment running = running();
        boolean died = true;
        int touch = 0;
        while (died) {
            assertThat(touch).isLessThan(MORE_TOUCHES_THAN_ANY_STORY);
            ShadowReconciler mortal = mortal(++touch);
            ShadowId id = begin(running);
            died = dies(() -> {
                until(mortal, id, KilledShadowTest::compares);
                shadows.discard(id, Steering.ADA);
                until(mortal, id, shadow -> {
                    // A submission may arrive late; nobody waits for it here.
                    s.clock.pass(Duration.ofSeconds(1));
                    return hasEnded(shadow);
                });
            });
            s.clock.pass(Duration.ofSeconds(20));
            until(reconciler(), id, KilledShadowTest::compares);
            shadows.discard(id, Steering.ADA);
            s.clock.pass(Duration.ofSeconds(20));
            until(reconciler(), id, KilledShadowTest::hasEnded);
            nothingIsLeft(running, 1);
        }
        assertThat(touch).isGreaterThan(12);
    }

    @Test void whatWasReadIsReadAgainByWhoGoesOn() {
        Deployment running = running();
        ShadowId id = begin(running);
        until(reconciler(), id, KilledShadowTest::compares);
        topics.topics.forEach((name, records) -> records.add("{\"change\":\"INSERT\"}".getBytes(StandardCharsets.UTF_8)));
        until(reconciler(), id, shadow -> shadow.comparison().filter(c -> c.equal() == 1).isPresent());
        reconciler().step(shadows.get(id));
        assertThat(shadows.get(id).comparison().orElseThrow().equal()).isEqualTo(1);
    }

    @Test void thereIsOneAtATimeAndItEndsWhenItsTimeIsUp() {
        Deployment running = running();
        ShadowId id = begin(running);
        assertThatThrownBy(() -> begin(running)).isInstanceOf(NotNow.class).hasMessageContaining("already");
        until(reconciler(), id, KilledShadowTest::compares);
        s.clock.pass(Shadows.PRESET_TIME.plusMinutes(1));
        assertThat(until(reconciler(), id, KilledShadowTest::hasEnded).outcome()).contains(Shadow.Outcome.EXPIRED);
        nothingIsLeft(running, 1);
    }

    @Test void itEndsWithTheDeploymentThatItRunsBeside() {
        Deployment running = running();
        ShadowId id = begin(running);
        until(reconciler(), id, KilledShadowTest::compares);
        s.deployments.cancel(running.id(), Steering.ADA);
        s.clock.pass(Duration.ofSeconds(20));
        assertThat(until(reconciler(), id, KilledShadowTest::hasEnded).outcome()).contains(Shadow.Outcome.OVER);
        nothingIsLeft(running, 0);
    }

    @Test void aJobThatFallsOverEndsItWithAWord() {
        Deployment running = running();
        ShadowId id = begin(running);
        Shadow comparing = until(reconciler(), id, KilledShadowTest::compares);
        s.flink.failJob(comparing.newJob(), "Division by zero");
        s.clock.pass(Duration.ofSeconds(20));
        Shadow failed = until(reconciler(), id, KilledShadowTest::hasEnded);
        assertThat(failed.trouble()).contains("The new revision failed").contains("Division by zero");
        assertThat(s.deployments.get(running.id()).state()).isEqualTo(Deployment.State.RUNNING);
        nothingIsLeft(running, 1);
    }

    @Test void theSwitchIsAnUpgradeAndEndsIt() {
        Deployment running = running();
        ShadowId id = begin(running);
        until(reconciler(), id, KilledShadowTest::compares);
        Deployment next = shadows.takeOver(id, Optional.empty(), Steering.ADA);
        assertThat(next.follows()).contains(running.id());
        s.clock.pass(Duration.ofSeconds(20));
        assertThat(until(reconciler(), id, KilledShadowTest::hasEnded).outcome()).contains(Shadow.Outcome.SWITCHED);
        assertThatThrownBy(() -> shadows.takeOver(id, Optional.empty(), Steering.ADA)).isInstanceOf(NotNow.class);
        nothingIsLeft(running, 0);
    }
}
