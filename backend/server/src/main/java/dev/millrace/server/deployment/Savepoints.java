package dev.millrace.server.deployment;

import dev.millrace.server.design.Author;
import dev.millrace.server.design.PipelineId;
import java.util.List;

/** The catalogue of a pipeline's kept state: savepoints, and the checkpoints that its jobs left. */
public interface Savepoints {

    /**
     * Newest first, each with its size and what it holds where that can be seen. Checkpoints are looked up on the cluster, so this
     * may take seconds; where the cluster is away, they are those that were known before.
     */
    List<Savepoint> list(PipelineId pipeline);

    /** @throws UnknownSavepoint where there is none, or none any more */
    Savepoint get(SavepointId id);

    /**
     * Takes a savepoint of a deployment that runs on. Returns at once; the entry says when it is there.
     *
     * @param reason why, in the person's words; may be empty
     * @throws NotNow where the deployment does not run
     */
    Savepoint take(DeploymentId of, Author author, String reason);

    /**
     * Removes it for good.
     *
     * @throws NotNow where a deployment that is not over needs it
     */
    void delete(SavepointId id, Author author);
}
