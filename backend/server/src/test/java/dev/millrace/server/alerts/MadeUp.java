package dev.millrace.server.alerts;

import dev.millrace.pipeline.NodeId;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.deployment.FlinkClusters;
import dev.millrace.server.deployment.Latency;
import dev.millrace.server.deployment.Start;
import dev.millrace.server.design.PipelineId;
import dev.millrace.server.metrics.Count;
import dev.millrace.server.metrics.LiveMetrics;
import dev.millrace.server.metrics.NodeNumbers;
import dev.millrace.server.trouble.Trouble;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** A deployment whose numbers a test sets. */
final class MadeUp {
    final PipelineId pipeline;
    DeploymentId id = DeploymentId.random();
    Deployment.State state = Deployment.State.RUNNING;
    String name = "Orders";
    int restarts;
    long rowsIn;
    long lag;
    boolean numbers = true;
    final Map<NodeId, Double> busy = new TreeMap<>(Map.of(new NodeId("orders"), 0.1, new NodeId("sums"), 0.1));
    final Map<NodeId, Latency> latency = new TreeMap<>();
    final List<Trouble> troubles = new ArrayList<>();

    MadeUp(PipelineId pipeline) {
        this.pipeline = pipeline;
    }

    Look at(Instant now) {
        var failure = state == Deployment.State.FAILED ? Optional.of(new Deployment.Failure(Optional.empty(), "poisoned", "", now)) : Optional.<Deployment.Failure>empty();
        var deployment = new Deployment(id, pipeline, name, 1, Deployment.Wanted.RUNNING, state, "", Optional.empty(), Optional.empty(), Optional.empty(), restarts, failure,
                Instant.EPOCH, "ada", Optional.empty(), Optional.empty(), Start.FRESH, Optional.empty(), false, Optional.empty(), FlinkClusters.DEFAULT);
        return new Look(deployment, numbers ? Optional.of(live(now)) : Optional.empty(), List.copyOf(troubles), node -> "The " + node.value());
    }

    private LiveMetrics live(Instant now) {
        var nodes = new TreeMap<NodeId, NodeNumbers>();
        busy.forEach((node, share) -> nodes.put(node, new NodeNumbers(new Count(rowsIn, 0), Map.of("out", new Count(rowsIn, 0)), Count.ZERO, Count.ZERO, OptionalLong.empty(),
                Optional.empty(), share, 0, OptionalLong.empty())));
        latency.forEach((node, took) -> nodes.computeIfPresent(node, (id, numbers) -> numbers.taking(took)));
        return new LiveMetrics(id, now, new Count(rowsIn, 0), new Count(rowsIn, 0), OptionalLong.of(lag), nodes, Optional.empty());
    }
}
