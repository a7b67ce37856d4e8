package dev.millrace.flink.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.compile.LogicalPlan;
import dev.millrace.compile.Segment;
import dev.millrace.flink.connect.KafkaConnectors;
import dev.millrace.flink.expression.FlinkExpressions;
import dev.millrace.flink.plan.JobPlanner;
import dev.millrace.flink.plan.JobSettings;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.PortRef;
import dev.millrace.pipeline.RunSettings;
import dev.millrace.pipeline.RunSettings.StateBackend;
import dev.millrace.rel.ExpressionTyper.Typing;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Scalar;
import dev.millrace.rel.StatefulRel;
import dev.millrace.rel.Window;
import dev.millrace.rel.Write;
import dev.millrace.schema.ChangelogMode;
import dev.millrace.schema.Column;
import dev.millrace.schema.Expression;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import dev.millrace.server.deployment.FlinkGateway;
import dev.millrace.server.deployment.JobId;
import dev.millrace.server.deployment.JobMetrics;
import dev.millrace.server.deployment.JobMetrics.NodeMetrics;
import dev.millrace.server.deployment.JobSpec;
import dev.millrace.server.deployment.KafkaConnection;
import dev.millrace.server.deployment.Latency;
import dev.millrace.server.deployment.Observation;
import dev.millrace.server.deployment.Observation.State;
import dev.millrace.server.deployment.PrintedRow;
import dev.millrace.server.deployment.RestorePoint;
import dev.millrace.server.embedded.FreePorts;
import dev.millrace.state.size.StateSizes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * What every cluster must do for us, wherever it is. Jobs read a demo source and leave their last output unwired, so that no
 * other system is needed.
 */
abstract class GatewayContract {
    static final String EVEN = "MOD(bidder, 2) = 0";
    private static final FlinkExpressions TYPER = new FlinkExpressions();

    private static final Schema BIDS = Schema.of(Column.of("price", LogicalType.BIGINT), Column.of("bidder", LogicalType.BIGINT),
            Column.of("dateTime", LogicalType.TIMESTAMP)).withEventTime("dateTime");

    abstract URI address();

    /** Where checkpoints go; the cluster must be able to write there. */
    abstract Path state();

    /** What travels with a job, where the cluster needs it. */
    abstract List<Path> jars();

    /** Endless where {@code limit} is 0. */
    static Rel.Scan demo(long rowsPerSecond, long limit) {
        return new Rel.DemoScan("bids", BIDS, Duration.ZERO, rowsPerSecond, limit, 10);
    }

    private RestGateway open() {
        return open(address());
    }

    RestGateway open(URI address) {
        var connectors = new KafkaConnectors(new KafkaConnection("127.0.0.1:1", Map.of()));
        var settings = new JobSettings(Optional.of(state().toUri()), StateBackend.HASHMAP, 2, Duration.ofMillis(100));
        return new RestGateway(address, new JobPlanner(connectors, settings), settings, jars());
    }

    private static Scalar scalar(String text, Schema schema) {
        return ((Typing.Typed) TYPER.type(new Expression(text), schema)).scalar();
    }

    private static PortRef port(String node, String port) {
        return new PortRef(new NodeId(node), port);
    }

    /** source -> half (rows for which the condition holds) -> seconds (a window of one second), whose output is dropped. */
    static LogicalPlan plan(Rel.Scan demo, String condition) {
        Schema schema = demo.schema();
        var source = new LinkedHashMap<String, Rel>();
        source.put("out", demo);
        source.put("rejected", new Rel.Rejected(demo));
        Rel half = new Rel.Filter(new Rel.Input(port("source", "out"), schema), scalar(condition, schema));
        Schema counted = new Schema(List.of(new Column("window_start", LogicalType.TIMESTAMP, false),
                new Column("window_end", LogicalType.TIMESTAMP, false),
                new Column("window_time", schema.column(schema.eventTime().orElseThrow()).orElseThrow().type(), false),
                new Column("count", LogicalType.BIGINT, false)), Optional.of("window_time"), List.of(), ChangelogMode.APPEND);
        Rel seconds = new Rel.WindowAggregate(new Rel.Input(port("half", "out"), schema), schema.eventTime().orElseThrow(),
                new Window.Tumbling(Duration.ofSeconds(1), Duration.ZERO), List.of(),
                List.of(new Rel.AggregateCall("count", Rel.AggregateCall.Function.COUNT, Optional.empty())), counted);
        List<Segment> segments = new ArrayList<>();
        segments.add(new Segment.Producing(new NodeId("source"), "demo", source));
        segments.add(new Segment.Producing(new NodeId("half"), "filter", new LinkedHashMap<>(Map.of("out", half))));
        segments.add(new Segment.Producing(new NodeId("seconds"), "window.tumbling", new LinkedHashMap<>(Map.of("out", seconds))));
        return new LogicalPlan("contract", new RunSettings(1, Duration.ofMillis(200)), segments,
                Set.of(port("source", "rejected"), port("seconds", "out")));
    }

    private static JobId submit(FlinkGateway gateway, LogicalPlan plan, RestorePoint from) {
        var spec = new JobSpec(JobId.random(), "contract", "contract");
        gateway.submit(gateway.plan(plan, spec), from);
        return spec.id();
    }

    static <T> T await(Supplier<Optional<T>> check) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        FlinkGateway.Unreachable silent = null;
        while (System.nanoTime() < end) {
            try {
                Optional<T> found = check.get();
                if (found.isPresent()) {
                    return found.get();
                }
            } catch (FlinkGateway.Unreachable standstill) {
                // A machine that stood still for longer than a question may take has not lost its Flink.
                silent = standstill;
            }
            // Asking without a pause would take the processor away from what is waited for.
            LockSupport.parkNanos(20_000_000);
        }
        throw new AssertionError("Still waiting after 60 s", silent);
    }

    static Observation awaitState(FlinkGateway gateway, JobId job, State state) {
        var last = new AtomicReference<Observation>();
        try {
            return await(() -> {
                last.set(gateway.observe(job));
                return Optional.of(last.get()).filter(o -> o.state() == state);
            });
        } catch (AssertionError e) {
            throw new AssertionError("Waited for " + state + ", saw " + last.get(), e);
        }
    }

    private static JobMetrics awaitRows(FlinkGateway gateway, JobId job, long atLeast) {
        var last = new AtomicReference<JobMetrics>();
        try {
            return await(() -> {
                last.set(gateway.metrics(job));
                return Optional.of(last.get()).filter(m -> m.nodes().size() == 3 && m.nodes().get(new NodeId("half")).rowsOut().get("out") >= atLeast);
            });
        } catch (AssertionError e) {
            throw new AssertionError("Waited for " + atLeast + " rows, saw " + last.get() + ", " + gateway.observe(job), e);
        }
    }

    @Test
    void runsAndCountsByNode() {
        try (RestGateway gateway = open()) {
            Rel.Scan demo = demo(5_000, 0);
            JobId job = submit(gateway, plan(demo, EVEN), RestorePoint.FRESH);
            Observation running = awaitState(gateway, job, State.RUNNING);
            assertThat(running.startedAt()).isPresent();
            assertThat(running.failure()).isEmpty();
            JobMetrics metrics = awaitRows(gateway, job, 1_000);
            NodeMetrics source = metrics.nodes().get(new NodeId("source"));
            NodeMetrics half = metrics.nodes().get(new NodeId("half"));
            assertThat(source.rowsOut()).containsOnlyKeys("out", "rejected");
            assertThat(source.rowsIn()).isEqualTo(source.rowsOut().get("out") + source.rowsOut().get("rejected"));
            assertThat(source.rejected()).isEqualTo(source.rowsOut().get("rejected")).isPositive();
            assertThat(half.rowsIn()).isEqualTo(source.rowsOut().get("out")).isGreaterThan(half.rowsOut().get("out"));
            assertThat(half.busy()).isBetween(0.0, 1.0);
            // A source tells event time from time to time, and many rows may be counted before it first does.
            await(() -> Optional.ofNullable(gateway.metrics(job).nodes().get(new NodeId("half"))).flatMap(NodeMetrics::watermark));
            JobMetrics.Checkpoint checkpoint = await(() -> gateway.metrics(job).lastCheckpoint());
            assertThat(checkpoint.path()).contains(job.value());
            assertThat(checkpoint.written()).isPresent();
            assertThat(gateway.metrics(job).failedCheckpoints()).isPresent();
            gateway.cancel(job);
            awaitState(gateway, job, State.CANCELLED);
            assertThatCode(() -> gateway.cancel(job)).doesNotThrowAnyException();
        }
    }

    @Test
    void showsTheNewestRowsThatASinkLogs() {
        try (RestGateway gateway = open()) {
            Rel.Scan demo = demo(1_000, 0);
            var source = new LinkedHashMap<String, Rel>();
            source.put("out", demo);
            source.put("rejected", new Rel.Rejected(demo));
            var print = new NodeId("print");
            var plan = new LogicalPlan("contract", new RunSettings(1, Duration.ofMillis(200)), List.of(new Segment.Producing(new NodeId("source"), "demo", source),
                    new Segment.Writing(print, "sink.print", new Write.LogWrite(new Rel.Input(port("source", "out"), demo.schema()), "contract", 100))),
                    Set.of(port("source", "rejected")));
            JobId job = submit(gateway, plan, RestorePoint.FRESH);
            assertThat(gateway.printed(job, new NodeId("source"))).isEmpty();
            List<PrintedRow> rows = await(() -> Optional.of(gateway.printed(job, print)).filter(r -> r.size() >= 50));
            assertThat(rows).hasSizeLessThanOrEqualTo(200).isSortedAccordingTo(Comparator.comparing(PrintedRow::at))
                    .allMatch(r -> r.kind().equals("+I") && r.row().contains("\"" + demo.schema().columns().getFirst().name() + "\""));
            Instant last = rows.getLast().at();
            await(() -> Optional.of(gateway.printed(job, print)).filter(r -> !r.isEmpty() && r.getLast().at().isAfter(last)));
            // Some are left out and some are not. What came and what was left out are counted in two places, and may be of two moments in one answer.
            await(() -> Optional.ofNullable(gateway.metrics(job).nodes().get(print)).filter(n -> n.rejected() > 0 && n.rejected() < n.rowsIn()));
            // The demo makes its rows when they are read, and there is nothing on their way that would hold them up.
            Latency latency = await(() -> Optional.ofNullable(gateway.metrics(job).nodes().get(print)).flatMap(NodeMetrics::latency));
            assertThat(latency.medianMillis()).isBetween(0L, latency.worstMillis());
            assertThat(latency.worstMillis()).isLessThan(60_000);
            assertThat(gateway.metrics(job).nodes().get(new NodeId("source")).latency()).isEmpty();
            gateway.cancel(job);
            awaitState(gateway, job, State.CANCELLED);
            assertThat(gateway.printed(JobId.random(), print)).isEmpty();
        }
    }

    @Test
    void aLimitedSourceFinishes() {
        try (RestGateway gateway = open()) {
            Rel.Scan demo = demo(0, 1_000);
            JobId job = submit(gateway, plan(demo, EVEN), RestorePoint.FRESH);
            assertThat(awaitState(gateway, job, State.FINISHED).state().isOver()).isTrue();
        }
    }

    @Test
    void takesAJobOnce() {
        try (RestGateway gateway = open()) {
            Rel.Scan demo = demo(100, 0);
            var spec = new JobSpec(JobId.random(), "contract", "contract");
            LogicalPlan plan = plan(demo, EVEN);
            gateway.submit(gateway.plan(plan, spec), RestorePoint.FRESH);
            var again = gateway.plan(plan, spec);
            assertThatThrownBy(() -> gateway.submit(again, RestorePoint.FRESH))
                    .isInstanceOf(FlinkGateway.Failed.class).hasMessageContaining("already");
            gateway.cancel(spec.id());
            awaitState(gateway, spec.id(), State.CANCELLED);
        }
    }

    @Test
    void countsGoOnAfterAStopWithSavepoint() {
        try (RestGateway gateway = open()) {
            Rel.Scan demo = demo(5_000, 0);
            JobId first = submit(gateway, plan(demo, EVEN), RestorePoint.FRESH);
            awaitRows(gateway, first, 1_000);
            String savepoint = gateway.stopWithSavepoint(first);
            assertThat(savepoint).contains("savepoint");
            awaitState(gateway, first, State.FINISHED);
            JobId second = submit(gateway, plan(demo(1, 0), EVEN), new RestorePoint.FromState(savepoint));
            JobMetrics metrics = awaitRows(gateway, second, 1_000);
            NodeMetrics source = metrics.nodes().get(new NodeId("source"));
            NodeMetrics half = metrics.nodes().get(new NodeId("half"));
            assertThat(half.rowsIn()).isEqualTo(source.rowsOut().get("out"));
            gateway.cancel(second);
            awaitState(gateway, second, State.CANCELLED);
        }
    }

    @Test
    void aCancelledJobGoesOnFromItsLastCheckpoint() {
        try (RestGateway gateway = open()) {
            Rel.Scan demo = demo(5_000, 0);
            JobId first = submit(gateway, plan(demo, EVEN), RestorePoint.FRESH);
            awaitRows(gateway, first, 1_000);
            // One that began when the rows had been counted: what is told of checkpoints may be older than what is told of rows.
            Instant counted = Instant.now();
            await(() -> gateway.metrics(first).lastCheckpoint().filter(c -> c.completedAt().minusMillis(c.millis()).isAfter(counted)));
            gateway.cancel(first);
            awaitState(gateway, first, State.CANCELLED);
            RestorePoint.FromState from = gateway.latestCheckpoint(first).orElseThrow();
            JobId second = submit(gateway, plan(demo(1, 0), EVEN), from);
            assertThat(awaitRows(gateway, second, 1_000).nodes()).containsKey(new NodeId("half"));
            gateway.cancel(second);
            awaitState(gateway, second, State.CANCELLED);
        }
    }

    /** The first row of each key: as many keys are kept as rows have left. */
    @Test
    void stateIsMeasuredByNodeAndIsAboutWhatWasEstimated() {
        try (RestGateway gateway = open()) {
            Rel.Scan demo = demo(5_000, 0);
            Schema schema = demo.schema();
            Rel first = new StatefulRel.Deduplicate(new Rel.Input(port("source", "out"), schema), List.of("price", "bidder"), Optional.of("dateTime"), false, Optional.empty(), schema);
            var source = new LinkedHashMap<String, Rel>();
            source.put("out", demo);
            source.put("rejected", new Rel.Rejected(demo));
            var keys = new NodeId("keys");
            var plan = new LogicalPlan("contract", new RunSettings(1, Duration.ofMillis(200)), List.of(new Segment.Producing(new NodeId("source"), "demo", source),
                    new Segment.Producing(keys, "operator.deduplicate", new LinkedHashMap<>(Map.of("out", first)))), Set.of(port("source", "rejected"), port("keys", "out")));
            JobId job = submit(gateway, plan, RestorePoint.FRESH);
            long each = StateSizes.of(plan).get(keys).kept().getFirst().bytes();
            var last = new AtomicReference<NodeMetrics>();
            try {
                // The bytes are those of the newest checkpoint, the rows those that Flink last counted: where the machine stands still between the two, they are of two moments.
                await(() -> {
                    last.set(gateway.metrics(job).nodes().get(keys));
                    return Optional.ofNullable(last.get()).filter(n -> n.stateBytes().orElse(0) > 500_000 && isAbout(n.stateBytes().getAsLong(), each * n.rowsOut().get("out")));
                });
            } catch (AssertionError e) {
                throw new AssertionError("Estimated " + each + " bytes for each row, saw " + last.get(), e);
            }
            gateway.cancel(job);
            awaitState(gateway, job, State.CANCELLED);
        }
    }

    private static boolean isAbout(long bytes, long estimate) {
        return bytes >= estimate / 2.0 && bytes <= estimate * 2.0;
    }

    @Test
    void aFailureIsSaidInPlainWordsAtItsNodeAndRestartsEnd() {
        try (RestGateway gateway = open()) {
            Rel.Scan demo = demo(100, 0);
            JobId job = submit(gateway, plan(demo, "10 / (price - price) > 1"), RestorePoint.FRESH);
            Observation.Failure failure = await(() -> gateway.observe(job).failure());
            assertThat(failure.message()).startsWith("Division by zero. ").contains("The row was {", "\"price\":", "\"bidder\":", "\"dateTime\":").endsWith("}");
            assertThat(failure.node()).contains(new NodeId("half"));
            assertThat(failure.trace()).contains("ArithmeticException");
            Observation over = awaitState(gateway, job, State.FAILED);
            assertThat(over.failure()).isPresent();
        }
    }

    /** Flink answers about a job from a copy that may be of before its end; questions that keep that copy come all the time. */
    @Test
    void countsOfAFinishedJobAreExactAsSoonAsNothingMoreIsToCome() {
        try (RestGateway gateway = open()) {
            // Over before it was ever seen running, and while what was seen of it is from before.
            for (int rowsPerSecond : List.of(0, 5_000, 5_000)) {
                JobId job = submit(gateway, plan(demo(rowsPerSecond, 20_000), EVEN), RestorePoint.FRESH);
                JobMetrics ended = await(() -> {
                    gateway.observe(job);
                    return Optional.of(gateway.metrics(job)).filter(JobMetrics::last);
                });
                assertThat(gateway.observe(job).state()).isEqualTo(State.FINISHED);
                assertThat(ended.nodes()).hasSize(3);
                assertThat(ended.nodes().get(new NodeId("source")).rowsIn()).isEqualTo(20_000);
            }
        }
    }

    @Test
    void anUnknownJobIsAbsent() {
        try (RestGateway gateway = open()) {
            JobId job = JobId.random();
            assertThat(gateway.observe(job)).isEqualTo(Observation.ABSENT);
            assertThat(gateway.metrics(job).nodes()).isEmpty();
            assertThat(gateway.metrics(job).last()).isTrue();
            assertThat(gateway.latestCheckpoint(job)).isEmpty();
            assertThatCode(() -> gateway.cancel(job)).doesNotThrowAnyException();
            assertThatThrownBy(() -> gateway.stopWithSavepoint(job)).isInstanceOf(FlinkGateway.Failed.class);
        }
    }

    @Test
    void saysWhatTheClusterIs() {
        try (RestGateway gateway = open()) {
            FlinkGateway.ClusterStatus status = gateway.cluster();
            assertThat(status.flinkVersion()).startsWith("2.3");
            assertThat(status.slots()).isPositive();
            assertThat(status.slotsFree()).isBetween(0, status.slots());
        }
    }

    @Test
    void aClusterThatDoesNotAnswerIsUnreachable() throws IOException {
        int port = FreePorts.one();
        try (RestGateway gateway = open(URI.create("http://127.0.0.1:" + port))) {
            assertThatThrownBy(gateway::cluster).isInstanceOf(FlinkGateway.Unreachable.class).hasMessageContaining("does not answer");
            assertThatThrownBy(() -> gateway.observe(JobId.random())).isInstanceOf(FlinkGateway.Unreachable.class);
            Rel.Scan demo = demo(1, 0);
            assertThatThrownBy(() -> submit(gateway, plan(demo, EVEN), RestorePoint.FRESH))
                    .isInstanceOf(FlinkGateway.Unreachable.class);
        }
    }
}
