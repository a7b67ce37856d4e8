package dev.millrace.flink.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.compile.LogicalPlan;
import dev.millrace.compile.Segment;
import dev.millrace.flink.connect.KafkaConnectors;
import dev.millrace.flink.gateway.RestGateway;
import dev.millrace.flink.plan.JobPlanner;
import dev.millrace.flink.plan.JobSettings;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.PortRef;
import dev.millrace.pipeline.RunSettings;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Window;
import dev.millrace.rel.Write;
import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import dev.millrace.server.deployment.JobId;
import dev.millrace.server.deployment.JobSpec;
import dev.millrace.server.deployment.KafkaConnection;
import dev.millrace.server.deployment.Observation.State;
import dev.millrace.server.deployment.RestorePoint;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The measured jobs as Millrace runs them: a segment for each node, counters at all ports. */
final class DrawnJobs implements AutoCloseable {
    private static final Schema BIDS = Schema.of(Column.of("auction", LogicalType.BIGINT), Column.of("bidder", LogicalType.BIGINT),
            Column.of("price", LogicalType.BIGINT), Column.of("channel", LogicalType.STRING), Column.of("url", LogicalType.STRING),
            Column.of("dateTime", LogicalType.TIMESTAMP), Column.of("extra", LogicalType.STRING)).withEventTime("dateTime");
    /** What is left of the columns when only the count is wanted, as the compiler prunes them. */
    private static final Schema AUCTIONS = Schema.of(Column.of("auction", LogicalType.BIGINT), Column.of("dateTime", LogicalType.TIMESTAMP))
            .withEventTime("dateTime");
    private static final Schema COUNTS = Schema.of(List.of(new Column("window_start", LogicalType.TIMESTAMP, false),
            new Column("window_end", LogicalType.TIMESTAMP, false), new Column("window_time", LogicalType.TIMESTAMP, false),
            Column.of("auction", LogicalType.BIGINT), new Column("n", LogicalType.BIGINT, false))).withEventTime("window_time");

    private final RestGateway gateway;

    DrawnJobs(String bootstrapServers, URI flink, Path state) {
        var settings = JobSettings.keepingStateIn(state.toUri());
        gateway = new RestGateway(flink, new JobPlanner(KafkaConnectors.untilEnd(new KafkaConnection(bootstrapServers, Map.of())), settings), settings,
                List.of());
    }

    void fill(String topic, long records) {
        var demo = new Rel.DemoScan("bids", BIDS, Duration.ZERO, 0, records, 0);
        run(demo, input("source", BIDS), List.of(), topic);
    }

    void q0(String out) {
        run(scan(BIDS), input("source", BIDS), List.of(), out);
    }

    void count(String out) {
        Rel window = new Rel.WindowAggregate(input("source", AUCTIONS), "dateTime", new Window.Tumbling(Duration.ofSeconds(10), Duration.ZERO), List.of("auction"),
                List.of(new Rel.AggregateCall("n", Rel.AggregateCall.Function.COUNT, Optional.empty())), COUNTS);
        run(scan(AUCTIONS), input("window", COUNTS),
                List.of(new Segment.Producing(new NodeId("window"), "window.tumbling", new LinkedHashMap<>(Map.of("out", window)))), out);
    }

    private static Rel.KafkaScan scan(Schema columns) {
        return new Rel.KafkaScan(List.of("bids"), columns, Duration.ofSeconds(4), Optional.empty(), new Rel.StartFrom.Earliest());
    }

    private static Rel.Input input(String node, Schema schema) {
        return new Rel.Input(new PortRef(new NodeId(node), "out"), schema);
    }

    private void run(Rel.Scan scan, Rel last, List<Segment> between, String out) {
        var outputs = new LinkedHashMap<String, Rel>();
        outputs.put("out", scan);
        outputs.put("bad", new Rel.Rejected(scan));
        var segments = new java.util.ArrayList<Segment>(List.of(new Segment.Producing(new NodeId("source"), "source", outputs)));
        segments.addAll(between);
        segments.add(new Segment.Writing(new NodeId("sink"), "sink.kafka", new Write.KafkaWrite(last, out, List.of(), Write.Delivery.AT_LEAST_ONCE)));
        var plan = new LogicalPlan(out, new RunSettings(1, Duration.ofSeconds(10)), segments, Set.of(new PortRef(new NodeId("source"), "bad")));
        var spec = new JobSpec(JobId.random(), out, out);
        gateway.submit(gateway.plan(plan, spec), RestorePoint.FRESH);
        await().pollInterval(Duration.ofMillis(200)).atMost(Duration.ofMinutes(10)).until(() -> gateway.observe(spec.id()).state().isOver());
        assertThat(gateway.observe(spec.id()).state()).isEqualTo(State.FINISHED);
    }

    @Override
    public void close() {
        gateway.close();
    }
}
