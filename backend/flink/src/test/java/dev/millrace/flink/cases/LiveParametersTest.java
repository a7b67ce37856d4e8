package dev.millrace.flink.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.compile.Compiler;
import dev.millrace.compile.LogicalPlan;
import dev.millrace.document.PipelineDocument;
import dev.millrace.flink.expression.FlinkExpressions;
import dev.millrace.kind.NodeKinds;
import dev.millrace.runtime.live.LiveChange;
import dev.millrace.server.deployment.JobId;
import dev.millrace.server.deployment.JobSpec;
import dev.millrace.server.deployment.LiveFeed;
import dev.millrace.server.deployment.Observation;
import dev.millrace.server.deployment.RestorePoint;
import dev.millrace.server.deployment.StateKeys;
import dev.millrace.state.StateVerdict.Outcome;
import dev.millrace.state.StateVerdicts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values that change while a job runs, on Kafka and Flink. */
class LiveParametersTest {
    private static final String LIMIT = "parameters:\n  limit: {type: number, required: false, value: 10, live: true}\n";
    /** Two copies, a window that waits for event time, and sums that are kept. */
    private static final String DOCUMENT = """
            millrace: 1
            name: Live
            run: {parallelism: 2, checkpointInterval: 500 ms}
            nodes:
              rows: {kind: source.kafka@1, settings: {topic: in, columns: [{name: k, type: STRING}, {name: v, type: DOUBLE}, {name: ts, type: TIMESTAMP(3)}], eventTime: ts, start: earliest}}
              large: {kind: operator.filter@1, settings: {condition: 'v > LIMIT'}}
              sums: {kind: operator.group@1, settings: {keys: [k], aggregates: [{name: n, function: count}, {name: above, function: count, where: 'v > LIMIT'}], keepFor: 1 day}}
              hours: {kind: window.tumbling@1, settings: {time: ts, size: 1 h, aggregates: [{name: n, function: count}, {name: above, function: count, where: 'v > LIMIT'}]}}
              to: {kind: sink.kafka@1, settings: {topic: large}}
              to-sums: {kind: sink.kafka-upsert@1, settings: {topic: sums, key: [k]}}
              to-hours: {kind: sink.kafka@1, settings: {topic: hours}}
              to-late: {kind: sink.kafka@1, settings: {topic: late}}
            edges:
              - {from: rows.out, to: large.in}
              - {from: large.out, to: to.in}
              - {from: rows.out, to: sums.in}
              - {from: sums.out, to: to-sums.in}
              - {from: rows.out, to: hours.in}
              - {from: hours.out, to: to-hours.in}
              - {from: hours.late, to: to-late.in}
            """;
    private static final String FIXED = DOCUMENT.replace("LIMIT", "10");
    private static final String LIVE = DOCUMENT.replace("nodes:", LIMIT + "nodes:").replace("LIMIT", "${param:limit}");
    private static final Duration WITHIN = Duration.ofSeconds(2);
    /** What a machine that stands still may add. */
    private static final Duration SLACK = Duration.ofSeconds(60);

    private static LogicalPlan plan(String document) {
        var kinds = NodeKinds.shipped();
        var compiled = new Compiler(kinds, new FlinkExpressions()).compile(new PipelineDocument(kinds).read(document));
        return compiled.plan().orElseThrow(() -> new AssertionError(compiled.diagnostics().all().toString()));
    }

    private static JobId submit(CasesCluster cluster, String document, Optional<LiveFeed> live, RestorePoint from) {
        var spec = new JobSpec(JobId.random(), "live", "cases-live", StateKeys.NONE, live);
        cluster.gateway().submit(cluster.gateway().plan(plan(document), spec), from);
        return spec.id();
    }

    private static RestorePoint stop(CasesCluster cluster, JobId job) {
        CasesCluster.await(() -> cluster.gateway().observe(job).state() == Observation.State.RUNNING);
        String savepoint = cluster.gateway().stopWithSavepoint(job);
        CasesCluster.await(() -> cluster.gateway().observe(job).state() == Observation.State.FINISHED);
        return new RestorePoint.FromState(savepoint);
    }

    private static String row(double v, String time) {
        return "{\"k\":\"a\",\"v\":" + v + ",\"ts\":\"2026-01-01 " + time + "\"}";
    }

    private static List<String> until(CasesCluster cluster, String topic, Predicate<List<String>> enough) {
        return cluster.consume(topic, got -> enough.test(got.stream().map(ConsumerRecord::value).toList())).stream().map(ConsumerRecord::value).toList();
    }

    @Test
    void valuesChangeWhileItRunsAndAreKeptInItsState(@TempDir Path home) throws Exception {
        assertThat(StateVerdicts.between(plan(FIXED), plan(LIVE))).as("a live parameter in the place of a number takes no state away")
                .allMatch(v -> v.outcome() == Outcome.KEPT);
        try (CasesCluster cluster = CasesCluster.start(home)) {
            cluster.topic("in", 2);
            for (String topic : List.of("large", "sums", "hours", "late", "live")) {
                cluster.topic(topic, 1);
            }
            JobId fixed = submit(cluster, FIXED, Optional.empty(), RestorePoint.FRESH);
            cluster.produce("in", List.of(row(5, "00:01:00"), row(15, "00:02:00")));
            until(cluster, "sums", got -> got.stream().anyMatch(v -> v.contains("\"n\":2,\"above\":1")));
            RestorePoint state = stop(cluster, fixed);

            JobId job = submit(cluster, LIVE, Optional.of(new LiveFeed("live", 5, Map.of())), state);
            cluster.produce("in", List.of(row(6, "00:03:00"), row(16, "00:04:00")));
            until(cluster, "sums", got -> got.stream().anyMatch(v -> v.contains("\"n\":4,\"above\":2")));

            // Older than what the job was planned with, and nonsense: both change nothing.
            cluster.produce("live", List.of(new LiveChange("limit", 4, "1").write(), "no change", new LiveChange("limit", 6, "much").write()));
            long set = System.nanoTime();
            cluster.produce("live", List.of(new LiveChange("limit", 7, "6.5").write()));
            Duration taken = untilRowsOf(cluster, 7, set);
            assertThat(taken).as("time until rows are judged by the new value").isLessThan(WITHIN.plus(SLACK));
            assertThat(until(cluster, "large", got -> got.size() > 2)).noneMatch(v -> v.contains("\"v\":6.0")).noneMatch(v -> v.contains("\"v\":5.0"));

            // The window closes: what brings changes holds event time back nowhere.
            cluster.produce("in", List.of(row(1, "02:00:00"), row(1, "02:00:00")));
            assertThat(until(cluster, "hours", got -> !got.isEmpty()).getFirst()).contains("2026-01-01 00:00:00");
            state = stop(cluster, job);

            // Planned by somebody who does not know of the change, with other copies: the state does.
            JobId next = submit(cluster, LIVE.replace("parallelism: 2", "parallelism: 1"), Optional.of(new LiveFeed("live", 5, Map.of())), state);
            cluster.produce("in", List.of(row(6.6, "02:01:00"), row(6.4, "02:01:00"), row(99, "02:02:00"), row(99, "02:02:00")));
            // Behind those of both partitions, which are read side by side.
            assertThat(until(cluster, "large", got -> got.stream().filter(v -> v.contains("99.0")).count() == 2)).as(() -> cluster.gateway().observe(next).toString())
                    .anyMatch(v -> v.contains("\"v\":6.6")).noneMatch(v -> v.contains("\"v\":6.4"));
            state = stop(cluster, next);

            // Planned with a newer value, that one holds.
            JobId last = submit(cluster, LIVE, Optional.of(new LiveFeed("live", 8, Map.of("limit", new LiveFeed.Value("50", 8)))), state);
            cluster.produce("in", List.of(row(49, "02:03:00"), row(51, "02:03:00"), row(98, "02:04:00"), row(98, "02:04:00")));
            assertThat(until(cluster, "large", got -> got.stream().filter(v -> v.contains("98.0")).count() == 2)).as(() -> cluster.gateway().observe(last).toString())
                    .anyMatch(v -> v.contains("\"v\":51.0")).noneMatch(v -> v.contains("\"v\":49.0"));
            // What comes too late for its window leaves with the columns that it came with.
            cluster.produce("in", List.of(row(3, "00:59:00"), row(3, "00:59:00")));
            assertThat(until(cluster, "late", got -> !got.isEmpty()).getFirst()).isEqualTo("{\"k\":\"a\",\"v\":3.0,\"ts\":\"2026-01-01 00:59:00.000\"}");
            cluster.gateway().cancel(last);
        }
    }

    /** Sends rows of that value until one passes; gives the time from {@code since} to when the first that passed was sent. */
    private static Duration untilRowsOf(CasesCluster cluster, int value, long since) throws InterruptedException {
        var sent = new java.util.ArrayList<Long>();
        String marked = "\"v\":" + value + ".0";
        while (System.nanoTime() - since < WITHIN.plus(SLACK).toNanos()) {
            sent.add(System.nanoTime() - since);
            // Which of the rows it is, is told by the fraction of its time.
            cluster.produce("in", List.of(row(value, String.format("00:05:%02d.%03d", sent.size() / 1000, sent.size() % 1000))));
            List<String> passed = cluster.seen("large").stream().filter(v -> v.contains(marked)).toList();
            if (!passed.isEmpty()) {
                int first = Integer.parseInt(passed.getFirst().replaceAll(".*00:05:(\\d+)\\.(\\d+).*", "$1$2"));
                return Duration.ofNanos(sent.get(first - 1));
            }
        }
        throw new AssertionError("No row passed in " + WITHIN.plus(SLACK));
    }
}
