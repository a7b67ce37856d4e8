package dev.millrace.server.trouble;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.NodeId;
import dev.millrace.rel.Topic;
import dev.millrace.server.TestPipelines;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentStories;
import dev.millrace.server.deployment.FakeFlink;
import dev.millrace.server.deployment.FlinkClusters;
import dev.millrace.server.deployment.FlinkGateway.Checkpointing;
import dev.millrace.server.deployment.PipelineTopics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LookoutTest {
    private final DeploymentStories stories = new DeploymentStories();
    private final FakeFlink flink = stories.flink();
    private final Topics topics = new Topics();
    private final Lookout.Look atTopics = new LookAtTopics(stories.designs(), NodeKinds.shipped(), topics, Clock.systemUTC());
    private final Lookout.Look atCheckpoints = new LookAtCheckpoints(FlinkClusters.only(flink), Clock.systemUTC());
    private final Lookout lookout = new Lookout(stories.deployments(), List.of(atTopics, atCheckpoints), Clock.systemUTC());

    @AfterEach void close() {
        stories.close();
    }

    private List<Trouble> look(Deployment deployment) {
        lookout.lookAtDatabase();
        lookout.look(atTopics);
        lookout.look(atCheckpoints);
        return lookout.of(deployment.id());
    }

    @Test void aTopicThatIsGoneIsSaidAtTheNodeThatWritesItAndNoLongerWhenItIsBack() {
        Deployment running = stories.running(TestPipelines.demoTo("results"));
        assertThat(look(running)).isEmpty();
        var told = new AtomicInteger();
        try (var listening = lookout.listen(told::incrementAndGet)) {
            topics.missing = Set.of("results");
            Trouble first = look(running).getFirst();
            assertThat(first.node()).map(NodeId::value).hasValueSatisfying(node -> assertThat(first.message()).contains("'results'", "does not exist any more"));
            assertThat(first.wayOut()).contains("Create it again");
            assertThat(look(running)).as("since it was first seen").containsExactly(first);
            topics.missing = Set.of();
            assertThat(look(running)).isEmpty();
        }
        assertThat(told.get()).as("told when it came and when it went").isEqualTo(2);
    }

    @Test void aKafkaThatDoesNotAnswerIsSaidOfTheJobThatOnlySeemsToRun() {
        Deployment running = stories.running(TestPipelines.demoTo("results"));
        topics.away = true;
        assertThat(look(running)).singleElement().satisfies(trouble -> {
            assertThat(trouble.message()).isEqualTo("Kafka does not answer");
            assertThat(trouble.wayOut()).contains("goes on by itself");
        });
    }

    @Test void aSilentClusterIsSaidOfThoseThatUseItAndHidesNothingOfTheOthers() {
        Deployment west = stories.running(TestPipelines.demoTo(new Topic("west", "results")));
        Deployment here = stories.running(TestPipelines.demoTo("others"));
        topics.west = new Topics();
        topics.west.away = true;
        topics.missing = Set.of("others");
        assertThat(look(west)).singleElement().satisfies(trouble -> assertThat(trouble.message()).isEqualTo("Kafka does not answer"));
        assertThat(lookout.of(here.id())).singleElement().satisfies(trouble -> assertThat(trouble.message()).contains("'others'", "does not exist any more"));
        topics.west.away = false;
        topics.west.missing = Set.of("results");
        assertThat(look(west)).singleElement().satisfies(trouble -> assertThat(trouble.message()).contains("'results' on 'west'"));
    }

    @Test void checkpointsThatFailOrDoNotEndAreSaid() {
        Deployment running = stories.running(TestPipelines.demoTo("results"));
        Instant now = Instant.now();
        flink.checkpointing(running.job().orElseThrow(), new Checkpointing(Optional.of(now.minusSeconds(30)), Duration.ofMillis(100),
                Optional.of(now.minusSeconds(5)), "No space left on device", Optional.empty()));
        assertThat(look(running)).singleElement().satisfies(trouble -> {
            assertThat(trouble.message()).isEqualTo("Checkpoints fail: No space left on device");
            assertThat(trouble.wayOut()).contains("has room", "the last one that was completed");
        });
        flink.checkpointing(running.job().orElseThrow(), pending(now.minusSeconds(12), Duration.ofMillis(100)));
        assertThat(look(running)).singleElement().satisfies(trouble -> assertThat(trouble.message()).isEqualTo("A checkpoint does not come to an end"));
        flink.checkpointing(running.job().orElseThrow(), pending(now.minusSeconds(12), Duration.ofSeconds(30)));
        assertThat(look(running)).as("state so large that one takes that long").isEmpty();
    }

    private static Checkpointing pending(Instant since, Duration took) {
        return new Checkpointing(Optional.of(since.minusSeconds(1)), took, Optional.empty(), "", Optional.of(since));
    }

    @Test void aClusterWithoutTaskManagersIsSaidOfThoseThatWaitForOne() {
        var atClusters = new LookAtClusters(FlinkClusters.only(flink), Clock.systemUTC());
        Deployment running = stories.running(TestPipelines.demoTo("results"));
        flink.slots(0);
        assertThat(atClusters.at(List.of(running))).as("it has not noticed").isEmpty();
        Deployment restarting = as(running, Deployment.State.RESTARTING);
        assertThat(atClusters.at(List.of(restarting)).get(running.id())).singleElement().satisfies(trouble -> {
            assertThat(trouble.message()).isEqualTo("Flink has lost all of its TaskManagers, the processes in which jobs run, so nothing can run there");
            assertThat(trouble.wayOut()).contains("Start a TaskManager");
        });
        flink.slots(4);
        assertThat(atClusters.at(List.of(restarting))).isEmpty();
    }

    private static Deployment as(Deployment d, Deployment.State state) {
        return new Deployment(d.id(), d.pipeline(), d.pipelineName(), d.revision(), d.wanted(), state, d.progress(), d.job(), d.restoredFrom(), d.savepoint(), d.restarts(),
                d.failure(), d.deployedAt(), d.deployedBy(), d.runningSince(), d.endedAt(), d.start(), d.follows(), d.rollsBack(), d.trial(), d.cluster());
    }

    @Test void aDatabaseThatIsAwayIsSaidAndWhatWasKnownIsStillLookedAt() {
        Deployment running = stories.running(TestPipelines.demoTo("results"));
        look(running);
        assertThat(lookout.database()).isEmpty();
        stories.close();
        topics.missing = Set.of("results");
        assertThat(look(running)).hasSize(1);
        assertThat(lookout.database()).hasValueSatisfying(trouble -> assertThat(trouble.message()).contains("own database does not answer"));
    }

    private static final class Topics implements PipelineTopics {
        private Set<String> missing = Set.of();
        private boolean away;
        private Topics west;

        @Override public PipelineTopics on(String cluster) {
            return cluster.equals("west") && west != null ? west : this;
        }

        @Override public Set<String> missing(Collection<String> topics) {
            if (away) {
                throw new Unavailable("Kafka does not answer", null);
            }
            return missing;
        }

        @Override public void create(Collection<String> topics, Set<String> compacted) {
            throw new AssertionError("Whoever looks makes nothing");
        }

        @Override public void tell(String topic, String key, String value) {
            throw new AssertionError("Whoever looks writes nothing");
        }
    }
}
