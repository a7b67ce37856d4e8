package dev.millrace.flink.segment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.flink.embedded.EmbeddedFlink;
import dev.millrace.flink.scripted.CollectedRows;
import dev.millrace.flink.scripted.ScriptedSource;
import dev.millrace.flink.scripted.ScriptedSource.Step;
import java.lang.management.ManagementFactory;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobID;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.table.types.logical.VarCharType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class SegmentsTest {
    private static final RowType TYPE = RowType.of(
            new LogicalType[] {VarCharType.STRING_TYPE, new BigIntType(), new TimestampType(3)},
            new String[] {"k", "v", "ts"});
    private static final RowType WINDOWED = RowType.of(
            new LogicalType[] {VarCharType.STRING_TYPE, new TimestampType(3), new TimestampType(3), new TimestampType(3),
                new BigIntType(), new BigIntType()},
            new String[] {"k", "window_start", "window_end", "window_time", "n", "total"});
    private static final RowType TOTALS =
            RowType.of(new LogicalType[] {VarCharType.STRING_TYPE, new BigIntType()}, new String[] {"k", "total"});
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String WINDOW = "SELECT `k`, `window_start`, `window_end`, `window_time`, COUNT(*) AS `n`, SUM(`v`) AS `total` "
            + "FROM TABLE(TUMBLE(TABLE `in`, DESCRIPTOR(`ts`), INTERVAL '10' SECOND)) "
            + "GROUP BY `k`, `window_start`, `window_end`, `window_time`";

    @TempDir
    private static Path home;
    private static EmbeddedFlink flink;
    private static RestClusterClient<String> client;

    @BeforeAll
    static void start() throws Exception {
        flink = new EmbeddedFlink(home, 0, 8);
        flink.start();
        var c = new Configuration();
        c.set(RestOptions.ADDRESS, flink.address().getHost());
        c.set(RestOptions.PORT, flink.address().getPort());
        client = new RestClusterClient<>(c, "test");
    }

    @AfterAll
    static void stop() {
        client.close();
        flink.close();
    }

    /** source -> even, big -> union -> window -> sink, and a second window straight on the source. */
    private static Segments drawn(String script, int parallelism, boolean extra) {
        var env = environment(parallelism);
        var segments = new Segments(env);
        DataStream<RowData> rows = env.addSource(new ScriptedSource(script), InternalTypeInfo.of(TYPE));
        PortRows source = segments.begin("source", "out", rows, RowShape.appending(TYPE, Optional.of("ts")));
        PortRows even = segments.plan("even", Map.of("in", source), same("SELECT * FROM `in` WHERE `v` % 2 = 0")).get("out");
        PortRows big = segments.plan("big", Map.of("in", source), same("SELECT * FROM `in` WHERE `v` > 5")).get("out");
        PortRows both = segments.plan("both", Map.of("a", even, "b", big),
                same("SELECT * FROM `a` UNION ALL SELECT * FROM `b`")).get("out");
        if (extra) {
            both = segments.plan("nonnegative", Map.of("in", both), same("SELECT * FROM `in` WHERE `v` >= 0")).get("out");
            sink(segments, env, script, "copies", both);
        }
        PortRows windowed = segments.plan("window", Map.of("in", both), Map.of("out", new PortQuery(WINDOW, WINDOWED, Optional.of("window_time")))).get("out");
        sink(segments, env, script, "sink", windowed);
        return segments;
    }

    /** A port that gives out the columns of its input. */
    private static Map<String, PortQuery> same(String sql) {
        return Map.of("out", new PortQuery(sql, TYPE, Optional.of("ts")));
    }

    private static void sink(Segments segments, StreamExecutionEnvironment env, String script, String node, PortRows rows) {
        segments.end(node, segments.stream(rows).sinkTo(new CollectedRows(script + "/" + node, rows.shape().type())).getTransformation());
    }

    private static StreamExecutionEnvironment environment(int parallelism) {
        var c = new Configuration();
        c.set(PipelineOptions.OBJECT_REUSE, true);
        c.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        var env = StreamExecutionEnvironment.getExecutionEnvironment(c);
        env.setParallelism(parallelism);
        env.setMaxParallelism(128);
        return env;
    }

    @Test
    void countsAreExactAtParallelismTwoWithFanOutUnionWindowAndLateRow() throws Exception {
        ScriptedSource.write("exact", List.of(split("a"), split("b")));
        JobID job = submit(drawn("exact", 2, false), null);
        // All rows of the first slice have left the window, so both copies of it know that the slice is over.
        await(() -> CollectedRows.of("exact/sink").size() == 2);
        ScriptedSource.open("exact", "late");
        ScriptedSource.open("exact", "end");
        // even: 2,4,6,8,10 of each split, big: 6..10 of each split, and the late row (value 8) passes both.
        Map<String, Long> counts = awaitCounts(job, Map.of("source", 21L, "even", 11L, "big", 11L, "both", 22L, "window", 2L));
        assertThat(counts).isEqualTo(Map.of("source", 21L, "even", 11L, "big", 11L, "both", 22L, "window", 2L));
        // Flink gathers each number at a time of its own.
        await(() -> metric(job, "numLateRecordsDropped") == 2L);
        assertThat(CollectedRows.of("exact/sink")).containsExactlyInAnyOrder(
                "+I[a, 1970-01-01T00:00, 1970-01-01T00:00:10, 1970-01-01T00:00:09.999, 10, 70]",
                "+I[b, 1970-01-01T00:00, 1970-01-01T00:00:10, 1970-01-01T00:00:09.999, 10, 70]");
        client.cancel(job).get();
    }

    /** Values 1 to 10 with keys a and b in the first ten seconds, then the end of that slice, then one late row. */
    private static List<Step> split(String key) {
        List<Step> steps = new ArrayList<>();
        for (int i = 1; i <= 10; i++) {
            steps.add(new Step.Emit(key, i, i * 900L));
        }
        steps.add(new Step.Mark(15_000));
        steps.add(new Step.Gate("late"));
        if (key.equals("a")) {
            steps.add(new Step.Emit("a", 8, 1_000));
        }
        steps.add(new Step.Gate("end"));
        steps.add(new Step.Mark(30_000));
        return steps;
    }

    @Test
    void uidsStayWhereTheEditIsElsewhere() {
        ScriptedSource.write("uids", List.of(List.of()));
        Set<String> before = uids(drawn("uids", 1, false));
        Set<String> after = uids(drawn("uids", 1, true));
        assertThat(after).containsAll(before);
        assertThat(before).contains("source/step#1", "source/out-out#1", "even/step#1", "window/state#1", "window/out-out#1", "sink/sink#1");
        assertThat(after).hasSizeGreaterThan(before.size());
    }

    @Test
    void editElsewhereAndAnotherParallelismKeepTheStateOfTheWindow() throws Exception {
        ScriptedSource.write("edit", List.of(halves("a"), halves("b")));
        JobID first = submit(drawn("edit", 1, false), null);
        awaitCounts(first, Map.of("source", 10L, "even", 4L, "big", 0L, "both", 4L, "window", 0L));
        String savepoint = client.stopWithSavepoint(first, false, home.resolve("savepoints").toUri().toString(),
                SavepointFormatType.CANONICAL).get();
        JobID second = submit(drawn("edit", 2, true), savepoint);
        ScriptedSource.open("edit", "half");
        await(() -> CollectedRows.of("edit/sink").size() == 2);
        // 2 and 4 were counted before the savepoint; 6, 8 and 10 (twice, even and big), 7 and 9 after it.
        assertThat(CollectedRows.of("edit/sink")).containsExactlyInAnyOrder(
                "+I[a, 1970-01-01T00:00, 1970-01-01T00:00:10, 1970-01-01T00:00:09.999, 10, 70]",
                "+I[b, 1970-01-01T00:00, 1970-01-01T00:00:10, 1970-01-01T00:00:09.999, 10, 70]");
        Map<String, Long> expected = Map.of("source", 20L, "even", 10L, "big", 10L, "both", 20L, "nonnegative", 16L, "window", 2L);
        assertThat(awaitCounts(second, expected)).isEqualTo(expected);
        client.cancel(second).get();
    }

    private static List<Step> halves(String key) {
        List<Step> steps = new ArrayList<>();
        for (int i = 1; i <= 10; i++) {
            if (i == 6) {
                steps.add(new Step.Gate("half"));
            }
            steps.add(new Step.Emit(key, i, i * 900L));
        }
        steps.add(new Step.Mark(15_000));
        return steps;
    }

    @Test
    void changesOfAnAggregatePassWholeToTheNextSegment() throws Exception {
        ScriptedSource.write("changes", List.of(List.of(new Step.Emit("a", 1, 1), new Step.Emit("a", 2, 2), new Step.Emit("b", 5, 3))));
        var env = environment(1);
        var segments = new Segments(env);
        PortRows source = segments.begin("source", "out", env.addSource(new ScriptedSource("changes"), InternalTypeInfo.of(TYPE)),
                RowShape.appending(TYPE, Optional.of("ts")));
        PortRows totals = segments.plan("totals", Map.of("in", source),
                Map.of("out", new PortQuery("SELECT `k`, SUM(`v`) AS `total` FROM `in` GROUP BY `k`", TOTALS, Optional.empty(), List.of("k"), true, Optional.empty()))).get("out");
        PortRows small = segments.plan("small", Map.of("in", totals), Map.of("out", new PortQuery("SELECT * FROM `in` WHERE `total` < 3", TOTALS, Optional.empty(), List.of("k"), true, Optional.empty()))).get("out");
        sink(segments, env, "changes", "sink", small);
        assertThat(uids(segments)).contains("totals/state#1").doesNotContain("small/state#1");
        JobID job = submit(segments, null);
        await(() -> CollectedRows.of("changes/sink").size() == 2);
        assertThat(CollectedRows.of("changes/sink")).containsExactly("+I[a, 1]", "-U[a, 1]");
        client.cancel(job).get();
    }

    @Test
    void warmCompileOfTenSegmentsIsQuick() {
        ScriptedSource.write("speed", List.of(List.of()));
        // What the thread has worked: a machine that stands still, or that others use, takes none of it.
        var work = ManagementFactory.getThreadMXBean();
        long best = Long.MAX_VALUE;
        for (int round = 0; round < 6; round++) {
            long start = work.getCurrentThreadCpuTime();
            var env = environment(1);
            var segments = new Segments(env);
            PortRows rows = segments.begin("source", "out", env.addSource(new ScriptedSource("speed"), InternalTypeInfo.of(TYPE)),
                    RowShape.appending(TYPE, Optional.of("ts")));
            for (int i = 0; i < 8; i++) {
                rows = segments.plan("f" + i, Map.of("in", rows), same("SELECT * FROM `in` WHERE `v` > " + i)).get("out");
            }
            rows = segments.plan("window", Map.of("in", rows), Map.of("out", new PortQuery(WINDOW, WINDOWED, Optional.of("window_time")))).get("out");
            segments.drop("window", "out", rows);
            assertThat(segments.graph("speed").getJobGraph().getNumberOfVertices()).isPositive();
            long took = work.getCurrentThreadCpuTime() - start;
            System.out.println("compile of ten segments: " + took / 1_000_000 + " ms");
            best = Math.min(best, took);
        }
        assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofSeconds(2));
    }

    private static Set<String> uids(Segments segments) {
        StreamGraph graph = segments.graph("uids");
        return graph.getStreamNodes().stream().map(StreamNode::getTransformationUID).filter(Objects::nonNull)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static JobID submit(Segments segments, String savepoint) throws Exception {
        JobGraph graph = segments.graph("test").getJobGraph(SegmentsTest.class.getClassLoader(), new JobID());
        if (savepoint != null) {
            graph.setSavepointRestoreSettings(SavepointRestoreSettings.forPath(savepoint, false));
        }
        return client.submitJob(graph).get();
    }

    private interface Check {
        boolean holds() throws Exception;
    }

    private static void await(Check check) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(check::holds);
    }

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode get(String path) throws Exception {
        var request = HttpRequest.newBuilder(flink.address().resolve(path)).build();
        return JSON.readTree(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    private static Map<String, Long> awaitCounts(JobID job, Map<String, Long> expected) throws Exception {
        Map<String, Long> seen = new LinkedHashMap<>();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            seen.clear();
            for (var metric : metrics(job).entrySet()) {
                if (metric.getKey().endsWith(".millraceRows")) {
                    seen.put(metric.getKey().substring(0, metric.getKey().indexOf('/')), metric.getValue());
                }
            }
            if (seen.equals(expected)) {
                return seen;
            }
        }
        return seen;
    }

    private static long metric(JobID job, String name) throws Exception {
        return metrics(job).entrySet().stream().filter(e -> e.getKey().endsWith("." + name)).mapToLong(Map.Entry::getValue).sum();
    }

    private static Map<String, Long> metrics(JobID job) throws Exception {
        Map<String, Long> all = new LinkedHashMap<>();
        for (JsonNode vertex : get("/jobs/" + job).path("vertices")) {
            String path = "/jobs/" + job + "/vertices/" + vertex.path("id").asString() + "/subtasks/metrics";
            for (JsonNode id : get(path)) {
                String name = id.path("id").asString();
                if (name.endsWith("millraceRows") || name.endsWith("numLateRecordsDropped")) {
                    String query = URLEncoder.encode(name, StandardCharsets.UTF_8);
                    all.put(name, (long) get(path + "?get=" + query).path(0).path("sum").asDouble());
                }
            }
        }
        return all;
    }
}
