package dev.millrace.server.sample;

import dev.millrace.pipeline.NodeId;
import dev.millrace.server.design.PipelineId;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Samples that are kept with a pipeline. */
public interface SampleSets {
    /** Most sets of a pipeline. */
    int MOST = 50;
    int LONGEST_NAME = 100;
    /** Most bytes of a set as it is stored. */
    int LARGEST = 8_000_000;

    /** By name. */
    List<SampleSet.Summary> list(PipelineId pipeline);

    /** @throws SampleRefused where it is gone */
    SampleSet open(PipelineId pipeline, UUID set);

    /**
     * @param sources rows or records by source; {@link SourceSample.First} has none to keep
     * @throws SampleRefused where the name is empty, too long or taken, or there is too much to keep
     */
    SampleSet.Summary save(PipelineId pipeline, String name, Map<NodeId, SourceSample> sources, String author);

    /** @throws SampleRefused where it is gone, or the name is empty, too long or taken */
    void rename(PipelineId pipeline, UUID set, String name);

    /** @throws SampleRefused where it is gone */
    void delete(PipelineId pipeline, UUID set);
}
