package dev.millrace.flink.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.compile.Compilation;
import dev.millrace.compile.Compiler;
import dev.millrace.compile.LogicalPlan;
import dev.millrace.compile.Segment;
import dev.millrace.document.PipelineDocument;
import dev.millrace.flink.embedded.EmbeddedFlink;
import dev.millrace.flink.expression.FlinkExpressions;
import dev.millrace.flink.gateway.RestGateway;
import dev.millrace.flink.plan.JobPlanner;
import dev.millrace.flink.plan.JobSettings;
import dev.millrace.flink.scripted.CollectedRows;
import dev.millrace.flink.state.FedConnectors.Feed;
import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.RunSettings.StateBackend;
import dev.millrace.server.deployment.FlinkGateway;
import dev.millrace.server.deployment.JobId;
import dev.millrace.server.deployment.JobMetrics;
import dev.millrace.server.deployment.JobSpec;
import dev.millrace.server.deployment.Observation;
import dev.millrace.server.deployment.RestorePoint;
import dev.millrace.server.deployment.StateKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Runs a revision over half of its input, and another one from where that stopped. */
final class StateLaboratory implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /** Over all laboratories, since what a job has read is known by what its deployment is called. */
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private final Plans plans = new Plans();
    private final EmbeddedFlink flink;
    private final RestGateway gateway;

    /** What reached each sink in all, by node: how often each row is there in the end, less than 0 where one from before is taken back. */
    record Outcome(Map<String, Map<String, Integer>> sinks, String refusal) {
        boolean isRefused() {
            return !refusal.isEmpty();
        }
    }

    StateLaboratory(Path home) {
        this(home, StateBackend.HASHMAP);
    }

    StateLaboratory(Path home, StateBackend backend) {
        this(home, backend, 0);
    }

    /** @param restarts more than 0: jobs take checkpoints, as often as their pipeline says */
    StateLaboratory(Path home, StateBackend backend, int restarts) {
        flink = new EmbeddedFlink(home.resolve("flink"), 0, 16);
        flink.start();
        var settings = new JobSettings(Optional.of(home.resolve("state").toUri()), backend, restarts, Duration.ofSeconds(1));
        gateway = new RestGateway(flink.address(), new JobPlanner(new FedConnectors(), settings), settings, List.of());
    }

    /** Compiles documents. */
    static final class Plans {
        private final NodeKinds kinds = NodeKinds.shipped();
        private final Compiler compiler = new Compiler(kinds, new FlinkExpressions());

        LogicalPlan of(String document) {
            Compilation compiled = compiler.compile(new PipelineDocument(kinds).read(document));
            return compiled.plan().orElseThrow(() -> new AssertionError(compiled.diagnostics().all() + "\n" + document));
        }
    }

    LogicalPlan plan(String document) {
        return plans.of(document);
    }

    /** Runs over the first half of the input and stops with a savepoint. */
    String firstHalf(LogicalPlan plan) {
        return stopped(plan, Feed.FIRST_HALF, StateKeys.NONE, RestorePoint.FRESH);
    }

    /** Runs over the first half of the input and is cancelled behind a checkpoint of all of it. */
    String checkpointOfFirstHalf(LogicalPlan plan) {
        JobId job = begun(plan, Feed.FIRST_HALF, StateKeys.NONE, RestorePoint.FRESH);
        long now = gateway.metrics(job).lastCheckpoint().map(JobMetrics.Checkpoint::number).orElse(0L);
        await(() -> gateway.metrics(job).lastCheckpoint().filter(c -> c.number() > now + 1).isPresent());
        gateway.cancel(job);
        await(() -> over(job));
        return gateway.latestCheckpoint(job).orElseThrow().path();
    }

    /** What is seen of a savepoint or checkpoint. */
    FlinkGateway.KeptState look(String path) {
        return gateway.look(path).orElseThrow();
    }

    /** Goes on from there over half of the rest and stops with a savepoint. */
    String toThreeQuarters(LogicalPlan plan, StateKeys state, String savepoint) {
        return stopped(plan, Feed.TO_THREE_QUARTERS, state, new RestorePoint.FromState(savepoint));
    }

    private String stopped(LogicalPlan plan, Feed feed, StateKeys state, RestorePoint from) {
        return gateway.stopWithSavepoint(begun(plan, feed, state, from));
    }

    /** Runs until its sources have given all that they are to. */
    private JobId begun(LogicalPlan plan, Feed feed, StateKeys state, RestorePoint from) {
        String deployment = FedConnectors.deployment("run" + NUMBER.incrementAndGet(), feed);
        JobId job = submit(plan, deployment, state, from);
        long sources = plan.segments().stream().filter(s -> s.kind().startsWith("source.")).count();
        await(() -> FedConnectors.waiting(deployment) == sources && gateway.observe(job).state() == Observation.State.RUNNING || over(job));
        assertThat(over(job)).as("ended before its savepoint: " + gateway.observe(job)).isFalse();
        return job;
    }

    /** Goes on from there to the end. */
    Outcome on(LogicalPlan plan, StateKeys state, String savepoint) {
        return toTheEnd(plan, Feed.ALL, state, new RestorePoint.FromState(savepoint));
    }

    /** Runs over the second half alone. */
    Outcome secondHalfAlone(LogicalPlan plan) {
        return toTheEnd(plan, Feed.SECOND_HALF, StateKeys.NONE, RestorePoint.FRESH);
    }

    private Outcome toTheEnd(LogicalPlan plan, Feed feed, StateKeys state, RestorePoint from) {
        String deployment = FedConnectors.deployment("run" + NUMBER.incrementAndGet(), feed);
        JobId job = submit(plan, deployment, state, from);
        await(() -> over(job));
        Observation seen = gateway.observe(job);
        Map<String, Map<String, Integer>> sinks = new TreeMap<>();
        plan.segments().stream().filter(Segment.Writing.class::isInstance).map(s -> s.node().value())
                .forEach(node -> sinks.put(node, net(CollectedRows.of(deployment + "/" + node))));
        return new Outcome(sinks, seen.state() == Observation.State.FINISHED ? "" : seen.failure().map(Observation.Failure::message).orElse(seen.state().name()));
    }

    private static Map<String, Integer> net(List<String> rows) {
        var net = new TreeMap<String, Integer>();
        // Changes as rows have their kind in the last column.
        rows.forEach(row -> {
            String kind = row.substring(row.lastIndexOf(' ') + 1);
            boolean back = row.startsWith("-") || kind.equals("DELETE]") || kind.equals("UPDATE_BEFORE]");
            boolean isKind = kind.equals("INSERT]") || kind.equals("UPDATE_AFTER]") || back && !row.startsWith("-");
            net.merge(isKind ? row.substring(2, row.lastIndexOf(',')) : row.substring(2), back ? -1 : 1, Integer::sum);
        });
        net.values().removeIf(n -> n == 0);
        return net;
    }

    private JobId submit(LogicalPlan plan, String deployment, StateKeys state, RestorePoint from) {
        var spec = new JobSpec(JobId.random(), deployment, deployment, state);
        gateway.submit(gateway.plan(plan, spec), from);
        return spec.id();
    }

    private boolean over(JobId job) {
        return switch (gateway.observe(job).state()) {
            case FINISHED, FAILED, CANCELLED -> true;
            default -> false;
        };
    }

    private interface Check {
        boolean holds();
    }

    private static void await(Check check) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!holds(check)) {
            assertThat(System.nanoTime()).as(() -> "still waiting after " + PATIENCE).isLessThan(end);
            LockSupport.parkNanos(20_000_000);
        }
    }

    /** While the machine stands still for longer than a question may take, Flink seems to be away: that says nothing of what is waited for. */
    private static boolean holds(Check check) {
        try {
            return check.holds();
        } catch (FlinkGateway.Unreachable away) {
            return false;
        }
    }

    @Override
    public void close() {
        gateway.close();
        flink.close();
    }
}
