package dev.millrace.flink.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.compile.Compiler;
import dev.millrace.compile.LogicalPlan;
import dev.millrace.document.PipelineDocument;
import dev.millrace.flink.embedded.EmbeddedFlink;
import dev.millrace.flink.expression.FlinkExpressions;
import dev.millrace.flink.gateway.RestGateway;
import dev.millrace.flink.scripted.CollectedRows;
import dev.millrace.flink.scripted.ScriptedConnectors;
import dev.millrace.flink.scripted.ScriptedSource;
import dev.millrace.flink.scripted.ScriptedSource.Step;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.NodeId;
import dev.millrace.server.deployment.AskingFlink;
import dev.millrace.server.deployment.FlinkGateway;
import dev.millrace.server.deployment.JobId;
import dev.millrace.server.deployment.JobMetrics.NodeMetrics;
import dev.millrace.server.deployment.JobSpec;
import dev.millrace.server.deployment.Observation.State;
import dev.millrace.server.deployment.RestorePoint;
import dev.millrace.server.deployment.SavepointId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Late rows as an output of windows: each row is in its windows or late, never both, and late is what the window would drop. */
class LateRowsTest {
    private static final NodeId WINDOW = new NodeId("window");
    private static final String TUMBLING = "window.tumbling@1|size: 10 s";
    private static final String HOPPING = "window.hopping@1|{size: 20 s, slide: 5 s, offset: 2 s}";
    private static final String CUMULATING = "window.cumulating@1|{size: 30 s, step: 10 s}";
    private static final String SESSION = "window.session@1|gap: 10 s";

    @TempDir
    private static Path home;
    private static EmbeddedFlink flink;
    private static JobPlanner planner;
    private static RestGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        flink = new EmbeddedFlink(home.resolve("flink"), 0, 8);
        flink.start();
        var settings = JobSettings.keepingStateIn(home.resolve("state").toUri());
        planner = new JobPlanner(new ScriptedConnectors(), settings);
        gateway = new RestGateway(flink.address(), planner, settings, List.of());
    }

    @AfterAll
    static void stop() {
        gateway.close();
        flink.close();
    }

    /** source -> window -> out, and where asked for -> late. The name is the script's and begins those of both topics. */
    private static LogicalPlan plan(String name, String kindAndLengths, int parallelism, boolean wired, boolean keyed) {
        String[] kind = kindAndLengths.split("\\|");
        String text = """
                millrace: 1
                name: Late rows
                run: {parallelism: %d, checkpointInterval: 10 s}
                nodes:
                  source:
                    kind: source.kafka@1
                    settings:
                      topic: %s
                      columns: [{name: k, type: STRING}, {name: v, type: BIGINT}, {name: ts, type: TIMESTAMP(3)}]
                      eventTime: ts
                  window:
                    kind: %s
                    settings:
                      time: ts
                      keys: [%s]
                      aggregates:
                        - {name: n, function: count}
                        - {name: total, function: sum, column: v}
                %s
                  out:
                    kind: sink.kafka@1
                    settings: {topic: %s-out}
                  late:
                    kind: sink.kafka@1
                    settings: {topic: %s-late}
                edges:
                  - {from: source.out, to: window.in}
                  - {from: window.out, to: out.in}
                  - {from: %s, to: late.in}
                """.formatted(parallelism, name, kind[0], keyed ? "k" : "", kind[1].replaceAll("[{}]", "").replaceAll("(^|, )", "\n      "),
                name, name, wired ? "window.late" : "source.out");
        var kinds = NodeKinds.shipped();
        var compiled = new Compiler(kinds, new FlinkExpressions()).compile(new PipelineDocument(kinds).read(text));
        return compiled.plan().orElseThrow(() -> new AssertionError(compiled.diagnostics().all().toString()));
    }

    private static JobId submit(LogicalPlan plan, RestorePoint from) {
        var spec = new JobSpec(JobId.random(), plan.name(), "late");
        gateway.submit(gateway.plan(plan, spec), from);
        return spec.id();
    }

    private static void await(BooleanSupplier check) {
        AskingFlink.within(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20)).until(check::getAsBoolean);
    }

    /** Until what has left the sources by now is where it goes: a row that is counted may still be in a buffer on its way, but a savepoint comes behind it on every way. */
    private static void awaitArrived(JobId job) {
        await(() -> gateway.observe(job).state() == State.RUNNING);
        SavepointId asked = SavepointId.random();
        await(() -> gateway.savepoint(job, asked) instanceof FlinkGateway.SavepointTaking.Taken);
    }

    private static NodeMetrics window(JobId job) {
        return gateway.metrics(job).nodes().get(WINDOW);
    }

    private static Step row(String k, long v, long millis) {
        return new Step.Emit(k, v, millis);
    }

    private static Step mark(long millis) {
        return new Step.Mark(millis);
    }

    private static void script(String name, Step... steps) {
        ScriptedSource.write(name, List.of(List.of(steps)));
    }

    private static String late(String k, long v, String time) {
        return "+I[" + k + ", " + v + ", 1970-01-01T00:" + time + "]";
    }

    @Test
    void aRowIsLateFromTheLastMillisecondOfItsWindowOn() {
        script("edge", row("a", 1, 0), mark(9_998), row("a", 2, 9_999), mark(9_999), row("a", 4, 9_999), row("a", 8, 10_000), row("b", 16, 3_000),
                mark(30_000));
        JobId job = submit(plan("edge", TUMBLING, 1, true, true), RestorePoint.FRESH);
        await(() -> CollectedRows.of("edge-out").size() == 2 && CollectedRows.of("edge-late").size() == 2);
        assertThat(CollectedRows.of("edge-late")).containsExactly(late("a", 4, "00:09.999"), late("b", 16, "00:03"));
        assertThat(CollectedRows.of("edge-out")).containsExactly(
                "+I[1970-01-01T00:00, 1970-01-01T00:00:10, 1970-01-01T00:00:09.999, a, 2, 3]",
                "+I[1970-01-01T00:00:10, 1970-01-01T00:00:20, 1970-01-01T00:00:19.999, a, 1, 8]");
        await(() -> window(job) != null && window(job).rowsOut().getOrDefault("late", 0L) == 2);
        assertThat(window(job).late()).as("dropped by the window itself").isZero();
        gateway.cancel(job);
    }

    /** As long as one of its windows is open, a row goes there. */
    @Test
    void aRowOfSeveralWindowsIsLateWhenTheLastHasClosed() {
        // Windows of 20 s begin at 2, 7, 12, …; the last that holds second 3 begins at 2 and ends at 22.
        script("several", mark(21_998), row("a", 1, 3_000), mark(21_999), row("a", 2, 3_000), mark(60_000));
        JobId job = submit(plan("several", HOPPING, 1, true, true), RestorePoint.FRESH);
        await(() -> !CollectedRows.of("several-out").isEmpty() && !CollectedRows.of("several-late").isEmpty());
        assertThat(CollectedRows.of("several-late")).containsExactly(late("a", 2, "00:03"));
        assertThat(CollectedRows.of("several-out")).containsExactly(
                "+I[1970-01-01T00:00:02, 1970-01-01T00:00:22, 1970-01-01T00:00:21.999, a, 1, 1]");
        gateway.cancel(job);
    }

    /** The session that a row would make is over, but the row belongs to one that is still open. */
    @Test
    void aRowThatMeetsAnOpenSessionIsNotLate() {
        script("meets", row("a", 1, 20_000), row("b", 2, 20_000), mark(25_000), row("a", 4, 10_000), row("a", 8, 9_999), row("b", 16, 9_999),
                row("c", 32, 15_000), row("a", 64, 0), mark(60_000));
        JobId job = submit(plan("meets", SESSION, 1, true, true), RestorePoint.FRESH);
        await(() -> CollectedRows.of("meets-out").size() == 2 && CollectedRows.of("meets-late").size() == 2);
        // c: its session would end at 25 s, so its last millisecond is 24.999; b: 9.999 is more than the gap before 20.
        assertThat(CollectedRows.of("meets-late")).containsExactly(late("b", 16, "00:09.999"), late("c", 32, "00:15"));
        assertThat(CollectedRows.of("meets-out")).containsExactlyInAnyOrder(
                "+I[1970-01-01T00:00, 1970-01-01T00:00:30, 1970-01-01T00:00:29.999, a, 4, 77]",
                "+I[1970-01-01T00:00:20, 1970-01-01T00:00:30, 1970-01-01T00:00:29.999, b, 1, 2]");
        gateway.cancel(job);
    }

    /** Flink's own decision is the measure: with and without the output, the windows are the same, and as many rows are late. */
    @ParameterizedTest
    @CsvSource(delimiter = '!', value = {TUMBLING + "! true", TUMBLING + "! false", HOPPING + "! true", CUMULATING + "! true", SESSION + "! true",
        SESSION + "! false"})
    void lateIsWhatTheWindowWouldDrop(String kind, boolean keyed) {
        String name = "random-" + kind.substring(7, 11) + keyed;
        List<Step> steps = disorder(new Random(name.hashCode()));
        ScriptedSource.write(name + "-0", List.of(steps));
        ScriptedSource.write(name + "-1", List.of(steps));
        JobId without = submit(plan(name + "-0", kind, 1, false, keyed), RestorePoint.FRESH);
        JobId with = submit(plan(name + "-1", kind, 1, true, keyed), RestorePoint.FRESH);
        long end = ((Step.Mark) steps.getLast()).at();
        await(() -> hasAll(without, end) && hasAll(with, end));
        assertThat(window(without).late()).isPositive();
        await(() -> window(with).rowsOut().get("late") == window(without).late()
                && window(with).rowsOut().get("out").equals(window(without).rowsOut().get("out")));
        assertThat(CollectedRows.of(name + "-1-out")).containsExactlyInAnyOrderElementsOf(CollectedRows.of(name + "-0-out"));
        assertThat(window(with).late()).as("dropped by the window itself").isZero();
        assertThat(window(with).rowsIn()).isEqualTo(400);
        assertThat(Set.copyOf(CollectedRows.of(name + "-1-late"))).hasSize((int) (long) window(with).rowsOut().get("late"));
        gateway.cancel(without);
        gateway.cancel(with);
    }

    /** Whether event time behind the window is at its end: all rows that came in may be counted before the window has done anything with the last of them. */
    private static boolean hasAll(JobId job, long end) {
        NodeMetrics window = window(job);
        return window != null && window.rowsIn() == 400 && window.watermark().filter(at -> at.toEpochMilli() >= end).isPresent();
    }

    /** 400 rows of three keys, each with a value of its own, up to 60 s behind a watermark that jumps. */
    private static List<Step> disorder(Random random) {
        List<Step> steps = new ArrayList<>();
        long watermark = 60_000;
        steps.add(mark(watermark));
        for (int i = 0; i < 400; i++) {
            steps.add(row("k" + random.nextInt(3), 1L << (i % 60), watermark + random.nextInt(80_000) - 60_000 + i));
            if (random.nextInt(4) == 0) {
                watermark += random.nextInt(9_000);
                steps.add(mark(watermark));
            }
        }
        steps.add(mark(watermark + 1_000_000));
        return steps;
    }

    /** One copy of the source is far ahead; what is late by its clock is not late by that of the window, which waits for the other. */
    @ParameterizedTest
    @CsvSource(delimiter = '!', value = {TUMBLING + "! true", TUMBLING + "! false", SESSION + "! true"})
    void amongCopiesTheSlowestDecides(String kind, boolean keyed) {
        String name = "copies-" + kind.substring(7, 11) + keyed;
        ScriptedSource.write(name, List.of(
                List.of(mark(100_000), row("a", 1, 1_000), new Step.Gate("late"), row("a", 4, 3_000), row("b", 8, 4_000), new Step.Gate("end"), mark(300_000)),
                List.of(mark(0), row("a", 2, 2_000), new Step.Gate("close"), mark(50_000), new Step.Gate("end"), mark(300_000))));
        JobId job = submit(plan(name, kind, 2, true, keyed), RestorePoint.FRESH);
        await(() -> window(job) != null && window(job).rowsIn() == 2);
        // The window gets the rows of one copy and the end of its time from the other.
        awaitArrived(job);
        ScriptedSource.open(name, "close");
        await(() -> CollectedRows.of(name + "-out").size() == 1);
        String row = CollectedRows.of(name + "-out").getFirst();
        assertThat(row).endsWith(keyed ? "a, 2, 3]" : "2, 3]");
        ScriptedSource.open(name, "late");
        await(() -> CollectedRows.of(name + "-late").size() == 2);
        assertThat(CollectedRows.of(name + "-late")).containsExactlyInAnyOrder(late("a", 4, "00:03"), late("b", 8, "00:04"));
        ScriptedSource.open(name, "end");
        await(() -> window(job).rowsIn() == 4 && window(job).rowsOut().get("late") == 2);
        assertThat(CollectedRows.of(name + "-out")).containsExactly(row);
        assertThat(window(job).late()).isZero();
        gateway.cancel(job);
    }

    /** A copy that was idle knows nothing of the time that has passed; its old rows are late all the same, and leave as such. */
    @ParameterizedTest
    @CsvSource(delimiter = '!', value = {TUMBLING + "! true", TUMBLING + "! false", SESSION + "! true"})
    void rowsOfACopyThatWasIdleAreLateByTheClockOfTheOthers(String kind, boolean keyed) {
        String name = "idle-" + kind.substring(7, 11) + keyed;
        ScriptedSource.write(name, List.of(
                List.of(mark(0), row("a", 1, 1_000), new Step.Idle(), new Step.Gate("awake"), row("a", 4, 3_000), row("b", 8, 4_000)),
                List.of(mark(0), row("a", 2, 2_000), mark(50_000))));
        JobId job = submit(plan(name, kind, 2, true, keyed), RestorePoint.FRESH);
        await(() -> CollectedRows.of(name + "-out").size() == 1);
        ScriptedSource.open(name, "awake");
        await(() -> CollectedRows.of(name + "-late").size() == 2);
        assertThat(CollectedRows.of(name + "-late")).containsExactlyInAnyOrder(late("a", 4, "00:03"), late("b", 8, "00:04"));
        await(() -> window(job) != null && window(job).rowsIn() == 4 && window(job).rowsOut().get("late") == 2);
        assertThat(window(job).late()).isZero();
        gateway.cancel(job);
    }

    /** What was late before a savepoint is late after it, though no watermark has come yet; open sessions are known too. */
    @ParameterizedTest
    @CsvSource(delimiter = '!', value = {TUMBLING + "! 1", TUMBLING + "! 2", SESSION + "! 1", SESSION + "! 2"})
    void aRestartForgetsNeitherTheTimeNorTheSessions(String kind, int after) {
        String name = "restart-" + kind.substring(7, 11) + after;
        ScriptedSource.write(name, List.of(List.of(row("a", 1, 41_000), mark(45_000), row("b", 2, 1_000), new Step.Gate("rest"),
                row("b", 4, 2_000), row("a", 8, 40_500), mark(90_000))));
        JobId first = submit(plan(name, kind, 1, true, true), RestorePoint.FRESH);
        await(() -> CollectedRows.of(name + "-late").size() == 1 && window(first) != null && window(first).rowsIn() == 2);
        String savepoint = gateway.stopWithSavepoint(first);
        JobId second = submit(plan(name, kind, after, true, true), new RestorePoint.FromState(savepoint));
        ScriptedSource.open(name, "rest");
        await(() -> CollectedRows.of(name + "-late").size() == 2);
        assertThat(CollectedRows.of(name + "-late")).containsExactly(late("b", 2, "00:01"), late("b", 4, "00:02"));
        await(() -> window(second) != null && window(second).rowsOut().get("late") == 2);
        assertThat(window(second).late()).isZero();
        if (after == 1) {
            await(() -> !CollectedRows.of(name + "-out").isEmpty());
            assertThat(CollectedRows.of(name + "-out").getFirst()).endsWith("a, 2, 9]");
        }
        gateway.cancel(second);
    }

    /** A pipeline that ran before late rows had an output keeps its window, and so does one to which an edge is drawn later. */
    @Test
    void theWindowKeepsItsUidWhetherLateRowsAreTakenOrNot() {
        ScriptedSource.write("uids-late", List.of(List.of()));
        Set<String> without = names(plan("uids-late", TUMBLING, 1, false, true));
        Set<String> with = names(plan("uids-late", TUMBLING, 1, true, true));
        assertThat(without).contains("window/state#1", "window/out-out#1").doesNotContain("window/late#1", "window/out-late#1", "window/drop-late#1");
        assertThat(with).contains("window/state#1", "window/out-out#1", "window/late#1", "window/out-late#1");
    }

    private static Set<String> names(LogicalPlan plan) {
        FlinkJob job = planner.plan(plan, new JobSpec(JobId.random(), "uids", "uids"));
        return StreamSupport.stream(job.graph().getVertices().spliterator(), false).map(JobVertex::getName)
                .flatMap(n -> List.of(n.split("[ \\[\\](),]|->")).stream()).filter(n -> n.contains("/")).collect(Collectors.toSet());
    }
}
