package dev.millrace.server.dashboards;

import dev.millrace.pipeline.NodeId;
import dev.millrace.rel.Topic;
import dev.millrace.server.design.PipelineId;
import dev.millrace.server.metrics.Series;
import java.util.Optional;

/** Where the values of a tile come from. */
public sealed interface Source {
    /** The pipeline that it is about; empty where it is about none, or which one is not said yet. */
    Optional<PipelineId> pipeline();

    /** With this pipeline where one is needed and none is named. */
    Source boundTo(PipelineId pipeline);

    /** Without the pipeline's name. */
    Source unbound();

    /**
     * A number of a pipeline's deployment, whichever one is the current.
     *
     * @param pipeline empty in the dashboard of a template: the pipeline that is made of it
     * @param node empty: the whole deployment
     */
    record Metric(Optional<PipelineId> pipeline, Optional<NodeId> node, Series series) implements Source {
        @Override public Source boundTo(PipelineId other) {
            return pipeline.isPresent() ? this : new Metric(Optional.of(other), node, series);
        }

        @Override public Source unbound() {
            return new Metric(Optional.empty(), node, series);
        }
    }

    /** Rows that go through an edge: those that a node of the pipeline takes in or gives out, where they can be had. @param pipeline as of a metric */
    record Rows(Optional<PipelineId> pipeline, NodeId node) implements Source {
        @Override public Source boundTo(PipelineId other) {
            return pipeline.isPresent() ? this : new Rows(Optional.of(other), node);
        }

        @Override public Source unbound() {
            return new Rows(Optional.empty(), node);
        }
    }

    /** Records of a topic, whoever writes it. */
    record OfTopic(Topic topic) implements Source {
        @Override public Optional<PipelineId> pipeline() {
            return Optional.empty();
        }

        @Override public Source boundTo(PipelineId other) {
            return this;
        }

        @Override public Source unbound() {
            return this;
        }
    }
}
