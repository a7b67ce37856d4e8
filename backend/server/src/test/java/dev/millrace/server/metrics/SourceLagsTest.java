package dev.millrace.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.millrace.document.PipelineDocument;
import dev.millrace.pipeline.NodeId;
import dev.millrace.server.TestPipelines;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentStories;
import dev.millrace.server.deployment.JobMetrics;
import dev.millrace.server.deployment.JobMetrics.NodeMetrics;
import dev.millrace.server.deployment.PipelineTopics;
import dev.millrace.server.deployment.ReadPartitions;
import dev.millrace.server.deployment.ReadPartitions.Partition;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SourceLagsTest {
    private static final NodeId READ = new NodeId("read");
    private static final Instant START = Instant.parse("2026-01-01T10:00:00Z");
    private static final String DRAWN = """
            millrace: 1
            name: Lags
            nodes:
              read: {kind: source.kafka, settings: {topic: in.here, columns: [{name: k, type: STRING}]}}
              rest: {kind: sink.discard}
            edges:
              - {from: read.out, to: rest.in}
            """;

    private final DeploymentStories stories = new DeploymentStories();

    @AfterEach void close() {
        stories.close();
    }

    /** Kafka that says these ends, and counts how often it is asked. */
    static Kafka saying(Map<Integer, Long> ends) {
        return new Kafka(ends);
    }

    static final class Kafka implements PipelineTopics {
        private Map<Integer, Long> ends;
        private int asked;
        private boolean away;

        private Kafka(Map<Integer, Long> ends) {
            this.ends = ends;
        }

        @Override public Map<String, Map<Integer, Long>> ends(Map<String, Set<Integer>> partitions) {
            asked++;
            if (away) {
                throw new Unavailable("Kafka does not answer", null);
            }
            assertThat(partitions).containsOnlyKeys("in.here");
            return Map.of("in.here", ends);
        }

        @Override public Set<String> missing(Collection<String> topics) {
            return Set.of();
        }

        @Override public void create(Collection<String> topics, Set<String> compacted) {
            throw new AssertionError("Whoever counts makes nothing");
        }

        @Override public void tell(String topic, String key, String value) {
            throw new AssertionError("Whoever counts writes nothing");
        }
    }

    private Deployment running() {
        stories.topic("in.here");
        return stories.running(new PipelineDocument(TestPipelines.KINDS).read(DRAWN));
    }

    private static Partition partition(int number, long next) {
        return new Partition("in_here", number, next < 0 ? OptionalLong.empty() : OptionalLong.of(next), OptionalLong.empty(), OptionalLong.empty(), Optional.empty(), false);
    }

    /** What Flink shows after so many seconds. @param pending what the source says it has yet to read */
    private static JobMetrics shows(int seconds, long pending, double busy, Partition... partitions) {
        return new JobMetrics(START.plusSeconds(seconds), Map.of(READ, new NodeMetrics(0, Map.of(), 0, 0, OptionalLong.of(pending), Optional.empty(), busy, OptionalDouble.empty(), 0,
                OptionalLong.empty(), new ReadPartitions(partitions.length, List.of(partitions), ""), Optional.empty())), Optional.empty());
    }

    private static NodeMetrics looked(SourceLags lags, Deployment deployment, JobMetrics shown) {
        return lags.in(deployment, deployment.job().orElseThrow(), shown).nodes().get(READ);
    }

    @Test void lagIsWhatIsBetweenTheJobAndTheEnd() {
        Deployment running = running();
        var lags = new SourceLags(stories.designs(), saying(Map.of(0, 100L, 1, 5_000L)));
        // The consumer has fetched all of it, and the job stands in the middle.
        NodeMetrics read = looked(lags, running, shows(0, 0, 0.99, partition(0, 90), partition(1, 1_000)));
        assertThat(read.lag()).hasValue(4_010);
        assertThat(read.read().byOffsets()).isTrue();
        assertThat(read.read().partitions()).extracting(Partition::topic, Partition::number, Partition::lag).containsExactly(
                tuple("in.here", 1, OptionalLong.of(4_000)), tuple("in.here", 0, OptionalLong.of(10)));
    }

    @Test void marksOfTransactionsAreNothingToRead() {
        Deployment running = running();
        var kafka = saying(Map.of(0, 101L));
        assertThat(looked(new SourceLags(stories.designs(), kafka), running, shows(0, 0, 0.1, partition(0, 100))).lag()).hasValue(0);
        assertThat(looked(new SourceLags(stories.designs(), kafka), running, shows(0, 7, 0.1, partition(0, 100))).lag()).as("the source waits for one").hasValue(1);
    }

    @Test void aPartitionOfWhichNothingWasReadCountsByWhatTheSourceKnows() {
        Deployment running = running();
        var lags = new SourceLags(stories.designs(), saying(Map.of(0, 100L, 1, 900L)));
        NodeMetrics read = looked(lags, running, shows(0, 910, 0.9, partition(0, 90), partition(1, -1)));
        assertThat(read.lag()).hasValue(910);
        assertThat(read.read().partitions()).extracting(Partition::lag).containsExactly(OptionalLong.of(10), OptionalLong.empty());
    }

    @Test void kafkaIsAskedEveryOtherSecondAndSeldomWhileItIsAway() {
        Deployment running = running();
        var kafka = saying(Map.of(0, 100L));
        var lags = new SourceLags(stories.designs(), kafka);
        for (int second = 0; second < 10; second++) {
            looked(lags, running, shows(second, 0, 0.9, partition(0, 0)));
        }
        assertThat(kafka.asked).isEqualTo(5);
        kafka.away = true;
        for (int second = 10; second < 30; second++) {
            NodeMetrics read = looked(lags, running, shows(second, 42, 0.9, partition(0, 0)));
            assertThat(read.lag()).hasValue(42);
            assertThat(read.read().why()).isEqualTo("Kafka does not say how far its partitions go");
        }
        assertThat(kafka.asked).isEqualTo(7);
        kafka.away = false;
        assertThat(looked(lags, running, shows(30, 42, 0.9, partition(0, 0))).lag()).hasValue(100);
    }

    @Test void topicsFoundByAPatternAreSaid() {
        Deployment running = stories.running(new PipelineDocument(TestPipelines.KINDS).read(DRAWN.replace("topic: in.here", "topicPattern: 'in.*'")));
        NodeMetrics read = looked(new SourceLags(stories.designs(), saying(Map.of())), running, shows(0, 42, 0.9, partition(0, 7)));
        assertThat(read.lag()).hasValue(42);
        assertThat(read.read().byOffsets()).isFalse();
        assertThat(read.read().why()).isEqualTo("Its topics are found by a pattern");
    }

    @Test void tooManyPartitionsAreSaid() {
        Deployment running = running();
        var kafka = saying(Map.of());
        var shown = new JobMetrics(START, Map.of(READ, new NodeMetrics(0, Map.of(), 0, 0, OptionalLong.of(42), Optional.empty(), 0.9, OptionalDouble.empty(), 0,
                OptionalLong.empty(), new ReadPartitions(101, List.of(), ""), Optional.empty())), Optional.empty());
        NodeMetrics read = looked(new SourceLags(stories.designs(), kafka), running, shown);
        assertThat(read.lag()).hasValue(42);
        assertThat(read.read().why()).isEqualTo("It reads 101 partitions, and each is looked at for up to 100");
        assertThat(kafka.asked).isZero();
    }

    @Test void whatIsComparedLiesInTheSameMoment() {
        Deployment running = running();
        var kafka = saying(Map.of(0, 100L));
        var lags = new SourceLags(stories.designs(), kafka);
        List<OptionalLong> seen = IntStream.range(0, 4).mapToObj(second -> {
            kafka.ends = Map.of(0, 100L + 50 * second);
            return looked(lags, running, shows(second, 0, 0.9, partition(0, 10L * second))).lag();
        }).toList();
        assertThat(seen).containsExactly(OptionalLong.of(100), OptionalLong.of(100), OptionalLong.of(180), OptionalLong.of(180));
    }
}
