package dev.millrace.server.sample;

import dev.millrace.compile.Compilation;
import dev.millrace.schema.Schema;
import dev.millrace.pipeline.NodeId;
import java.util.Map;

/** Takes samples for previews. No offset is committed and nothing is changed outside. Calls block for at most some seconds. */
public interface Sampling {
    /**
     * Takes the sample of each source that can run.
     *
     * @param before of the same pipeline, whose rows are kept for each source that reads the same by the same choice
     * @throws SampleRefused where the choice cannot be met: typed rows that do not fit, a saved set that is gone
     */
    TakenSample take(Compilation compiled, SampleChoice choice, TakenSample before);

    /** The columns of each source that can run. */
    Map<NodeId, Schema> sources(Compilation compiled);

    /** Whether a source reads topics, which have newest records and spans of time. */
    boolean readsTopics(Compilation compiled, NodeId source);
}
