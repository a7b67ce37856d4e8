package dev.millrace.server.deployment;

import dev.millrace.server.Subscription;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.PipelineId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Deployments as people steer them. All calls write what is wanted and return at once; one loop makes it so, over restarts of
 * the application too. A pipeline has at most one deployment that is not over.
 */
public interface DeploymentService {

    /**
     * Deploys a stored revision.
     *
     * @throws NotDeployable where the revision has errors
     * @throws AlreadyDeployed where the pipeline has a deployment that is not over
     */
    Deployment deploy(PipelineId pipeline, long revision, Start start, Author author);

    /** Stops after a savepoint, from which {@link Start#LATEST_STATE} goes on. Does nothing where it is over. */
    Deployment stopWithSavepoint(DeploymentId id, Author author);

    /** Ends it at once. Its last checkpoint stays. Does nothing where it is over. */
    Deployment cancel(DeploymentId id, Author author);

    /** Newest first; the ones that are over too. */
    List<Deployment> list();

    /** Newest first. */
    List<Deployment> list(PipelineId pipeline);

    /** All that are not over. */
    List<Deployment> active();

    /** The pipeline's deployment that is not over, if it has one. */
    Optional<Deployment> active(PipelineId pipeline);

    /** @throws UnknownDeployment */
    Deployment get(DeploymentId id);

    /** Oldest first. */
    List<DeploymentEvent> events(DeploymentId id);

    /** Told about every change of any deployment from now on, on a thread of the service's, one at a time. */
    Subscription listen(Consumer<Deployment> listener);
}
