package dev.millrace.flink.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.rel.ExpressionTyper.Typing;
import dev.millrace.compile.LogicalPlan;
import dev.millrace.compile.Segment;
import dev.millrace.diagnostic.Location;
import dev.millrace.flink.embedded.EmbeddedFlink;
import dev.millrace.flink.expression.FlinkExpressions;
import dev.millrace.flink.scripted.CollectedRows;
import dev.millrace.flink.scripted.ScriptedConnectors;
import dev.millrace.flink.scripted.ScriptedSource;
import dev.millrace.flink.scripted.ScriptedSource.Step;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.PortRef;
import dev.millrace.pipeline.RunSettings;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Window;
import dev.millrace.rel.Rel.AggregateCall;
import dev.millrace.rel.Rel.AggregateCall.Function;
import dev.millrace.rel.Scalar;
import dev.millrace.rel.StatefulRel;
import dev.millrace.rel.Write;
import dev.millrace.schema.ChangelogMode;
import dev.millrace.schema.Column;
import dev.millrace.schema.Expression;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import dev.millrace.server.deployment.FlinkGateway;
import dev.millrace.server.deployment.JobId;
import dev.millrace.server.deployment.JobSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobPlannerTest {
    private static final FlinkExpressions TYPER = new FlinkExpressions();
    private static final Schema ROWS = ScriptedConnectors.SCHEMA;

    @TempDir
    private static Path home;
    private static EmbeddedFlink flink;
    private static RestClusterClient<String> client;
    private static JobPlanner planner;

    @BeforeAll
    static void start() throws Exception {
        flink = new EmbeddedFlink(home, 0, 4);
        flink.start();
        var c = new Configuration();
        c.set(RestOptions.ADDRESS, flink.address().getHost());
        c.set(RestOptions.PORT, flink.address().getPort());
        client = new RestClusterClient<>(c, "test");
        planner = new JobPlanner(new ScriptedConnectors(), JobSettings.keepingStateIn(home.toUri()));
    }

    @AfterAll
    static void stop() {
        client.close();
        flink.close();
    }

    /** Segments that are put together one by one. */
    private static final class Drawing {
        private final List<Segment> segments = new ArrayList<>();

        Rel.Input source(String node, String script) {
            Rel.Scan scan = new Rel.KafkaScan(List.of(script), ROWS, Duration.ZERO, Optional.empty(), new Rel.StartFrom.Earliest());
            var outputs = new LinkedHashMap<String, Rel>();
            outputs.put("out", scan);
            outputs.put("rejected", new Rel.Rejected(scan));
            segments.add(new Segment.Producing(new NodeId(node), "kafka.source", outputs));
            return input(node, "out", ROWS);
        }

        Rel.Input node(String node, Rel rel) {
            segments.add(new Segment.Producing(new NodeId(node), "test", new LinkedHashMap<>(Map.of("out", rel))));
            return input(node, "out", rel.schema());
        }

        void sink(String node, String topic, Rel in) {
            segments.add(new Segment.Writing(new NodeId(node), "kafka.sink",
                    new Write.KafkaWrite(in, topic, List.of(), Write.Delivery.AT_LEAST_ONCE)));
        }

        List<String> run(String topic) throws Exception {
            FlinkJob job = plan();
            client.submitJob(job.graph()).get();
            client.requestJobResult(job.graph().getJobID()).get().toJobExecutionResult(JobPlannerTest.class.getClassLoader());
            return CollectedRows.of(topic);
        }

        FlinkJob plan() {
            return planner.plan(new LogicalPlan("test", RunSettings.DEFAULT, segments, Set.of(port("source", "rejected"))),
                    new JobSpec(JobId.random(), "test", "test"));
        }
    }

    private static PortRef port(String node, String port) {
        return new PortRef(new NodeId(node), port);
    }

    private static Rel.Input input(String node, String port, Schema schema) {
        return new Rel.Input(port(node, port), schema);
    }

    private static Scalar scalar(String text, Schema schema) {
        return ((Typing.Typed) TYPER.type(new Expression(text), schema)).scalar();
    }

    private static void script(String name, Step... steps) {
        var all = new ArrayList<>(List.of(steps));
        all.add(new Step.End());
        ScriptedSource.write(name, List.of(all));
    }

    private static Step row(String k, long v, long seconds) {
        return new Step.Emit(k, v, seconds * 1000);
    }

    @Test
    void filterKeepsOnlyWhatIsTrue() throws Exception {
        script("filter", row("a", 1, 1), row("b", 2, 2), row("c", 3, 3));
        var d = new Drawing();
        Rel.Input source = d.source("source", "filter");
        Rel.Input kept = d.node("keep", new Rel.Filter(source, scalar("v > 1 AND NULLIF(k, 'c') IS NOT NULL", ROWS)));
        d.sink("sink", "filter-out", kept);
        assertThat(d.run("filter-out")).containsExactly("+I[b, 2, 1970-01-01T00:00:02]");
    }

    @Test
    void everyRowLeavesARouterByExactlyOnePort() throws Exception {
        script("route", row("a", 1, 1), row("b", 2, 2), row("", 3, 3));
        var d = new Drawing();
        Rel.Input source = d.source("source", "route");
        Scalar first = scalar("v >= 2 AND NULLIF(k, '') = 'b'", ROWS);
        Scalar second = scalar("v >= 2", ROWS);
        var outputs = new LinkedHashMap<String, Rel>();
        outputs.put("b", new Rel.Route(source, List.of(), Optional.of(first)));
        outputs.put("big ones", new Rel.Route(source, List.of(first), Optional.of(second)));
        outputs.put("else", new Rel.Route(source, List.of(first, second), Optional.empty()));
        d.segments.add(new Segment.Producing(new NodeId("route"), "router", outputs));
        d.sink("s1", "route-b", input("route", "b", ROWS));
        d.sink("s2", "route-big", input("route", "big ones", ROWS));
        d.sink("s3", "route-else", input("route", "else", ROWS));
        d.run("route-b");
        assertThat(CollectedRows.of("route-b")).containsExactly("+I[b, 2, 1970-01-01T00:00:02]");
        assertThat(CollectedRows.of("route-big")).containsExactly("+I[, 3, 1970-01-01T00:00:03]");
        assertThat(CollectedRows.of("route-else")).containsExactly("+I[a, 1, 1970-01-01T00:00:01]");
    }

    @Test
    void projectComputesRenamesCastsAndKeepsEventTimeForAWindowBehindIt() throws Exception {
        script("project", row("a", 1, 1), row("a", 5, 2), row("b", 2, 70));
        var d = new Drawing();
        Rel.Input source = d.source("source", "project");
        List<Rel.Named> columns = List.of(
                new Rel.Named("from", scalar("'x'", ROWS)),
                new Rel.Named("odd `name", scalar("k", ROWS)),
                new Rel.Named("at", scalar("ts", ROWS)),
                new Rel.Named("again", scalar("ts", ROWS)),
                new Rel.Named("small", scalar("CAST(v AS INT)", ROWS)),
                new Rel.Named("price", scalar("TRY_CAST(k AS DECIMAL(10, 2))", ROWS)));
        Schema schema = Schema.of(columns.stream().map(Rel.Named::column).toList()).withEventTime("at");
        Rel.Input mapped = d.node("map", new Rel.Project(source, columns, schema));
        Schema result = new Schema(List.of(new Column("window_start", LogicalType.TIMESTAMP, false),
                new Column("window_end", LogicalType.TIMESTAMP, false), new Column("window_time", LogicalType.TIMESTAMP, false),
                Column.of("odd `name", LogicalType.STRING), Column.of("mean", LogicalType.DOUBLE), Column.of("sum", LogicalType.BIGINT),
                Column.of("prices", LogicalType.BIGINT)), Optional.of("window_time"), List.of(), ChangelogMode.APPEND);
        Rel.Input window = d.node("window", new Rel.WindowAggregate(mapped, "at", new Window.Tumbling(Duration.ofMinutes(1), Duration.ZERO),
                List.of("odd `name"), List.of(new AggregateCall("mean", Function.AVG, Optional.of("small")),
                        new AggregateCall("sum", Function.SUM, Optional.of("small")),
                        new AggregateCall("prices", Function.COUNT, Optional.of("price"))), result));
        d.sink("sink", "project-out", window);
        d.sink("sink2", "project-mapped", mapped);
        d.run("project-out");
        assertThat(CollectedRows.of("project-mapped")).containsExactlyInAnyOrder(
                "+I[x, a, 1970-01-01T00:00:01, 1970-01-01T00:00:01, 1, null]",
                "+I[x, a, 1970-01-01T00:00:02, 1970-01-01T00:00:02, 5, null]",
                "+I[x, b, 1970-01-01T00:01:10, 1970-01-01T00:01:10, 2, null]");
        assertThat(CollectedRows.of("project-out")).containsExactlyInAnyOrder(
                "+I[1970-01-01T00:00, 1970-01-01T00:01, 1970-01-01T00:00:59.999, a, 3.0, 6, 0]",
                "+I[1970-01-01T00:01, 1970-01-01T00:02, 1970-01-01T00:01:59.999, b, 2.0, 2, 0]");
    }

    private static Schema counted(String... keys) {
        var columns = new ArrayList<>(List.of(new Column("window_start", LogicalType.TIMESTAMP, false),
                new Column("window_end", LogicalType.TIMESTAMP, false), new Column("window_time", LogicalType.TIMESTAMP, false)));
        for (String key : keys) {
            columns.add(Column.of(key, LogicalType.STRING));
        }
        columns.add(new Column("n", LogicalType.BIGINT, false));
        return Schema.of(columns).withEventTime("window_time");
    }

    @Test
    void aWindowOverAWindowAndAUnionOfThem() throws Exception {
        script("twice", row("a", 1, 1), row("b", 1, 11), row("a", 1, 21), row("a", 1, 61));
        var d = new Drawing();
        Rel.Input source = d.source("source", "twice");
        Rel.Input tens = d.node("tens", new Rel.WindowAggregate(source, "ts", new Window.Tumbling(Duration.ofSeconds(10), Duration.ZERO), List.of("k"),
                List.of(new AggregateCall("n", Function.COUNT, Optional.empty())), counted("k")));
        Rel.Input thirties = d.node("thirties", new Rel.WindowAggregate(source, "ts", new Window.Tumbling(Duration.ofSeconds(30), Duration.ZERO), List.of("k"),
                List.of(new AggregateCall("n", Function.COUNT, Optional.empty())), counted("k")));
        Rel.Input both = d.node("both", new Rel.UnionAll(List.of(tens, thirties), tens.schema()));
        Rel.Input minutes = d.node("minutes", new Rel.WindowAggregate(both, "window_time", new Window.Tumbling(Duration.ofMinutes(1), Duration.ofSeconds(0)),
                List.of(), List.of(new AggregateCall("n", Function.COUNT_DISTINCT, Optional.of("window_start"))), counted()));
        d.sink("sink", "twice-out", minutes);
        assertThat(d.run("twice-out")).containsExactly(
                "+I[1970-01-01T00:00, 1970-01-01T00:01, 1970-01-01T00:00:59.999, 3]",
                "+I[1970-01-01T00:01, 1970-01-01T00:02, 1970-01-01T00:01:59.999, 1]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.001S", "PT100S", "PT120M", "PT168H", "PT1M40.5S", "P1000D", "P1D"})
    void everyWindowSizeIsUnderstood(String size) {
        var d = new Drawing();
        Rel.Input source = d.source("source", "sizes");
        d.sink("sink", "sizes-out", d.node("window", new Rel.WindowAggregate(source, "ts", new Window.Tumbling(Duration.parse(size), Duration.ZERO),
                List.of("k"), List.of(new AggregateCall("n", Function.COUNT, Optional.empty())), counted("k"))));
        assertThat(d.plan().graph().getNumberOfVertices()).isPositive();
    }

    @Test
    void offsetMovesTheSlices() throws Exception {
        script("offset", row("a", 1, 1), row("a", 1, 6));
        var d = new Drawing();
        Rel.Input source = d.source("source", "offset");
        d.sink("sink", "offset-out", d.node("window", new Rel.WindowAggregate(source, "ts", new Window.Tumbling(Duration.ofSeconds(10), Duration.ofSeconds(5)),
                List.of("k"), List.of(new AggregateCall("n", Function.COUNT, Optional.empty())), counted("k"))));
        assertThat(d.run("offset-out")).containsExactly(
                "+I[1969-12-31T23:59:55, 1970-01-01T00:00:05, 1970-01-01T00:00:04.999, a, 1]",
                "+I[1970-01-01T00:00:05, 1970-01-01T00:00:15, 1970-01-01T00:00:14.999, a, 1]");
    }

    @Test
    void whatFlinkRefusesIsSaidAtTheNodeAndNotAgainAtThoseBehindIt() {
        var d = new Drawing();
        Rel.Input source = d.source("source", "refused");
        // A window over a column that is not event time: the core would not let it pass.
        Rel.Input mapped = d.node("map", new Rel.Project(source, List.of(new Rel.Named("t2", scalar("ts + INTERVAL '1' SECOND", ROWS))),
                Schema.of(Column.of("t2", LogicalType.TIMESTAMP))));
        Rel.Input window = d.node("window", new Rel.WindowAggregate(mapped, "t2", new Window.Tumbling(Duration.ofMinutes(1), Duration.ZERO), List.of(),
                List.of(new AggregateCall("n", Function.COUNT, Optional.empty())), counted()));
        d.sink("sink", "refused-out", window);
        assertThatThrownBy(d::plan).isInstanceOfSatisfying(FlinkGateway.Refused.class, refused -> {
            assertThat(refused.diagnostics().all()).hasSize(1);
            assertThat(refused.diagnostics().all().getFirst().at()).isEqualTo(new Location.OfNode(new NodeId("window")));
            assertThat(refused.getMessage()).doesNotContain("\n");
        });
    }

    /** With a time to live of a millisecond the group is forgotten before its second row comes, and starts anew. */
    @ParameterizedTest
    @ValueSource(strings = {"PT0.001S", "P1D"})
    void whatIsNotTouchedForLongerThanItIsKeptIsForgotten(String keptFor) throws Exception {
        String name = "kept-" + keptFor;
        script(name, row("a", 1, 1), new Step.Gate("later"), row("a", 1, 2));
        var d = new Drawing();
        Rel.Input source = d.source("source", name);
        Schema counted = Schema.of(Column.of("k", LogicalType.STRING), new Column("n", LogicalType.BIGINT, false)).withKey(List.of("k")).updating();
        d.sink("sink", name, d.node("group", new StatefulRel.GroupAggregate(source, List.of("k"),
                List.of(new AggregateCall("n", Function.COUNT, Optional.empty())), Optional.of(Duration.parse(keptFor)), counted)));
        FlinkJob job = d.plan();
        client.submitJob(job.graph()).get();
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (CollectedRows.of(name).isEmpty()) {
            assertThat(System.nanoTime()).as("no row came").isLessThan(deadline);
            Thread.onSpinWait();
        }
        long come = System.currentTimeMillis();
        while (System.currentTimeMillis() < come + 20) {
            Thread.onSpinWait();
        }
        ScriptedSource.open(name, "later");
        client.requestJobResult(job.graph().getJobID()).get().toJobExecutionResult(JobPlannerTest.class.getClassLoader());
        assertThat(CollectedRows.of(name)).isEqualTo(keptFor.equals("P1D") ? List.of("+I[a, 1]", "-U[a, 1]", "+U[a, 2]") : List.of("+I[a, 1]", "+I[a, 1]"));
    }

    @Test
    void wiringTravelsWithTheJob() {
        var d = new Drawing();
        Rel.Input source = d.source("source", "wiring");
        Rel.Input kept = d.node("keep", new Rel.Filter(source, scalar("v > 1", ROWS)));
        d.sink("sink", "wiring-out", kept);
        var plan = new LogicalPlan("test", RunSettings.DEFAULT, d.segments, Set.of());
        Wiring read = Wiring.read(Wiring.of(plan).write());
        assertThat(read).isEqualTo(Wiring.of(plan));
        assertThat(read.nodes().get(new NodeId("sink")).inputs()).containsExactly(port("keep", "out"));
        assertThat(read.nodes().get(new NodeId("source")).outputs()).containsExactly("out", "rejected");
    }
}
