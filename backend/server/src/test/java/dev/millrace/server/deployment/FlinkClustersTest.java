package dev.millrace.server.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.RunSettings;
import dev.millrace.server.TestPipelines;
import dev.millrace.server.deployment.Deployment.State;
import dev.millrace.server.design.Design;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Three clusters: the default one, west, which keeps its state in the same place, and far, which does not. */
class FlinkClustersTest {
    private final Steering s = new Steering();

    @AfterEach void close() {
        s.close();
    }

    private Deployment runningOn(String cluster) {
        Design design = s.design(TestPipelines.demoTo("results"));
        s.designed(design);
        return s.until(s.reconciler(), s.deployments.deploy(new DeployRequest(design.id(), 1, Start.FRESH).on(cluster), Steering.ADA).id(), State.RUNNING);
    }

    private DeployRequest upgrade(Deployment of) {
        return new DeployRequest(of.pipeline(), 2, Start.LATEST_STATE).upgrading(Optional.of(Duration.ofMinutes(1)));
    }

    @Test void aDeploymentRunsWhereItWasAskedForAndTheNextOneToo() {
        Deployment west = runningOn("west");
        assertThat(west.cluster()).isEqualTo("west");
        assertThat(s.west.submitted()).hasSize(1);
        assertThat(s.flink.submitted()).isEmpty();
        assertThat(s.deployments.events(west.id()).getFirst().message()).endsWith("on the Flink cluster 'west'");
        assertThat(s.clusters.preset(west.pipeline())).isEqualTo("west");
        Deployment next = s.deployments.deploy(upgrade(west), Steering.ADA);
        s.until(s.reconciler(), west.id(), State.STOPPED);
        assertThat(s.until(s.reconciler(), next.id(), State.RUNNING).cluster()).isEqualTo("west");
        assertThat(s.clusters.preset(s.design(TestPipelines.demoTo("others")).id())).as("of a pipeline that was never deployed").isEqualTo("default");
    }

    @Test void anUpgradeMovesToAClusterThatReadsTheSameStateAndBackWhereItFails() {
        Deployment here = runningOn("default");
        Deployment moved = s.deployments.deploy(upgrade(here).on("west"), Steering.ADA);
        Deployment stopped = s.until(s.reconciler(), here.id(), State.STOPPED);
        Deployment there = s.until(s.reconciler(), moved.id(), State.RUNNING);
        assertThat(there.restoredFrom()).isEqualTo(stopped.savepoint()).isPresent();
        assertThat(s.west.submitted()).hasSize(1);
        s.west.failJob(there.job().orElseThrow(), "Division by zero");
        Deployment failed = s.until(s.reconciler(), moved.id(), State.FAILED);
        Deployment back = s.deployments.get(failed.trial().orElseThrow().rolledBackTo().orElseThrow());
        assertThat(back.cluster()).isEqualTo("default");
        assertThat(s.until(s.reconciler(), back.id(), State.RUNNING).restoredFrom()).isEqualTo(stopped.savepoint());
        assertThat(s.flink.submitted()).hasSize(2);
    }

    @Test void whereTheOtherCannotReadTheStateItIsRefusedInWordsAndWithoutStateItGoes() {
        Deployment here = runningOn("default");
        assertThatThrownBy(() -> s.deployments.deploy(upgrade(here).on("far"), Steering.ADA)).isInstanceOf(NotOnCluster.class)
                .hasMessageContaining("The state is on the Flink cluster 'default', and 'far' cannot read it").hasMessageContaining("begin without state");
        assertThat(s.deployments.get(here.id()).wanted()).isEqualTo(Deployment.Wanted.RUNNING);
        Deployment fresh = s.deployments.deploy(new DeployRequest(here.pipeline(), 2, Start.FRESH).upgrading(Optional.empty()).on("far"), Steering.ADA);
        s.until(s.reconciler(), here.id(), State.STOPPED);
        assertThat(s.until(s.reconciler(), fresh.id(), State.RUNNING).restoredFrom()).isEmpty();
        assertThat(s.far.submitted()).hasSize(1);
    }

    @Test void anotherVersionIsRefusedBeforeAndTooFewSlotsAreSaidWithNumbers() {
        Design design = s.design(TestPipelines.demoTo("results"));
        s.west.version("2.2.1");
        assertThatThrownBy(() -> s.deployments.deploy(new DeployRequest(design.id(), 1, Start.FRESH).on("west"), Steering.ADA)).isInstanceOf(NotOnCluster.class)
                .hasMessage("The Flink cluster 'west' is of version 2.2.1, and jobs are made for 2.3: choose a cluster of version 2.3");
        assertThatThrownBy(() -> s.deployments.deploy(new DeployRequest(design.id(), 1, Start.FRESH).on("east"), Steering.ADA)).isInstanceOf(NotOnCluster.class)
                .hasMessage("No Flink cluster 'east' is set up; there is default, far, west");
        s.west.version("2.3.4");
        assertThat(s.clusters.look(design.id(), 1, "west", Start.FRESH)).satisfies(o -> {
            assertThat(o.refusal()).isEmpty();
            assertThat(o.note()).isEmpty();
        });
        Pipeline pipeline = TestPipelines.demoTo("results");
        Design wide = s.design(pipeline.withRun(new RunSettings(4, pipeline.run().checkpointInterval())));
        assertThat(s.clusters.look(wide.id(), 1, "west", Start.FRESH)).satisfies(o -> {
            assertThat(o.refusal()).isEmpty();
            assertThat(o.slotsNeeded()).isEqualTo(4);
            assertThat(o.note()).contains("The job needs 4 slots, and of 1 on 'west' 1 is free: it waits until there are more");
        });
        s.west.away(true);
        assertThat(s.clusters.look(design.id(), 1, "west", Start.FRESH).note()).hasValueSatisfying(note -> assertThat(note).endsWith("The deployment waits until it answers"));
    }

    @Test void aClusterThatIsAwayDoesNotStopDeploymentsOnOthers() {
        Deployment west = runningOn("west");
        s.west.away(true);
        s.reconciler().step(west.id());
        assertThat(s.deployments.get(west.id())).satisfies(d -> {
            assertThat(d.state()).isEqualTo(State.FAILING);
            assertThat(d.failure().orElseThrow().message()).contains("does not answer");
        });
        Deployment here = runningOn("default");
        Deployment next = s.deployments.deploy(upgrade(here), Steering.ADA);
        s.until(s.reconciler(), here.id(), State.STOPPED);
        s.until(s.reconciler(), next.id(), State.RUNNING);
        assertThat(s.savepoints.list(here.pipeline())).isNotEmpty();
        s.west.away(false);
        s.clock.pass(Duration.ofSeconds(20));
        s.until(s.reconciler(), west.id(), State.RUNNING);
    }

    @Test void oneThatIsNoLongerSetUpIsSaidByItsName() {
        Deployment west = runningOn("west");
        var without = FlinkClusters.only(s.flink);
        assertThatThrownBy(() -> without.of(west)).isInstanceOf(FlinkGateway.Unreachable.class).hasMessage("No Flink cluster 'west' is set up; there is default");
    }
}
