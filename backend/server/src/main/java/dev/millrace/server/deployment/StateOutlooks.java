package dev.millrace.server.deployment;

import dev.millrace.server.design.Design;
import dev.millrace.server.design.PipelineId;

/** Says before a deployment what becomes of the state of its nodes. */
public interface StateOutlooks {
    /**
     * @throws NotDeployable where the revision has errors
     * @throws UnknownSavepoint where it is to begin with one that is not there
     */
    StateOutlook look(PipelineId pipeline, long revision, Start start);

    /** The same for a revision that is open already. */
    StateOutlook look(Design design, Start start);
}
