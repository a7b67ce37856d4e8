package dev.millrace.server.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.document.PipelineDocument;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.RunSettings.StateBackend;
import dev.millrace.server.TestPipelines;
import dev.millrace.server.deployment.Deployment.State;
import dev.millrace.server.design.Design;
import dev.millrace.state.StateVerdict;
import dev.millrace.state.StateVerdict.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
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

    @Test void namesOfAggregatesAreHandedOn() {
        Design design = group("{name: n, function: count}, {name: first, function: min, column: ts}");
        Deployment first = runAndStop(design, 1, Start.FRESH, Set.of());
        assertThat(names(first)).isEmpty();
        // One is new, one is called otherwise, one is gone.
        Deployment second = runAndStop(design, regroup(design, "{name: earliest, function: min, column: ts}, {name: last, function: max, column: ts}"), Start.LATEST_STATE, Set.of());
        assertThat(names(second)).containsExactly(Map.entry(WINDOW, List.of("first", "last@" + second.id())));
        // What was gone begins anew, and what is called as another once was is not taken for that.
        Deployment third = runAndStop(design, regroup(design, "{name: n, function: count}, {name: first, function: max, column: ts}"), Start.LATEST_STATE, Set.of());
        assertThat(names(third)).containsExactly(Map.entry(WINDOW, List.of("n@" + third.id(), "last@" + second.id())));
        // With the state of the second, which is still there, the names are its own.
        Deployment again = runAndStop(design, 2, new Start.StateOf(second.id()), Set.of());
        assertThat(names(again)).isEqualTo(names(second));
    }

    private Map<NodeId, List<String>> names(Deployment deployment) {
        return s.flink.spec(s.deployments.get(deployment.id()).job().orElseThrow()).state().names();
    }

    private static String grouped(String aggregates) {
        return document("origin").replaceFirst("kind: window.tumbling@1, settings: .*", "kind: operator.group@1, settings: {keys: [origin], keepFor: 1 day, aggregates: [" + aggregates + "]}}");
    }

    private Design group(String aggregates) {
        return s.design(new PipelineDocument(TestPipelines.KINDS).read(grouped(aggregates)));
    }

    private long regroup(Design design, String aggregates) {
        long now = s.instance.designs.open(design.id()).revision();
        return s.instance.designs.replace(design.id(), now, new PipelineDocument(TestPipelines.KINDS).read(grouped(aggregates)), Steering.ADA).revision();
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

    @Test void itIsSaidHowLongItTakesToFillStateAgain() {
        String text = document("origin").replace("source.demo@1, settings: {dataset: flights}", "source.kafka@1, settings: {topic: flights, columns: [{name: origin, type: STRING}, "
                + "{name: destination, type: STRING}, {name: ts, type: TIMESTAMP_LTZ(3)}], eventTime: ts, start: earliest}");
        s.topics.existing.add("flights");
        s.topics.held.put("flights", 1_200_000L);
        Design design = s.design(new PipelineDocument(TestPipelines.KINDS).read(text));
        runAndStop(design, 1, Start.FRESH, Set.of());
        assertThat(refill(design)).startsWith("About 24 seconds for 1.2 million records, if 50,000 a second are read");
        s.perSecond = OptionalDouble.of(6_700);
        assertThat(refill(design)).isEqualTo("About 3 minutes for 1.2 million records, by the 6,700 a second that were read so far");
        s.topics.away = true;
        assertThat(s.outlooks.look(design.id(), 1, Start.FRESH).refills()).isEmpty();
    }

    private String refill(Design design) {
        return s.outlooks.look(design.id(), 1, Start.FRESH).refills().get(WINDOW).inWords();
    }

    @Test void oneThatWasCancelledBeforeItsFirstCheckpointLeavesNothingToKeep() {
        Design design = design("origin");
        Deployment early = s.deployments.deploy(design.id(), 1, Start.FRESH, Steering.ADA);
        s.until(s.reconciler(), early.id(), State.RUNNING);
        assertThat(said(design, 1, Start.LATEST_STATE)).containsEntry("w", Outcome.KEPT);
        s.deployments.cancel(early.id(), Steering.ADA);
        s.until(s.reconciler(), early.id(), State.CANCELLED);
        assertThat(said(design, 1, Start.LATEST_STATE)).containsEntry("w", Outcome.REBUILT);
        assertThat(s.outlooks.look(design.id(), 1, Start.LATEST_STATE).begins()).isFalse();
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

    @Test void aCheckpointOfTheOtherStateBackendIsRefusedBeforeAnythingBegins() {
        Design design = design("origin");
        Deployment first = s.deployments.deploy(design.id(), 1, Start.FRESH, Steering.ADA);
        s.until(s.reconciler(), first.id(), State.RUNNING);
        s.flink.checkpoint(s.deployments.get(first.id()).job().orElseThrow(), "last");
        s.deployments.cancel(first.id(), Steering.ADA);
        s.until(s.reconciler(), first.id(), State.CANCELLED);
        s.flink.wroteBy(StateBackend.ROCKSDB);
        assertThat(s.outlooks.look(design.id(), 1, Start.LATEST_STATE).unreadable()).isPresent();
        assertThatThrownBy(() -> s.deployments.deploy(design.id(), 1, Start.LATEST_STATE, Steering.ADA)).isInstanceOfSatisfying(NotDeployable.class,
                no -> assertThat(no.diagnostics().all()).singleElement().satisfies(d -> assertThat(d.hint()).contains("choose state on disk"))).hasMessageContaining("on disk");
        assertThat(s.deployments.active(design.id())).isEmpty();

        long same = s.instance.designs.replace(design.id(), 1, new PipelineDocument(TestPipelines.KINDS).read(document("origin") + "run: {stateBackend: rocksdb}\n"), Steering.ADA)
                .revision();
        assertThat(s.outlooks.look(design.id(), same, Start.LATEST_STATE).unreadable()).isEmpty();
        Deployment next = s.deployments.deploy(design.id(), same, Start.LATEST_STATE, Steering.ADA);
        s.until(s.reconciler(), next.id(), State.RUNNING);
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
