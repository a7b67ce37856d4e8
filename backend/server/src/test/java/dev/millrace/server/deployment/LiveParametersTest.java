package dev.millrace.server.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.document.PipelineDocument;
import dev.millrace.server.TestPipelines;
import dev.millrace.server.deployment.Deployment.State;
import dev.millrace.server.design.Design;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Values set while a deployment runs: written down, sent, and handed on with the state. */
class LiveParametersTest {
    private final Steering s = new Steering();

    @AfterEach void close() {
        s.close();
    }

    private static String document(String parameter) {
        return """
                millrace: 1
                name: Live
                parameters:
                  longest: {%s, live: true}
                nodes:
                  flights: {kind: source.demo@1, settings: {dataset: flights}}
                  late: {kind: operator.filter@1, settings: {condition: 'delay > ${param:longest}'}}
                  to: {kind: sink.discard@1, settings: {}}
                edges:
                  - {from: flights.out, to: late.in}
                  - {from: late.out, to: to.in}
                """.formatted(parameter);
    }

    private static final String NUMBER = "type: number, value: 60, min: 0, max: 500, label: Longest delay";

    private Design design(String parameter) {
        return s.design(new PipelineDocument(TestPipelines.KINDS).read(document(parameter)));
    }

    private long change(Design design, String parameter) {
        long now = s.instance.designs.open(design.id()).revision();
        return s.instance.designs.replace(design.id(), now, new PipelineDocument(TestPipelines.KINDS).read(document(parameter)), Steering.ADA).revision();
    }

    private Deployment run(Design design, long revision, Start start) {
        Deployment deployment = s.deployments.deploy(new DeployRequest(design.id(), revision, start), Steering.ADA);
        return s.until(s.reconciler(), deployment.id(), State.RUNNING);
    }

    private void stop(Deployment deployment) {
        s.deployments.stopWithSavepoint(deployment.id(), Steering.ADA);
        s.until(s.reconciler(), deployment.id(), State.STOPPED);
    }

    private LiveFeed feed(Deployment deployment) {
        return s.flink.spec(s.deployments.get(deployment.id()).job().orElseThrow()).live().orElseThrow();
    }

    @Test void aValueIsWrittenDownAndSentToTheJob() {
        Deployment runs = run(design(NUMBER), 1, Start.FRESH);
        assertThat(feed(runs).set()).isEmpty();
        assertThat(s.topics.existing).contains(feed(runs).topic());
        assertThat(s.parameters.of(runs.id())).singleElement().satisfies(n -> assertThat(n.value()).isEqualTo(60L));

        var set = s.parameters.set(runs.id(), "longest", "75.5", Steering.ADA, "too many");
        assertThat(set.set().orElseThrow().version()).as("newer than what the job was planned with").isGreaterThan(feed(runs).version());
        assertThat(s.topics.told).singleElement().satisfies(told -> assertThat(told).contains("\"longest\"", "\"75.5\"", "\"version\":" + set.set().get().version()));
        assertThat(s.parameters.history(runs.id())).singleElement().satisfies(c -> {
            assertThat(c.who()).isEqualTo("ada");
            assertThat(c.before()).isEqualTo("60");
            assertThat(c.reason()).isEqualTo("too many");
            assertThat(c.sentAt()).isPresent();
        });
        assertThat(s.deployments.events(runs.id())).anyMatch(e -> e.type() == DeploymentEvent.Type.PARAMETER && e.message().equals("ada set 'Longest delay' from 60 to 75.5")
                && e.reason().equals("too many"));
    }

    @Test void whatDoesNotFitIsRefusedAndChangesNothing() {
        Deployment runs = run(design(NUMBER), 1, Start.FRESH);
        assertThatThrownBy(() -> s.parameters.set(runs.id(), "longest", 501, Steering.ADA, "")).isInstanceOf(ParameterRefused.class).hasMessageContaining("At most 500");
        assertThatThrownBy(() -> s.parameters.set(runs.id(), "longest", "much", Steering.ADA, "")).isInstanceOf(ParameterRefused.class).hasMessageContaining("number is needed");
        assertThatThrownBy(() -> s.parameters.set(runs.id(), "shortest", 1, Steering.ADA, "")).isInstanceOf(UnknownParameter.class).hasMessageContaining("there are longest");
        assertThat(s.topics.told).isEmpty();
        stop(runs);
        assertThatThrownBy(() -> s.parameters.set(runs.id(), "longest", 1, Steering.ADA, "")).isInstanceOf(NotNow.class).hasMessageContaining("over");
    }

    @Test void withKafkaAwayItIsSentLater() {
        Deployment runs = run(design(NUMBER), 1, Start.FRESH);
        s.topics.away = true;
        assertThat(s.parameters.set(runs.id(), "longest", 70, Steering.ADA, "").value()).isEqualTo(70L);
        s.parameters.sendAgain();
        assertThat(s.parameters.history(runs.id()).getFirst().sentAt()).isEmpty();
        s.topics.away = false;
        s.parameters.sendAgain();
        assertThat(s.topics.told).anyMatch(told -> told.contains("\"70\""));
        assertThat(s.parameters.history(runs.id()).getFirst().sentAt()).isPresent();
    }

    @Test void itGoesOnWithTheStateAndNotWithoutIt() {
        Design design = design(NUMBER);
        Deployment first = run(design, 1, Start.FRESH);
        long version = s.parameters.set(first.id(), "longest", 70, Steering.ADA, "").set().orElseThrow().version();
        stop(first);

        // A new start value says nothing against what somebody has set.
        long other = change(design, NUMBER.replace("60", "65"));
        assertThat(s.parameters.staying(first.id(), design.id(), other)).singleElement().satisfies(n -> assertThat(n.value()).isEqualTo(70L));
        Deployment next = run(design, other, Start.LATEST_STATE);
        assertThat(feed(next).set()).isEqualTo(Map.of("longest", new LiveFeed.Value("70", version)));
        assertThat(s.parameters.of(next.id()).getFirst().value()).isEqualTo(70L);
        assertThat(s.parameters.history(next.id())).hasSize(1);
        stop(next);

        // What no longer fits gives way to the start value, and is older than it.
        long text = change(design, NUMBER.replace("max: 500", "max: 65"));
        Deployment third = run(design, text, Start.LATEST_STATE);
        assertThat(feed(third).set()).isEmpty();
        assertThat(feed(third).version()).isGreaterThanOrEqualTo(version);
        stop(third);

        Deployment fresh = run(design, other, Start.FRESH);
        assertThat(feed(fresh).set()).isEmpty();
        assertThat(s.parameters.of(fresh.id()).getFirst()).satisfies(n -> {
            assertThat(n.value()).isEqualTo(65L);
            assertThat(n.set()).isEqualTo(Optional.empty());
        });
    }

    @Test void aPipelineThatEndsKeepsItsStartValues() {
        Design design = s.design(new PipelineDocument(TestPipelines.KINDS).read(document(NUMBER).replace("dataset: flights", "dataset: flights, limit: 1000")));
        Deployment runs = run(design, 1, Start.FRESH);
        assertThat(s.flink.spec(s.deployments.get(runs.id()).job().orElseThrow()).live()).isEmpty();
        assertThatThrownBy(() -> s.parameters.set(runs.id(), "longest", 1, Steering.ADA, "")).isInstanceOf(NotNow.class).hasMessageContaining("has an end");
    }
}
