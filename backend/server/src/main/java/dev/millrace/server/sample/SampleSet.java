package dev.millrace.server.sample;

import dev.millrace.pipeline.NodeId;
import dev.millrace.server.design.PipelineId;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Rows for sources of a pipeline under a name, for everybody who may see the pipeline. */
public record SampleSet(UUID id, PipelineId pipeline, String name, Map<NodeId, SourceSample> sources, String savedBy, Instant savedAt) {
    public SampleSet {
        sources = Map.copyOf(sources);
    }

    /** A set in a list. @param rows of all sources together */
    public record Summary(UUID id, String name, int rows, String savedBy, Instant savedAt) {}
}
