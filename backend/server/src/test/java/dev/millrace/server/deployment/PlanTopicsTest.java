package dev.millrace.server.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.compile.LogicalPlan;
import dev.millrace.compile.Segment;
import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.PortRef;
import dev.millrace.pipeline.RunSettings;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Topic;
import dev.millrace.rel.Write;
import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlanTopicsTest {
    private static LogicalPlan writing(Write.Delivery delivery, Duration interval) {
        Rel rows = new Rel.Input(new PortRef(new NodeId("rows"), "out"), Schema.of(Column.of("id", LogicalType.BIGINT)));
        return new LogicalPlan("p", new RunSettings(1, interval), List.of(new Segment.Writing(new NodeId("out"), "sink.kafka",
                new Write.KafkaWrite(rows, "t", List.of(), delivery))), Set.of());
    }

    private static PipelineTopics allowing(Optional<Duration> longest) {
        return new PipelineTopics() {
            @Override public Set<String> missing(Collection<String> topics) {
                return Set.of();
            }

            @Override public void create(Collection<String> topics, Set<String> compacted) {}

            @Override public void tell(String topic, String key, String value) {}

            @Override public Optional<Duration> longestTransaction() {
                return longest;
            }
        };
    }

    @Test void aTransactionThatKafkaWouldEndBeforeTheCheckpointIsRefusedAtItsSink() {
        PlanTopics slow = PlanTopics.of(writing(Write.Delivery.EXACTLY_ONCE, Duration.ofMinutes(10))).get(Topic.DEFAULT_CLUSTER);
        assertThat(slow.missing(allowing(Optional.of(Duration.ofMinutes(15)))).all()).singleElement().satisfies(d -> {
            assertThat(d.code()).isEqualTo(Diagnostic.Code.NOT_EXACTLY_ONCE);
            assertThat(d.at().nodeOf()).contains(new NodeId("out"));
            assertThat(d.message()).contains("10 min").contains("15 min");
            assertThat(d.hint()).contains("transaction.max.timeout.ms");
        });
        assertThat(slow.missing(allowing(Optional.of(Duration.ofMinutes(20)))).all()).isEmpty();
        assertThat(slow.missing(allowing(Optional.empty())).all()).isEmpty();
        assertThat(PlanTopics.of(writing(Write.Delivery.AT_LEAST_ONCE, Duration.ofMinutes(10))).get(Topic.DEFAULT_CLUSTER).missing(allowing(Optional.of(Duration.ofMinutes(1)))).all()).isEmpty();
        assertThat(PlanTopics.of(writing(Write.Delivery.EXACTLY_ONCE, Duration.ofSeconds(10))).get(Topic.DEFAULT_CLUSTER).missing(allowing(Optional.of(Duration.ofMinutes(15)))).all()).isEmpty();
    }

    /** One that reads the topic t of a cluster, and one that writes t of another. */
    private static LogicalPlan copying(String from, String to) {
        Schema rows = Schema.of(Column.of("id", LogicalType.BIGINT));
        var read = new Rel.KafkaScan(from, List.of("t"), Optional.empty(), rows, Duration.ZERO, Optional.empty(), new Rel.StartFrom.Earliest(), new Rel.Format.Json(), Map.of(), false);
        var outputs = new LinkedHashMap<String, Rel>(Map.of("out", read));
        var written = new Write.KafkaWrite(new Rel.Input(new PortRef(new NodeId("in"), "out"), rows), new Topic(to, "t"), List.of(), Write.Delivery.EXACTLY_ONCE, new Rel.Format.Json(),
                Map.of(), new Write.Spread.ByKey());
        return new LogicalPlan("p", new RunSettings(1, Duration.ofMinutes(10)), List.of(new Segment.Producing(new NodeId("in"), "source.kafka", outputs),
                new Segment.Writing(new NodeId("out"), "sink.kafka", written)), Set.of());
    }

    /** Two clusters, of which west has no topics and ends transactions soon. */
    private static final class TwoClusters implements PipelineTopics {
        private final String cluster;

        TwoClusters(String cluster) {
            this.cluster = cluster;
        }

        @Override public PipelineTopics on(String other) {
            return new TwoClusters(other);
        }

        @Override public Set<String> missing(Collection<String> topics) {
            return cluster.equals("west") ? Set.copyOf(topics) : Set.of();
        }

        @Override public void create(Collection<String> topics, Set<String> compacted) {}

        @Override public void tell(String topic, String key, String value) {}

        @Override public Optional<Duration> longestTransaction() {
            return Optional.of(cluster.equals("west") ? Duration.ofMinutes(15) : Duration.ofHours(1));
        }
    }

    @Test void eachClusterIsAskedForItsOwnTopicsAndItsOwnLimits() {
        assertThat(PlanTopics.missing(PlanTopics.of(copying("west", Topic.DEFAULT_CLUSTER)), new TwoClusters(Topic.DEFAULT_CLUSTER)).all()).singleElement().satisfies(d -> {
            assertThat(d.code()).isEqualTo(Diagnostic.Code.TOPIC_MISSING);
            assertThat(d.message()).isEqualTo("'in' reads the topic 't' on 'west', which does not exist");
        });
        assertThat(PlanTopics.missing(PlanTopics.of(copying(Topic.DEFAULT_CLUSTER, "west")), new TwoClusters(Topic.DEFAULT_CLUSTER)).all()).singleElement().satisfies(d -> {
            assertThat(d.code()).isEqualTo(Diagnostic.Code.NOT_EXACTLY_ONCE);
            assertThat(d.message()).contains("Kafka 'west' ends one");
        });
    }
}
