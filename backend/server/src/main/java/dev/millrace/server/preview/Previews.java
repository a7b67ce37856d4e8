package dev.millrace.server.preview;

import dev.millrace.compile.Compilation;

/** Shows the rows of a pipeline while it is drawn. */
public interface Previews {
    /** Most records that are read of each topic. */
    int MOST = 2_000;

    /**
     * Runs what of the pipeline can run, over the newest records of its topics. No offset is committed and no sink is touched. Blocks for
     * some seconds at most; interrupting the thread ends it.
     *
     * @param newest records of each topic, 1 to {@link #MOST}
     * @param closing whether windows that are still open at the end of the sample are closed; a deployment would wait for later rows
     */
    Preview preview(Compilation compiled, int newest, boolean closing);
}
