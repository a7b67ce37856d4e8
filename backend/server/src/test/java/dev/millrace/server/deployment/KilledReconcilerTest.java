package dev.millrace.server.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.millrace.server.TestPipelines;
import dev.millrace.server.deployment.Deployment.State;
import dev.millrace.server.design.Design;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The reconciler dies before each of its touches of the world in turn; another one goes on, and all is as if nothing had been. */
class KilledReconcilerTest {
    private static final int MORE_TOUCHES_THAN_ANY_STORY = 60;
    private final Steering s = new Steering();

    /** Every death is logged as what it looks like; here they are meant. */
    @BeforeAll static void hush() {
        level(Level.OFF);
    }

    @AfterAll static void unhush() {
        level(null);
    }

    private static void level(Level level) {
        ((Logger) LoggerFactory.getLogger(Reconciler.class)).setLevel(level);
    }

    @AfterEach void close() {
        s.close();
    }

    /** Steps with a reconciler that dies, then with one that does not. @return whether it died before it was done */
    private boolean tell(DeploymentId id, int death, State end) {
        boolean died = dies(() -> s.until(s.mortal(death), id, end));
        // A stop waits a while for a submission that may still arrive.
        s.clock.pass(Duration.ofSeconds(30));
        s.until(s.reconciler(), id, end);
        return died;
    }

    private static boolean dies(Runnable deeds) {
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

    private Deployment fresh() {
        return s.deployments.deploy(s.design(TestPipelines.demoTo("results")).id(), 1, Start.FRESH, Steering.ADA);
    }

    private int atEveryTouch(Consumer<Integer> story) {
        for (int death = 0; death < MORE_TOUCHES_THAN_ANY_STORY; death++) {
            try {
                story.accept(death);
            } catch (Survived survived) {
                return death;
            }
        }
        throw new AssertionError("The story never ended");
    }

    private static final class Survived extends RuntimeException {}

    private static void orSurvived(boolean died) {
        if (!died) {
            throw new Survived();
        }
    }

    @Test void whileStarting() {
        int touches = atEveryTouch(death -> {
            Deployment deployed = fresh();
            boolean died = tell(deployed.id(), death, State.RUNNING);
            assertThat(s.flink.submitted().stream().filter(t -> t.contains(deployed.pipeline().toString()))).hasSize(1);
            assertThat(s.flink.mostAtOnce()).isEqualTo(1);
            orSurvived(died);
        });
        assertThat(touches).isGreaterThan(10);
    }

    @Test void whileResumingOnANewCluster() {
        int touches = atEveryTouch(death -> {
            Deployment first = s.until(s.reconciler(), fresh().id(), State.RUNNING);
            s.flink.checkpoint(first.job().orElseThrow(), "cp-of-" + first.id());
            s.flink.restart();
            // One step sees that the job is gone; from there on it may die.
            Reconciler mortal = s.mortal(death);
            boolean died = dies(() -> {
                while (mortal.step(first.id())) {
                    assertThat(s.flink.mostAtOnce()).isEqualTo(1);
                }
            });
            for (int i = 0; i < 10; i++) {
                s.reconciler().step(first.id());
            }
            Deployment again = s.deployments.get(first.id());
            assertThat(again.state()).isEqualTo(State.RUNNING);
            assertThat(again.restoredFrom()).contains("fake:cp-of-" + first.id());
            assertThat(s.flink.running()).isEqualTo(1);
            orSurvived(died);
        });
        assertThat(touches).isGreaterThan(10);
    }

    @Test void whileStopping() {
        int touches = atEveryTouch(death -> {
            Deployment running = s.until(s.reconciler(), fresh().id(), State.RUNNING);
            s.deployments.stopWithSavepoint(running.id(), Steering.ADA);
            boolean died = tell(running.id(), death, State.STOPPED);
            assertThat(s.deployments.get(running.id()).savepoint().orElseThrow()).startsWith("fake:savepoint-");
            assertThat(s.flink.running()).isZero();
            orSurvived(died);
        });
        assertThat(touches).isGreaterThan(4);
    }

    @Test void whileCancelling() {
        int touches = atEveryTouch(death -> {
            Deployment running = s.until(s.reconciler(), fresh().id(), State.RUNNING);
            s.deployments.cancel(running.id(), Steering.ADA);
            boolean died = tell(running.id(), death, State.CANCELLED);
            assertThat(s.flink.running()).isZero();
            orSurvived(died);
        });
        assertThat(touches).isGreaterThan(4);
    }

    @Test void whileStartingWhatIsCancelledMeanwhile() {
        atEveryTouch(death -> {
            Deployment deployed = fresh();
            boolean died = dies(() -> s.until(s.mortal(death), deployed.id(), State.RUNNING));
            s.deployments.cancel(deployed.id(), Steering.ADA);
            s.clock.pass(Duration.ofSeconds(30));
            s.until(s.reconciler(), deployed.id(), State.CANCELLED);
            assertThat(s.flink.running()).isZero();
            orSurvived(died);
        });
    }

    /** Steps both until the second is in this state; at most 60 times. */
    private void both(Reconciler reconciler, DeploymentId first, DeploymentId second, State end) {
        for (int i = 0; i < 60 && s.deployments.get(second).state() != end; i++) {
            reconciler.step(first);
            reconciler.step(second);
            assertThat(s.flink.mostAtOnce()).isEqualTo(1);
        }
        assertThat(s.deployments.get(second).state()).isEqualTo(end);
    }

    private Deployment upgradeOf(Deployment old, Optional<Duration> trial) {
        return s.deployments.deploy(new DeployRequest(old.pipeline(), 2, Start.LATEST_STATE).upgrading(trial), Steering.ADA);
    }

    private Deployment old() {
        Design design = s.design(TestPipelines.demoTo("results"));
        s.designed(design);
        return s.until(s.reconciler(), s.deployments.deploy(design.id(), 1, Start.FRESH, Steering.ADA).id(), State.RUNNING);
    }

    private void end(DeploymentId id) {
        assertThat(s.flink.running()).isEqualTo(1);
        s.deployments.cancel(id, Steering.ADA);
        s.until(s.reconciler(), id, State.CANCELLED);
    }

    @Test void whileUpgrading() {
        int touches = atEveryTouch(death -> {
            Deployment old = old();
            Deployment next = upgradeOf(old, Optional.empty());
            Reconciler mortal = s.mortal(death);
            boolean died = dies(() -> both(mortal, old.id(), next.id(), State.RUNNING));
            s.clock.pass(Duration.ofSeconds(30));
            both(s.reconciler(), old.id(), next.id(), State.RUNNING);
            Deployment upgraded = s.deployments.get(next.id());
            assertThat(upgraded.restoredFrom()).isEqualTo(s.deployments.get(old.id()).savepoint()).isPresent();
            assertThat(s.deployments.get(old.id()).state()).isEqualTo(State.STOPPED);
            end(next.id());
            orSurvived(died);
        });
        assertThat(touches).isGreaterThan(15);
    }

    private void rollsBack(Consumer<Deployment> trouble) {
        int touches = atEveryTouch(death -> {
            Deployment old = old();
            Deployment next = upgradeOf(old, Optional.of(Duration.ofMinutes(2)));
            both(s.reconciler(), old.id(), next.id(), State.RUNNING);
            trouble.accept(s.deployments.get(next.id()));
            Reconciler mortal = s.mortal(death);
            boolean died = dies(() -> goneBack(mortal, next.id()));
            s.clock.pass(Duration.ofSeconds(30));
            Deployment back = goneBack(s.reconciler(), next.id());
            assertThat(back.restoredFrom()).isEqualTo(s.deployments.get(old.id()).savepoint()).isPresent();
            assertThat(back.revision()).isEqualTo(1);
            assertThat(s.deployments.list(old.pipeline())).hasSize(3);
            end(back.id());
            orSurvived(died);
        });
        assertThat(touches).isGreaterThan(15);
    }

    private Deployment goneBack(Reconciler reconciler, DeploymentId failing) {
        for (int i = 0; i < 60; i++) {
            reconciler.step(failing);
            Optional<DeploymentId> back = s.deployments.get(failing).trial().orElseThrow().rolledBackTo();
            if (back.isPresent()) {
                both(reconciler, failing, back.get(), State.RUNNING);
                return s.deployments.get(back.get());
            }
        }
        throw new AssertionError("It never went back: " + s.deployments.get(failing));
    }

    @Test void whileRollingBackWhatFailed() {
        rollsBack(next -> s.flink.failJob(next.job().orElseThrow(), "Division by zero"));
    }

    @Test void whileRollingBackWhatWasNotHealthyInTime() {
        rollsBack(next -> {
            s.flink.restartJob(next.job().orElseThrow(), "Division by zero");
            s.clock.pass(Duration.ofMinutes(3));
        });
    }

    @Test void whileSuspendingAndResuming() {
        atEveryTouch(death -> {
            Deployment running = s.until(s.reconciler(), fresh().id(), State.RUNNING);
            s.deployments.suspend(running.id(), Steering.ADA, "");
            boolean died = tell(running.id(), death, State.SUSPENDED);
            s.deployments.resume(running.id(), Steering.ADA, "");
            died |= tell(running.id(), death, State.RUNNING);
            assertThat(s.deployments.get(running.id()).restoredFrom().orElseThrow()).startsWith("fake:savepoint-");
            end(running.id());
            orSurvived(died);
        });
    }
}
