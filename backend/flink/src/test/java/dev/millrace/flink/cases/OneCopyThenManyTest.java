package dev.millrace.flink.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.compile.Compiler;
import dev.millrace.document.PipelineDocument;
import dev.millrace.flink.expression.FlinkExpressions;
import dev.millrace.flink.plan.FlinkJob;
import dev.millrace.kind.NodeKinds;
import dev.millrace.server.deployment.JobId;
import dev.millrace.server.deployment.JobSpec;
import dev.millrace.server.deployment.RestorePoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.runtime.jobgraph.JobEdge;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What has one copy hands its rows to what could have many: they stay in their order, and a row taken back beside the one that replaces it. */
class OneCopyThenManyTest {
    private static final String BEST = """
            millrace: 1
            name: Best COPIES
            run: {parallelism: COPIES, checkpointInterval: 500 ms}
            nodes:
              rows: {kind: source.kafka@1, settings: {topic: in-COPIES, columns: [{name: item, type: STRING}, {name: price, type: BIGINT}], start: earliest}}
              best: {kind: operator.top-n@1, settings: {order: [{column: price, direction: largest-first}], rows: 3, place: place, keepFor: 1 day}}
              to: {kind: sink.kafka-upsert@1, settings: {topic: best-COPIES, key: [place]}}
              some: {kind: operator.filter@1, settings: {condition: price > 0}}
              to-some: {kind: sink.kafka-upsert@1, settings: {topic: some-COPIES, key: [place]}}
            edges:
              - {from: rows.out, to: best.in}
              - {from: best.out, to: to.in}
              - {from: best.out, to: some.in}
              - {from: some.out, to: to-some.in}
            """;
    /** Sources and operators of one copy, before each sort of step that takes the pipeline's number of copies by itself. */
    private static final String ALL = """
            millrace: 1
            name: All
            run: {parallelism: 2, checkpointInterval: 500 ms}
            nodes:
              made: {kind: source.demo@1, settings: {dataset: flights}}
              to-made: {kind: sink.kafka@1, settings: {topic: made, key: [origin]}}
              timed: {kind: operator.watermark@1, settings: {time: ts, delay: 10 s}}
              to-timed: {kind: sink.kafka@1, settings: {topic: timed, key: [origin]}}
              best: {kind: operator.top-n@1, settings: {order: [{column: delay}], rows: 3, place: place, keepFor: 1 day}}
              some: {kind: operator.filter@1, settings: {condition: delay > 1}}
              to-best: {kind: sink.kafka-upsert@1, settings: {topic: best, key: [place]}}
              changes: {kind: operator.to-append@1, settings: {}}
              to-changes: {kind: sink.kafka@1, settings: {topic: changes}}
            edges:
              - {from: made.out, to: to-made.in}
              - {from: made.out, to: timed.in}
              - {from: timed.out, to: to-timed.in}
              - {from: made.out, to: best.in}
              - {from: best.out, to: some.in}
              - {from: some.out, to: to-best.in}
              - {from: best.out, to: changes.in}
              - {from: changes.out, to: to-changes.in}
            """;

    /** Nodes with copies of their own, each sort of step between two of them. */
    private static final String OWN = """
            millrace: 1
            name: Own
            run: {parallelism: 2, checkpointInterval: 500 ms}
            nodes:
              rows: {kind: source.kafka@1, parallelism: 3, settings: {topic: own-in, columns: [{name: item, type: STRING}, {name: price, type: BIGINT}], start: earliest}}
              merged: {kind: operator.filter@1, settings: {condition: price > 0}}
              dealt: {kind: operator.map@1, parallelism: 4, settings: {columns: [{name: item, expression: item}, {name: price, expression: price}]}}
              per: {kind: operator.group@1, parallelism: 3, settings: {keys: [item], aggregates: [{name: n, function: count}, {name: sum, function: sum, column: price}], keepFor: 1 day}}
              some: {kind: operator.filter@1, parallelism: 4, settings: {condition: n > 0}}
              to: {kind: sink.kafka-upsert@1, parallelism: 1, settings: {topic: own-out, key: [item]}}
            edges:
              - {from: rows.out, to: merged.in}
              - {from: merged.out, to: dealt.in}
              - {from: dealt.out, to: per.in}
              - {from: per.out, to: some.in}
              - {from: some.out, to: to.in}
            """;

    @TempDir
    private static Path home;
    private static CasesCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = CasesCluster.start(home);
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    @Test
    void noExchangeDealsRowsOutInTurn() {
        var kinds = NodeKinds.shipped();
        var compiled = new Compiler(kinds, new FlinkExpressions()).compile(new PipelineDocument(kinds).read(ALL));
        var plan = compiled.plan().orElseThrow(() -> new AssertionError(compiled.diagnostics().all().toString()));
        List<String> dealt = new ArrayList<>();
        for (JobVertex vertex : ((FlinkJob) cluster.gateway().plan(plan, new JobSpec(JobId.random(), "all", "all"))).graph().getVertices()) {
            for (JobEdge edge : vertex.getInputs()) {
                if (edge.getShipStrategyName().equals("REBALANCE")) {
                    dealt.add(edge.getSource().getProducer().getName() + " => " + vertex.getName());
                }
            }
        }
        assertThat(dealt).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void theLastOfEachPlaceStays(int copies) throws Exception {
        String in = "in-" + copies;
        List<String> outs = List.of("best-" + copies, "some-" + copies);
        cluster.topic(in, 1);
        for (String out : outs) {
            cluster.topic(out, 1);
        }
        JobId job = cluster.submit(BEST.replace("COPIES", Integer.toString(copies)), RestorePoint.FRESH);
        cluster.produce(in, IntStream.rangeClosed(1, 3).mapToObj(OneCopyThenManyTest::row).toList());
        for (String out : outs) {
            cluster.consume(out, got -> got.stream().anyMatch(r -> has(r, "i3")));
        }
        cluster.produce(in, List.of(row(4)));
        for (String out : outs) {
            // Places are written side by side: that the first has its row says nothing of the others.
            List<ConsumerRecord<String, String>> all = cluster.consume(out, got -> Stream.of("i4", "i3", "i2").allMatch(item -> latest(got).values().stream().anyMatch(r -> has(r, item))));
            Map<String, ConsumerRecord<String, String>> last = latest(all);
            assertThat(last).hasSize(3).allSatisfy((key, record) -> assertThat(record.value()).as(out + " " + key).isNotNull());
            assertThat(all).as(out).noneMatch(r -> r.value() == null);
        }
        cluster.gateway().cancel(job);
    }

    @Test
    void aNodeHasTheCopiesThatItAsksFor() throws Exception {
        var kinds = NodeKinds.shipped();
        var compiled = new Compiler(kinds, new FlinkExpressions()).compile(new PipelineDocument(kinds).read(OWN));
        var plan = compiled.plan().orElseThrow(() -> new AssertionError(compiled.diagnostics().all().toString()));
        Map<String, Integer> copies = new HashMap<>();
        Map<String, String> ways = new HashMap<>();
        for (JobVertex vertex : ((FlinkJob) cluster.gateway().plan(plan, new JobSpec(JobId.random(), "own", "own"))).graph().getVertices()) {
            for (String node : plan.segments().stream().map(s -> s.node().value()).toList()) {
                if (vertex.getName().contains(node + "/") || vertex.getName().contains(node + " ")) {
                    copies.merge(node, vertex.getParallelism(), (a, b) -> a.equals(b) ? a : -1);
                }
            }
            vertex.getInputs().forEach(edge -> ways.put(vertex.getName(), edge.getShipStrategyName()));
        }
        assertThat(copies).as("%s", ways).containsExactlyInAnyOrderEntriesOf(Map.of("rows", 3, "merged", 2, "dealt", 4, "per", 3, "some", 3, "to", 1));
        assertThat(ways.values()).as("both outputs of merged, to dealt, to per, to to").containsExactlyInAnyOrder("RESCALE", "RESCALE", "REBALANCE", "HASH", "RESCALE");

        cluster.topic("own-in", 3);
        cluster.topic("own-out", 1);
        JobId job = cluster.submit(OWN, RestorePoint.FRESH);
        cluster.produce("own-in", IntStream.range(0, 300).mapToObj(i -> "{\"item\":\"i" + i % 10 + "\",\"price\":" + (i + 1) + "}").toList());
        Map<String, String> last = new HashMap<>();
        cluster.consume("own-out", got -> {
            got.forEach(r -> last.put(r.key(), r.value()));
            return last.size() == 10 && last.values().stream().allMatch(v -> v != null && v.contains("\"n\":30,"));
        });
        for (int item = 0; item < 10; item++) {
            int first = item;
            int sum = IntStream.range(0, 30).map(k -> first + 1 + 10 * k).sum();
            assertThat(last.get("{\"item\":\"i" + item + "\"}")).as("%s", last).contains("\"sum\":" + sum);
        }
        cluster.gateway().cancel(job);
    }

    private static Map<String, ConsumerRecord<String, String>> latest(List<ConsumerRecord<String, String>> records) {
        Map<String, ConsumerRecord<String, String>> latest = new HashMap<>();
        records.forEach(r -> latest.put(r.key(), r));
        return latest;
    }

    private static boolean has(ConsumerRecord<String, String> record, String item) {
        return record.value() != null && record.value().contains("\"" + item + "\"");
    }

    private static String row(int i) {
        return "{\"item\":\"i" + i + "\",\"price\":" + i + "}";
    }
}
