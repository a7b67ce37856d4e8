package dev.millrace.server.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.pipeline.NodeId;
import dev.millrace.server.TestPipelines;
import dev.millrace.server.deployment.Deployment.State;
import dev.millrace.server.design.Design;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReconcilerTest {
    private final Steering s = new Steering();

    @AfterEach void close() {
        s.close();
    }

    private Deployment deploy(Start start) {
        Design design = s.design(TestPipelines.demoTo("results"));
        return s.deployments.deploy(design.id(), 1, start, Steering.ADA);
    }

    private Deployment running() {
        return s.until(s.reconciler(), deploy(Start.FRESH).id(), State.RUNNING);
    }

    @Test void aDeploymentRunsAndItsSinkTopicIsThere() {
        Deployment running = running();
        assertThat(running.job()).isPresent();
        assertThat(running.runningSince()).isPresent();
        assertThat(s.topics.existing).containsExactly("results");
        assertThat(s.flink.submitted()).containsExactly("millrace-" + running.pipeline() + " fresh");
        assertThat(s.deployments.events(running.id())).extracting(DeploymentEvent::type)
                .containsExactly(DeploymentEvent.Type.DEPLOYED, DeploymentEvent.Type.SUBMITTED, DeploymentEvent.Type.RUNNING);
    }

    @Test void whatADeadJobLeftOpenIsAbortedWithAWordUnlessItsStateIsGoneOnWith() {
        s.topics.open = 2;
        Deployment fresh = running();
        assertThat(s.deployments.events(fresh.id())).filteredOn(e -> e.type() == DeploymentEvent.Type.TRANSACTIONS_ABORTED).singleElement()
                .satisfies(e -> assertThat(e.message()).startsWith("Aborted 2 open transactions of a job before"));
        s.flink.checkpoint(fresh.job().orElseThrow(), "cp-1");
        s.topics.open = 1;
        s.flink.restart();
        s.reconciler().step(fresh.id());
        s.until(s.reconciler(), fresh.id(), State.RUNNING);
        assertThat(s.topics.open).as("the restored job commits or aborts them itself").isEqualTo(1);
    }

    @Test void aPipelineHasOneDeploymentAtATime() {
        Deployment running = running();
        assertThatThrownBy(() -> s.deployments.deploy(running.pipeline(), 1, Start.FRESH, Steering.ADA))
                .isInstanceOf(AlreadyDeployed.class).hasMessageContaining("stop or cancel it first");
        assertThat(s.deployments.list(running.pipeline())).hasSize(1);
    }

    @Test void aClusterThatForgotTheJobGetsItAgainFromTheLastCheckpoint() {
        Deployment first = running();
        s.flink.checkpoint(first.job().orElseThrow(), "cp-7");
        s.flink.restart();
        s.reconciler().step(first.id());
        Deployment again = s.until(s.reconciler(), first.id(), State.RUNNING);
        assertThat(again.job()).isNotEqualTo(first.job());
        assertThat(again.restoredFrom()).contains("fake:cp-7");
        // Lost again before its own first checkpoint: it begins where the run before began.
        s.flink.restart();
        s.reconciler().step(first.id());
        Deployment third = s.until(s.reconciler(), first.id(), State.RUNNING);
        assertThat(third.restoredFrom()).contains("fake:cp-7");
        assertThat(s.flink.mostAtOnce()).isEqualTo(1);
    }

    @Test void stopKeepsTheStateForTheNextDeployment() {
        Deployment running = running();
        s.deployments.stopWithSavepoint(running.id(), Steering.ADA);
        Deployment stopped = s.until(s.reconciler(), running.id(), State.STOPPED);
        assertThat(stopped.savepoint()).contains("fake:savepoint-1");
        assertThat(stopped.endedAt()).isPresent();
        Deployment next = s.deployments.deploy(running.pipeline(), 1, Start.LATEST_STATE, Steering.ADA);
        assertThat(s.until(s.reconciler(), next.id(), State.RUNNING).restoredFrom()).contains("fake:savepoint-1");
    }

    @Test void theStateOfACancelledOneIsItsLastCheckpointAndFailedStartsAreSkipped() {
        Deployment running = running();
        s.flink.checkpoint(running.job().orElseThrow(), "cp-3");
        s.deployments.cancel(running.id(), Steering.ADA);
        s.until(s.reconciler(), running.id(), State.CANCELLED);
        s.flink.refuse(Optional.of(new FlinkGateway.Failed("no", null)));
        Deployment failed = s.deployments.deploy(running.pipeline(), 1, Start.FRESH, Steering.ADA);
        s.until(s.reconciler(), failed.id(), State.FAILED);
        s.flink.refuse(Optional.empty());
        Deployment next = s.deployments.deploy(running.pipeline(), 1, Start.LATEST_STATE, Steering.ADA);
        assertThat(s.until(s.reconciler(), next.id(), State.RUNNING).restoredFrom()).contains("fake:cp-3");
    }

    @Test void aJobThatKeepsRestartingIsRestartingAndSaysWhy() {
        Deployment running = running();
        JobId job = running.job().orElseThrow();
        s.clock.stand();
        for (int i = 0; i < 4; i++) {
            s.flink.restartJob(job, "Division by zero");
            s.reconciler().step(running.id());
            assertThat(s.deployments.get(running.id()).state()).isEqualTo(State.RESTARTING);
            s.clock.pass(Duration.ofSeconds(9));
            s.reconciler().step(running.id());
            assertThat(s.deployments.get(running.id()).state()).as("nine seconds after restart %s", i + 1).isEqualTo(State.RESTARTING);
        }
        Deployment restarting = s.deployments.get(running.id());
        assertThat(restarting.restarts()).isEqualTo(4);
        assertThat(restarting.failure().orElseThrow().message()).isEqualTo("Division by zero");
        assertThat(restarting.failure().orElseThrow().node()).contains(new NodeId("flights"));
        s.clock.pass(Duration.ofMinutes(2));
        s.reconciler().step(running.id());
        assertThat(s.deployments.get(running.id()).state()).isEqualTo(State.RUNNING);
    }

    @Test void failedAndFinishedJobsAreOver() {
        Deployment fails = running();
        s.flink.failJob(fails.job().orElseThrow(), "Out of memory");
        Deployment failed = s.until(s.reconciler(), fails.id(), State.FAILED);
        assertThat(failed.failure().orElseThrow().trace()).isEqualTo("trace of Out of memory");
        assertThat(s.deployments.active(fails.pipeline())).isEmpty();
        Deployment ends = running();
        s.flink.finishJob(ends.job().orElseThrow());
        assertThat(s.until(s.reconciler(), ends.id(), State.FINISHED).endedAt()).isPresent();
    }

    @Test void aClusterThatIsAwayIsTriedAgainAndFound() {
        s.clock.stand();
        s.flink.away(true);
        Deployment deployed = deploy(Start.FRESH);
        Deployment failing = s.until(s.reconciler(), deployed.id(), State.FAILING);
        assertThat(failing.failure().orElseThrow().message()).contains("does not answer");
        s.flink.away(false);
        assertThat(s.reconciler().step(deployed.id())).as("waits before it tries again").isFalse();
        assertThat(s.flink.submitted()).isEmpty();
        s.clock.pass(Duration.ofSeconds(60));
        Deployment running = s.until(s.reconciler(), deployed.id(), State.RUNNING);
        assertThat(running.failure()).isEmpty();
    }

    @Test void aMissingSourceTopicIsSaidAtOnceAndAtItsNode() {
        Design design = s.design(TestPipelines.copy("orders", "copies"));
        assertThat(design.compilation().plan()).isPresent();
        assertThatThrownBy(() -> s.deployments.deploy(design.id(), 1, Start.FRESH, Steering.ADA))
                .isInstanceOfSatisfying(NotDeployable.class, no -> {
                    Diagnostic missing = no.diagnostics().all().getFirst();
                    assertThat(missing.code()).isEqualTo(Diagnostic.Code.TOPIC_MISSING);
                    assertThat(missing.at().nodeOf()).contains(new NodeId("in"));
                    assertThat(missing.message()).contains("'orders'");
                });
        // With Kafka away it is accepted and found out by the loop.
        s.topics.away = true;
        Deployment deployed = s.deployments.deploy(design.id(), 1, Start.FRESH, Steering.ADA);
        s.until(s.reconciler(), deployed.id(), State.FAILING);
        s.topics.away = false;
        s.clock.pass(Duration.ofMinutes(1));
        Deployment failed = s.until(s.reconciler(), deployed.id(), State.FAILED);
        assertThat(failed.failure().orElseThrow().message()).contains("'orders'").contains("does not exist");
        assertThat(failed.failure().orElseThrow().node()).contains(new NodeId("in"));
    }

    @Test void aPipelineWithErrorsIsNotDeployed() {
        Design design = s.design(dev.millrace.pipeline.Pipeline.empty("Empty"));
        assertThatThrownBy(() -> s.deployments.deploy(design.id(), 1, Start.FRESH, Steering.ADA)).isInstanceOf(NotDeployable.class);
        assertThat(s.deployments.list(design.id())).isEmpty();
    }

    @Test void listenersHearOfEveryChange() {
        var heard = new CopyOnWriteArrayList<State>();
        try (var listening = s.deployments.listen(d -> heard.add(d.state()))) {
            Deployment deployed = deploy(Start.FRESH);
            // A notice is answered with the deployment as it is then, so it goes on only when its first state was heard.
            await().atMost(Duration.ofSeconds(60)).until(() -> heard.contains(State.STARTING));
            s.until(s.reconciler(), deployed.id(), State.RUNNING);
            await().atMost(Duration.ofSeconds(60)).until(() -> heard.contains(State.RUNNING));
        }
    }
}
