package dev.millrace.server.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.pipeline.NodeId;
import dev.millrace.server.TestPipelines;
import dev.millrace.server.deployment.Deployment.State;
import dev.millrace.server.design.Design;
import dev.millrace.server.design.PipelineId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a deployment after its start: upgraded, rolled back, suspended, restarted, kept. */
class LifeTest {
    private static final Duration TRIAL = Duration.ofMinutes(2);
    private final Steering s = new Steering();

    @AfterEach void close() {
        s.close();
    }

    private Deployment running() {
        Design design = s.design(TestPipelines.demoTo("results"));
        s.designed(design);
        return s.until(s.reconciler(), s.deployments.deploy(design.id(), 1, Start.FRESH, Steering.ADA).id(), State.RUNNING);
    }

    private Deployment upgrade(PipelineId pipeline, Optional<Duration> trial) {
        return s.deployments.deploy(new DeployRequest(pipeline, 2, Start.LATEST_STATE).upgrading(trial).because("faster"), Steering.ADA);
    }

    @Test void anUpgradeWaitsForTheSavepointOfTheOneBeforeAndBeginsWithIt() {
        Deployment old = running();
        Deployment next = upgrade(old.pipeline(), Optional.of(TRIAL));
        assertThat(next.state()).isEqualTo(State.WAITING);
        assertThat(s.reconciler().step(next.id())).isFalse();
        assertThat(s.deployments.get(next.id()).progress()).isEqualTo("waits until revision 1 has ended");
        assertThatThrownBy(() -> upgrade(old.pipeline(), Optional.empty())).isInstanceOf(AlreadyDeployed.class).hasMessageContaining("wait until it runs");
        Deployment stopped = s.until(s.reconciler(), old.id(), State.STOPPED);
        assertThatThrownBy(() -> s.deployments.deploy(old.pipeline(), 1, Start.FRESH, Steering.ADA)).isInstanceOf(AlreadyDeployed.class);
        Deployment upgraded = s.until(s.reconciler(), next.id(), State.RUNNING);
        assertThat(upgraded.restoredFrom()).isEqualTo(stopped.savepoint()).isPresent();
        assertThat(upgraded.onTrial()).isTrue();
        assertThat(s.flink.mostAtOnce()).isEqualTo(1);

        s.clock.pass(Duration.ofSeconds(30));
        s.reconciler().step(next.id());
        assertThat(s.deployments.get(next.id()).onTrial()).as("without a checkpoint of its own").isTrue();
        s.flink.checkpoint(upgraded.job().orElseThrow(), "own-1");
        s.reconciler().step(next.id());
        assertThat(s.deployments.get(next.id()).trial().orElseThrow().healthyAt()).isPresent();
        s.clock.pass(TRIAL);
        s.reconciler().step(next.id());
        assertThat(s.deployments.get(next.id()).state()).isEqualTo(State.RUNNING);

        DeploymentEvent deployed = s.deployments.events(next.id()).getFirst();
        assertThat(deployed.who()).isEqualTo("ada");
        assertThat(deployed.reason()).isEqualTo("faster");
        assertThat(deployed.revision()).isEqualTo(2);
        assertThat(s.deployments.events(old.id()).getLast().savepoint()).isEqualTo(stopped.savepoint().orElseThrow());
        assertThat(s.deployments.events(old.id()).getLast().job()).isEqualTo(old.job().orElseThrow().value());
    }

    @Test void aRevisionThatFailsGoesBackToTheOneBeforeAndItsState() {
        Deployment old = running();
        Deployment next = upgrade(old.pipeline(), Optional.of(TRIAL));
        Deployment stopped = s.until(s.reconciler(), old.id(), State.STOPPED);
        Deployment upgraded = s.until(s.reconciler(), next.id(), State.RUNNING);
        s.flink.failJob(upgraded.job().orElseThrow(), "Division by zero");
        Deployment failed = s.until(s.reconciler(), next.id(), State.FAILED);
        DeploymentId backId = failed.trial().orElseThrow().rolledBackTo().orElseThrow();
        Deployment back = s.until(s.reconciler(), backId, State.RUNNING);
        assertThat(back.revision()).isEqualTo(1);
        assertThat(back.rollsBack()).isTrue();
        assertThat(back.onTrial()).isFalse();
        assertThat(back.restoredFrom()).isEqualTo(stopped.savepoint());
        assertThat(s.deployments.events(next.id()).getLast().message()).contains("Rolled back to revision 1").contains("Division by zero");
        assertThat(s.flink.mostAtOnce()).isEqualTo(1);
    }

    @Test void aRevisionThatIsNotHealthyInTimeIsCancelledFirst() {
        Deployment old = running();
        Deployment next = upgrade(old.pipeline(), Optional.of(TRIAL));
        Deployment stopped = s.until(s.reconciler(), old.id(), State.STOPPED);
        Deployment upgraded = s.until(s.reconciler(), next.id(), State.RUNNING);
        for (int i = 0; i < 10; i++) {
            s.flink.restartJob(upgraded.job().orElseThrow(), "Division by zero");
            s.clock.pass(Duration.ofSeconds(15));
            s.reconciler().step(next.id());
        }
        Deployment cancelled = s.until(s.reconciler(), next.id(), State.CANCELLED);
        assertThat(cancelled.failure()).isPresent();
        Deployment back = s.until(s.reconciler(), cancelled.trial().orElseThrow().rolledBackTo().orElseThrow(), State.RUNNING);
        assertThat(back.restoredFrom()).isEqualTo(stopped.savepoint());
        assertThat(s.flink.running()).isEqualTo(1);
        assertThat(s.flink.mostAtOnce()).isEqualTo(1);
    }

    @Test void timeInWhichTheClusterIsAwayDoesNotCount() {
        Deployment old = running();
        Deployment next = upgrade(old.pipeline(), Optional.of(TRIAL));
        s.until(s.reconciler(), old.id(), State.STOPPED);
        Deployment upgraded = s.until(s.reconciler(), next.id(), State.RUNNING);
        s.flink.away(true);
        s.clock.pass(TRIAL.plusMinutes(1));
        s.reconciler().step(next.id());
        assertThat(s.deployments.get(next.id()).state()).isEqualTo(State.FAILING);
        s.flink.away(false);
        s.clock.pass(Duration.ofSeconds(20));
        s.flink.checkpoint(upgraded.job().orElseThrow(), "own-2");
        s.until(s.reconciler(), next.id(), State.RUNNING);
        assertThat(s.deployments.get(next.id()).trial().orElseThrow().healthyAt()).isPresent();
    }

    @Test void aSuspendedOneGoesOnAsItself() {
        Deployment running = running();
        assertThatThrownBy(() -> s.deployments.resume(running.id(), Steering.ADA, "")).isInstanceOf(NotNow.class).hasMessageContaining("running");
        s.deployments.suspend(running.id(), Steering.ADA, "saves money");
        Deployment suspended = s.until(s.reconciler(), running.id(), State.SUSPENDED);
        assertThat(s.flink.running()).isZero();
        s.reconciler().step(running.id());
        assertThat(s.deployments.active(running.pipeline())).isPresent();
        s.deployments.resume(running.id(), Steering.ADA, "");
        Deployment again = s.until(s.reconciler(), running.id(), State.RUNNING);
        assertThat(again.restoredFrom()).isEqualTo(suspended.savepoint()).isPresent();
        assertThat(again.job()).isNotEqualTo(running.job());
        s.deployments.suspend(running.id(), Steering.ADA, "");
        s.until(s.reconciler(), running.id(), State.SUSPENDED);
        s.deployments.stopWithSavepoint(running.id(), Steering.ADA);
        assertThat(s.until(s.reconciler(), running.id(), State.STOPPED).savepoint()).isPresent();
    }

    @Test void aRestartBeginsTheSameRevisionWithItsState() {
        Deployment running = running();
        Deployment again = s.deployments.restart(running.id(), Steering.ADA, "");
        Deployment stopped = s.until(s.reconciler(), running.id(), State.STOPPED);
        Deployment restarted = s.until(s.reconciler(), again.id(), State.RUNNING);
        assertThat(restarted.revision()).isEqualTo(1);
        assertThat(restarted.restoredFrom()).isEqualTo(stopped.savepoint()).isPresent();
        assertThat(restarted.trial()).isEmpty();
        assertThatThrownBy(() -> s.deployments.restart(running.id(), Steering.ADA, "")).isInstanceOf(NotNow.class);
    }

    @Test void savepointsAreTakenListedChosenAndDeleted() {
        Deployment running = running();
        Savepoint asked = s.savepoints.take(running.id(), Steering.ADA, "before the release");
        s.reconciler().step(running.id());
        assertThat(s.savepoints.get(asked.id()).state()).isEqualTo(Savepoint.State.WANTED);
        s.reconciler().step(running.id());
        Savepoint kept = s.savepoints.list(running.pipeline()).getFirst();
        assertThat(kept.id()).isEqualTo(asked.id());
        assertThat(kept.state()).isEqualTo(Savepoint.State.KEPT);
        assertThat(kept.bytes()).isEqualTo(OptionalLong.of(1_000));
        assertThat(kept.holds()).containsEntry(new NodeId("flights"), 900L);
        assertThat(kept.askedBy()).isEqualTo("ada");
        assertThat(kept.reason()).isEqualTo("before the release");
        assertThat(s.deployments.get(running.id()).state()).isEqualTo(State.RUNNING);

        s.deployments.stopWithSavepoint(running.id(), Steering.ADA);
        s.until(s.reconciler(), running.id(), State.STOPPED);
        assertThat(s.savepoints.list(running.pipeline())).extracting(Savepoint::kind).containsExactly(Savepoint.Kind.STOP, Savepoint.Kind.SAVEPOINT);
        Deployment next = s.deployments.deploy(running.pipeline(), 1, new Start.FromSavepoint(asked.id()), Steering.ADA);
        assertThat(s.until(s.reconciler(), next.id(), State.RUNNING).restoredFrom()).isEqualTo(kept.path());
        assertThatThrownBy(() -> s.savepoints.delete(asked.id(), Steering.ADA)).isInstanceOf(NotNow.class).hasMessageContaining("needs it");

        Savepoint stop = s.savepoints.list(running.pipeline()).stream().filter(k -> k.kind() == Savepoint.Kind.STOP).findFirst().orElseThrow();
        s.savepoints.delete(stop.id(), Steering.ADA);
        assertThat(s.flink.deleted()).containsExactly(stop.path().orElseThrow());
        assertThatThrownBy(() -> s.savepoints.get(stop.id())).isInstanceOf(UnknownSavepoint.class);
        s.deployments.cancel(next.id(), Steering.ADA);
        s.until(s.reconciler(), next.id(), State.CANCELLED);
        assertThatThrownBy(() -> s.deployments.deploy(running.pipeline(), 1, new Start.FromSavepoint(stop.id()), Steering.ADA)).isInstanceOf(UnknownSavepoint.class);
        // Deleted by somebody else in the moment between.
        Deployment gone = s.deployments.deploy(running.pipeline(), 1, new Start.FromSavepoint(asked.id()), Steering.ADA);
        s.savepointStore.deleted(kept, "ada");
        assertThat(s.until(s.reconciler(), gone.id(), State.FAILED).failure().orElseThrow().message()).contains("was deleted");
    }

    @Test void whatIsNoSourceOfTopicsCannotBeToldWhereToBegin() {
        Design design = s.design(TestPipelines.demoTo("results"));
        var elsewhere = new Start.Fresh(new SourceStart.AsSet(), Map.of(new NodeId("flights"), new SourceStart.Latest()));
        assertThatThrownBy(() -> s.deployments.deploy(design.id(), 1, elsewhere, Steering.ADA)).isInstanceOf(NotDeployable.class)
                .hasMessageContaining("no source of topics");
    }
}
