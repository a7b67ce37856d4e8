package dev.millrace.server.design;

import dev.millrace.server.Subscription;
import java.util.Collection;
import java.util.Map;

/**
 * Words by which people find pipelines and their deployments, such as a team or a purpose. They are about the pipeline as a whole: to set one makes no revision.
 */
public interface PipelineTags {
    /** Of all pipelines that have any. */
    Map<PipelineId, Tags> all();

    /** @throws UnknownPipeline */
    Tags of(PipelineId pipeline);

    /** Puts these in place of those that there were. @throws UnknownPipeline */
    void set(PipelineId pipeline, Tags tags);

    /** Adds some and takes others away, whatever else was set meanwhile. @throws UnknownPipeline @throws TagRefused where they become too many */
    void change(PipelineId pipeline, Collection<String> more, Collection<String> less);

    /** Told after each change, by whichever instance. The listener must be quick. */
    Subscription listen(Runnable listener);
}
