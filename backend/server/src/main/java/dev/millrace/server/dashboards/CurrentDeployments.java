package dev.millrace.server.dashboards;

import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentService;
import dev.millrace.server.design.PipelineId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The deployments of pipelines, asked for once for all tiles that show them. */
final class CurrentDeployments {
    private static final long FRESH = Duration.ofSeconds(2).toNanos();
    private static final int MOST = 1_000;

    private final DeploymentService deployments;
    private final Map<PipelineId, Known> known = new ConcurrentHashMap<>();

    private record Known(List<Deployment> all, long at) {}

    CurrentDeployments(DeploymentService deployments) {
        this.deployments = deployments;
    }

    /** Newest first, those that are over too. */
    List<Deployment> of(PipelineId pipeline) {
        if (known.size() > MOST) {
            known.clear();
        }
        return known.compute(pipeline, (id, before) -> before != null && System.nanoTime() - before.at() < FRESH ? before
                : new Known(deployments.list(id), System.nanoTime())).all();
    }

    /** The one that is not over. */
    Optional<Deployment> active(PipelineId pipeline) {
        return of(pipeline).stream().filter(d -> !d.state().isOver()).findFirst();
    }
}
