package dev.millrace.flink.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.compile.Compiler;
import dev.millrace.compile.LogicalPlan;
import dev.millrace.document.PipelineDocument;
import dev.millrace.flink.expression.FlinkExpressions;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.NodeId;
import dev.millrace.server.deployment.JobId;
import dev.millrace.server.deployment.JobSpec;
import dev.millrace.server.deployment.Observation;
import dev.millrace.server.deployment.RestorePoint;
import dev.millrace.server.deployment.StateKeys;
import dev.millrace.state.StateVerdict.Outcome;
import dev.millrace.state.StateVerdict;
import dev.millrace.state.StateVerdicts;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of the state of sources and sinks on Kafka, and what happens. */
class TopicsKeepStateTest {
    private static final String DOCUMENT = """
            millrace: 1
            name: Topics
            run: {parallelism: 1, checkpointInterval: 500 ms}
            nodes:
              rows: {kind: source.kafka@1, settings: {topic: one, columns: [{name: k, type: STRING}, {name: v, type: BIGINT}], start: earliest}}
              sums: {kind: operator.group@1, settings: {keys: [k], aggregates: [{name: n, function: count}], keepFor: 1 day}}
              to: {kind: sink.kafka@1, settings: {topic: copies, delivery: exactly-once}}
              to-sums: {kind: sink.kafka-upsert@1, settings: {topic: sums, key: [k]}}
            edges:
              - {from: rows.out, to: to.in}
              - {from: rows.out, to: sums.in}
              - {from: sums.out, to: to-sums.in}
            """;

    private static LogicalPlan plan(String document) {
        var kinds = NodeKinds.shipped();
        var compiled = new Compiler(kinds, new FlinkExpressions()).compile(new PipelineDocument(kinds).read(document));
        return compiled.plan().orElseThrow(() -> new AssertionError(compiled.diagnostics().all().toString()));
    }

    private static Map<String, StateVerdict> said(String before, String now) {
        return StateVerdicts.between(plan(before), plan(now)).stream().collect(Collectors.toMap(v -> v.node().value(), v -> v));
    }

    private static JobId submit(CasesCluster cluster, String document, Map<NodeId, Integer> epochs, RestorePoint from) {
        var spec = new JobSpec(JobId.random(), "topics", "cases-topics", new StateKeys(epochs, Map.of()));
        cluster.gateway().submit(cluster.gateway().plan(plan(document), spec), from);
        return spec.id();
    }

    private static RestorePoint stop(CasesCluster cluster, JobId job) {
        String savepoint = cluster.gateway().stopWithSavepoint(job);
        CasesCluster.await(() -> cluster.gateway().observe(job).state() == Observation.State.FINISHED);
        return new RestorePoint.FromState(savepoint);
    }

    private static List<String> rows(int from, int to) {
        return java.util.stream.IntStream.rangeClosed(from, to).mapToObj(i -> "{\"k\":\"a\",\"v\":" + i + "}").toList();
    }

    @Test
    void sourcesGoOnWhereTheyStoppedUntilTheyReadAnotherTopic(@TempDir Path home) throws Exception {
        try (CasesCluster cluster = CasesCluster.start(home)) {
            for (String topic : List.of("one", "two", "copies", "others", "sums")) {
                cluster.topic(topic, 1);
            }
            cluster.produce("one", rows(1, 5));
            JobId first = submit(cluster, DOCUMENT, Map.of(), RestorePoint.FRESH);
            CasesCluster.await(() -> cluster.rowsOut(first, "rows") == 5);
            RestorePoint stopped = stop(cluster, first);

            // Another start says nothing to a source that has begun; a sink takes its transactions to another topic.
            String second = DOCUMENT.replace("start: earliest", "start: latest").replace("topic: copies", "topic: others");
            var said = said(DOCUMENT, second);
            assertThat(said.values()).allMatch(v -> v.outcome() == Outcome.KEPT);
            assertThat(said.get("rows").notes()).anyMatch(n -> n.contains("goes on where it stopped"));
            cluster.produce("one", rows(6, 8));
            JobId next = submit(cluster, second, Map.of(), stopped);
            assertThat(values(cluster, "others", 3)).containsExactly(6L, 7L, 8L);
            assertThat(values(cluster, "copies", 5)).containsExactly(1L, 2L, 3L, 4L, 5L);
            stopped = stop(cluster, next);

            String third = second.replace("topic: one", "topic: two").replace("start: latest", "start: earliest");
            said = said(second, third);
            assertThat(said.get("rows").outcome()).isEqualTo(Outcome.LOST);
            assertThat(said.get("rows").reason()).contains("Its topic was one and is two");
            assertThat(said.get("sums").outcome()).isEqualTo(Outcome.KEPT);
            assertThat(said.get("sums").notes()).anyMatch(n -> n.contains("'rows' before it has changed"));
            cluster.produce("two", rows(101, 102));
            cluster.produce("one", rows(9, 10));
            JobId last = submit(cluster, third, Map.of(new NodeId("rows"), 2), stopped);
            assertThat(values(cluster, "others", 5)).as("nothing more of the old topic").containsExactly(6L, 7L, 8L, 101L, 102L);
            assertThat(cluster.consume("sums", got -> got.size() >= 10).getLast().value()).as("counts go on").contains("\"n\":10");
            cluster.gateway().cancel(last);
        }
    }

    private static List<Long> values(CasesCluster cluster, String topic, int many) {
        return cluster.consume(topic, got -> got.size() >= many).stream().map(ConsumerRecord::value)
                .map(v -> Long.parseLong(v.replaceAll(".*\"v\":(\\d+).*", "$1"))).toList();
    }
}
