package dev.millrace.server.preview;

import dev.millrace.compile.Compilation;
import dev.millrace.server.sample.TakenSample;

/** Shows the rows of a pipeline while it is drawn. */
public interface Previews {
    /**
     * Runs what of the pipeline can run over a sample. No offset is committed and no sink is touched. Blocks for some seconds at most;
     * interrupting the thread ends it.
     */
    Preview preview(Compilation compiled, TakenSample sample, SampleTiming timing);
}
