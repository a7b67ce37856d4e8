package dev.millrace.server.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.document.PipelineDocument;
import dev.millrace.pipeline.NodeId;
import dev.millrace.server.TestPipelines;
import dev.millrace.server.deployment.Deployment.State;
import dev.millrace.server.design.Design;
import dev.millrace.state.StateVerdict;
import dev.millrace.state.StateVerdict.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is said of state before a deployment, that nothing is lost without agreement, and under which numbers nodes find their state. */
class StateOfDeploymentsTest {
    private static final NodeId WINDOW = new NodeId("w");
    private final Steering s = new Steering();

    @AfterEach void close() {
        s.close();
    }

    private static String document(String key) {
        return """
                millrace: 1
                name: State
                nodes:
                  flights: {kind: source.demo@1, settings: {dataset: flights}}
                  w: {kind: window.tumbling@1, settings: {time: ts, size: 1 min, keys: [%s], aggregates: [{name: n, function: count}]}}
                  to: {kind: sink.discard@1, settings: {}}
                edges:
                  - {from: flights.out, to: w.in}
                  - {from: w.out, to: to.in}
                """.formatted(key);
    }

    private Design design(String key) {
        return s.design(new PipelineDocument(TestPipelines.KINDS).read(document(key)));
    }

    /** The next revision. */
    private long change(Design design, String key) {
        long now = s.instance.designs.open(design.id()).revision();
        return s.instance.designs.replace(design.id(), now, new PipelineDocument(TestPipelines.KINDS).read(document(key)), Steering.ADA).revision();
    }

    private Map<String, Outcome> said(Design design, long revision, Start start) {
        return s.outlooks.look(design.id(), revision, start).verdicts().stream().collect(Collectors.toMap(v -> v.node().value(), StateVerdict::outcome));
    }

    private Deployment runAndStop(Design design, long revision, Start start, Set<NodeId> dropped) {
        Deployment deployment = s.deployments.deploy(new DeployRequest(design.id(), revision, start).dropping(dropped), Steering.ADA);
        s.until(s.reconciler(), deployment.id(), State.RUNNING);
        s.deployments.stopWithSavepoint(deployment.id(), Steering.ADA);
        return s.until(s.reconciler(), deployment.id(), State.STOPPED);
    }

    private Map<NodeId, Integer> epochs(Deployment deployment) {
        return s.flink.epochs(s.deployments.get(deployment.id()).job().orElseThrow());
    }

    @Test void nothingIsLostWithoutAgreementAndTheOtherNodesKeepTheirs() {
        Design design = design("origin");
        runAndStop(design, 1, Start.FRESH, Set.of());
        long changed = change(design, "destination");
        assertThat(said(design, changed, Start.LATEST_STATE)).containsEntry("w", Outcome.LOST).containsEntry("flights", Outcome.KEPT);
        assertThatThrownBy(() -> s.deployments.deploy(design.id(), changed, Start.LATEST_STATE, Steering.ADA))
                .isInstanceOfSatisfying(StateWouldBeLost.class, no -> assertThat(no.outlook().losses()).containsExactly(WINDOW))
                .hasMessageContaining("'w' would be lost");
        assertThat(s.deployments.active(design.id())).isEmpty();
        Deployment agreed = runAndStop(design, changed, Start.LATEST_STATE, Set.of(WINDOW));
        assertThat(epochs(agreed)).containsExactly(Map.entry(WINDOW, 2));
        // The next one finds the state where that one kept it.
        Deployment next = runAndStop(design, changed, Start.LATEST_STATE, Set.of());
        assertThat(epochs(next)).containsExactly(Map.entry(WINDOW, 2));
        Deployment back = runAndStop(design, 1, Start.LATEST_STATE, Set.of(WINDOW));
        assertThat(epochs(back)).containsExactly(Map.entry(WINDOW, 3));
    }

    @Test void agreementToALossThatThereIsNotIsRefused() {
        Design design = design("origin");
        runAndStop(design, 1, Start.FRESH, Set.of());
        assertThatThrownBy(() -> s.deployments.deploy(new DeployRequest(design.id(), 1, Start.LATEST_STATE).dropping(Set.of(WINDOW)), Steering.ADA))
                .isInstanceOf(StateWouldBeLost.class).hasMessageContaining("would stay");
    }

    @Test void withoutStateNobodyIsAsked() {
        Design design = design("origin");
        runAndStop(design, 1, Start.FRESH, Set.of());
        long changed = change(design, "destination");
        assertThat(said(design, changed, Start.FRESH)).containsEntry("w", Outcome.REBUILT);
        runAndStop(design, changed, Start.FRESH, Set.of());
    }

    @Test void whatGoesBackFindsTheStateThatItLeft() {
        Design design = design("origin");
        runAndStop(design, 1, Start.FRESH, Set.of());
        Deployment old = s.deployments.deploy(design.id(), 1, Start.LATEST_STATE, Steering.ADA);
        s.until(s.reconciler(), old.id(), State.RUNNING);
        long changed = change(design, "destination");
        Deployment next = s.deployments.deploy(new DeployRequest(design.id(), changed, Start.LATEST_STATE).upgrading(Optional.of(Duration.ofMinutes(2))).dropping(Set.of(WINDOW)),
                Steering.ADA);
        s.until(s.reconciler(), old.id(), State.STOPPED);
        Deployment upgraded = s.until(s.reconciler(), next.id(), State.RUNNING);
        assertThat(epochs(upgraded)).containsExactly(Map.entry(WINDOW, 2));
        s.flink.failJob(upgraded.job().orElseThrow(), "Division by zero");
        Deployment failed = s.until(s.reconciler(), next.id(), State.FAILED);
        Deployment back = s.until(s.reconciler(), failed.trial().orElseThrow().rolledBackTo().orElseThrow(), State.RUNNING);
        assertThat(epochs(back)).isEmpty();
    }

    @Test void oneThatNeverRanHandsOnTheStateOfAnother() {
        Design design = design("origin");
        Deployment first = runAndStop(design, 1, Start.FRESH, Set.of());
        long changed = change(design, "destination");
        s.flink.refuse(Optional.of(new FlinkGateway.Failed("No slots", null)));
        Deployment never = s.deployments.deploy(new DeployRequest(design.id(), changed, Start.LATEST_STATE).dropping(Set.of(WINDOW)), Steering.ADA);
        s.until(s.reconciler(), never.id(), State.FAILED);
        s.flink.refuse(Optional.empty());
        // What is there is still the state by origin: the loss has not happened, and is asked for again.
        assertThat(s.outlooks.look(design.id(), changed, Start.LATEST_STATE).of().map(Deployment::id)).contains(first.id());
        assertThat(said(design, changed, Start.LATEST_STATE)).containsEntry("w", Outcome.LOST);
        assertThat(said(design, 1, Start.LATEST_STATE)).containsEntry("w", Outcome.KEPT);
        assertThat(epochs(runAndStop(design, 1, Start.LATEST_STATE, Set.of()))).isEmpty();
    }
}
