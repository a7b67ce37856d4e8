package dev.millrace.server.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.compile.LogicalPlan;
import dev.millrace.compile.Segment;
import dev.millrace.diagnostic.Diagnostic;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.PortRef;
import dev.millrace.pipeline.RunSettings;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Write;
import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
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

            @Override public Optional<Duration> longestTransaction() {
                return longest;
            }
        };
    }

    @Test void aTransactionThatKafkaWouldEndBeforeTheCheckpointIsRefusedAtItsSink() {
        PlanTopics slow = PlanTopics.of(writing(Write.Delivery.EXACTLY_ONCE, Duration.ofMinutes(10)));
        assertThat(slow.missing(allowing(Optional.of(Duration.ofMinutes(15)))).all()).singleElement().satisfies(d -> {
            assertThat(d.code()).isEqualTo(Diagnostic.Code.NOT_EXACTLY_ONCE);
            assertThat(d.at().nodeOf()).contains(new NodeId("out"));
            assertThat(d.message()).contains("10 min").contains("15 min");
            assertThat(d.hint()).contains("transaction.max.timeout.ms");
        });
        assertThat(slow.missing(allowing(Optional.of(Duration.ofMinutes(20)))).all()).isEmpty();
        assertThat(slow.missing(allowing(Optional.empty())).all()).isEmpty();
        assertThat(PlanTopics.of(writing(Write.Delivery.AT_LEAST_ONCE, Duration.ofMinutes(10))).missing(allowing(Optional.of(Duration.ofMinutes(1)))).all()).isEmpty();
        assertThat(PlanTopics.of(writing(Write.Delivery.EXACTLY_ONCE, Duration.ofSeconds(10))).missing(allowing(Optional.of(Duration.ofMinutes(15)))).all()).isEmpty();
    }
}
