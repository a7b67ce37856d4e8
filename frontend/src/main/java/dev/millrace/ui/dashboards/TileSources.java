package dev.millrace.ui.dashboards;

import dev.millrace.compile.Compiler;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.server.dashboards.EdgeRows;
import dev.millrace.server.deployment.DeploymentService;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.design.PipelineId;
import dev.millrace.server.design.PipelineSummary;
import dev.millrace.server.design.UnknownPipeline;
import dev.millrace.server.kafka.KafkaUnavailable;
import dev.millrace.server.kafka.TopicCatalog;
import dev.millrace.server.kafka.TopicListing;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What tiles can show: pipelines with their nodes and edges, and topics. */
record TileSources(DesignService designs, DeploymentService deployments, TopicCatalog catalog, Compiler compiler) {

    List<PipelineSummary> pipelines() {
        return designs.list().stream().sorted(Comparator.comparing(PipelineSummary::name, String.CASE_INSENSITIVE_ORDER)).toList();
    }

    /** As it runs, or as it is drawn where it does not; empty where it was deleted. */
    Optional<Pipeline> drawing(PipelineId pipeline) {
        try {
            return Optional.of(deployments.active(pipeline).map(d -> designs.open(pipeline, d.revision())).orElseGet(() -> designs.open(pipeline)).pipeline());
        } catch (UnknownPipeline gone) {
            return Optional.empty();
        }
    }

    List<EdgeRows.Offer> edges(PipelineId pipeline) {
        return drawing(pipeline).map(d -> EdgeRows.offers(d, compiler)).orElse(List.of());
    }

    List<String> clusters() {
        return catalog.clusters();
    }

    /** None where Kafka does not answer: a name can be typed all the same. */
    List<String> topics(String cluster) {
        try {
            return catalog.on(cluster).list().stream().map(TopicListing::name).toList();
        } catch (KafkaUnavailable away) {
            return List.of();
        }
    }
}
