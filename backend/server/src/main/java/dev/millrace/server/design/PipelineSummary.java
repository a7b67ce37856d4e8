package dev.millrace.server.design;

import dev.millrace.pipeline.Pipeline;
import java.time.Instant;

/** A pipeline in a list, with the drawing for its thumbnail. */
public record PipelineSummary(PipelineId id, Pipeline pipeline, String owner, long revision, Instant changedAt, String changedBy) {
    public String name() {
        return pipeline.name();
    }
}
