package dev.millrace.server.dashboards;

import dev.millrace.compile.Compiler;
import dev.millrace.pipeline.NodeId;
import dev.millrace.server.dashboards.EdgeRows.Place;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.design.PipelineId;
import dev.millrace.server.metrics.PrintedRows;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Values of the rows of an edge. Where those are may change with each deployment, so that is looked for anew. */
final class RowsFinding implements Finding {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

    private final Query query;
    private final PipelineId pipeline;
    private final NodeId node;
    private final CurrentDeployments deployments;
    private final DesignService designs;
    private final Compiler compiler;
    private final TopicReaders readers;
    private final PrintedRows printed;
    private Optional<Whence> whence = Optional.empty();
    private Optional<Finding> finding = Optional.empty();
    private String why = "";
    private Instant looked = Instant.EPOCH;

    /** @param deployment empty where it does not run */
    private record Whence(Place place, Optional<DeploymentId> deployment) {}

    RowsFinding(Query query, PipelineId pipeline, NodeId node, CurrentDeployments deployments, DesignService designs, Compiler compiler, TopicReaders readers, PrintedRows printed) {
        this.query = query;
        this.pipeline = pipeline;
        this.node = node;
        this.deployments = deployments;
        this.designs = designs;
        this.compiler = compiler;
        this.readers = readers;
        this.printed = printed;
    }

    @Override public Figures now() {
        Instant now = Instant.now();
        if (looked.plus(BETWEEN_LOOKS).isBefore(now)) {
            look();
            // Not where it failed: then it is looked for again, and said again, each time.
            looked = now;
        }
        return finding.map(Finding::now).orElseGet(() -> Figures.none(now, why));
    }

    private void look() {
        Optional<Deployment> active = deployments.active(pipeline);
        var compiled = (active.isPresent() ? designs.open(pipeline, active.get().revision()) : designs.open(pipeline)).compilation();
        Place place = EdgeRows.of(compiled, node, compiler);
        // A topic is the same whichever deployment writes it.
        var seen = new Whence(place, place instanceof Place.Logged ? active.map(Deployment::id) : Optional.empty());
        if (whence.filter(seen::equals).isPresent()) {
            return;
        }
        close();
        switch (place) {
            case Place.In(var topic, var as) -> finding = Optional.of(new TopicFinding(query, topic, as, readers));
            case Place.Logged l when seen.deployment().isPresent() -> finding = Optional.of(new PrintedFinding(query, seen.deployment().get(), node, printed));
            case Place.Logged l -> why = "A Log sink shows rows only while its pipeline runs. Deploy the pipeline";
            case Place.Nowhere(var reason) -> why = reason;
        }
        whence = Optional.of(seen);
    }

    @Override public void close() {
        finding.ifPresent(Finding::close);
        finding = Optional.empty();
        whence = Optional.empty();
    }
}
