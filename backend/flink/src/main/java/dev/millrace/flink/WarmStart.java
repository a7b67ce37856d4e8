package dev.millrace.flink;

import dev.millrace.compile.LogicalPlan;
import dev.millrace.compile.Segment;
import dev.millrace.flink.plan.JobPlanner;
import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.PortRef;
import dev.millrace.pipeline.RunSettings;
import dev.millrace.rel.ExpressionTyper;
import dev.millrace.rel.Rel;
import dev.millrace.rel.Window;
import dev.millrace.schema.Column;
import dev.millrace.schema.Expression;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import dev.millrace.server.deployment.JobId;
import dev.millrace.server.deployment.JobSpec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;

/**
 * Plans a small job that is never run, once the application is ready: the first use of Flink's planner takes seconds, which
 * otherwise the first person to type an expression or to press Deploy would wait for.
 */
final class WarmStart {
    private static final Logger LOG = LoggerFactory.getLogger(WarmStart.class);

    private final ExpressionTyper typer;
    private final JobPlanner planner;

    WarmStart(ExpressionTyper typer, JobPlanner planner) {
        this.typer = typer;
        this.planner = planner;
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        var thread = new Thread(this::warm, "warm start");
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        thread.start();
    }

    private void warm() {
        try {
            Schema bids = Schema.of(Column.of("price", LogicalType.BIGINT), Column.of("dateTime", LogicalType.TIMESTAMP)).withEventTime("dateTime");
            if (!(typer.type(new Expression("price > 1"), bids) instanceof ExpressionTyper.Typing.Typed condition)) {
                throw new IllegalStateException("The planner does not know a comparison");
            }
            planner.plan(plan(bids, new Rel.Filter(input("source", bids), condition.scalar())), new JobSpec(JobId.random(), "warm start", "warm-start"));
            typer.typeQuery("SELECT price FROM bids", new LinkedHashMap<>(Map.of("bids", bids)));
        } catch (RuntimeException e) {
            LOG.warn("The planner did not warm up; the first deployment will show why", e);
        }
    }

    private static LogicalPlan plan(Schema bids, Rel.Filter filter) {
        Schema counts = Schema.of(List.of(new Column("window_start", LogicalType.TIMESTAMP, false),
                new Column("window_end", LogicalType.TIMESTAMP, false), new Column("window_time", LogicalType.TIMESTAMP, false),
                new Column("n", LogicalType.BIGINT, false))).withEventTime("window_time");
        Rel window = new Rel.WindowAggregate(input("filter", bids), "dateTime", new Window.Tumbling(Duration.ofMinutes(1), Duration.ZERO), List.of(),
                List.of(new Rel.AggregateCall("n", Rel.AggregateCall.Function.COUNT, Optional.empty())), counts);
        return new LogicalPlan("warm start", RunSettings.DEFAULT, List.of(
                segment("source", new Rel.DemoScan("bids", bids, Duration.ZERO, 1, 1, 0)), segment("filter", filter), segment("window", window)),
                Set.of(new PortRef(new NodeId("window"), "out")));
    }

    private static Segment segment(String node, Rel rel) {
        return new Segment.Producing(new NodeId(node), "warm", new LinkedHashMap<>(Map.of("out", rel)));
    }

    private static Rel.Input input(String node, Schema schema) {
        return new Rel.Input(new PortRef(new NodeId(node), "out"), schema);
    }
}
