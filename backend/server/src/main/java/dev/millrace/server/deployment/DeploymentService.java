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
     * @throws NotDeployable where the revision has errors, or a source is to begin where it cannot
     * @throws AlreadyDeployed where the pipeline has a deployment that is not over, and this is no upgrade of it, or another upgrade
     *     of it waits already
     */
    Deployment deploy(DeployRequest request, Author author);

    default Deployment deploy(PipelineId pipeline, long revision, Start start, Author author) {
        return deploy(new DeployRequest(pipeline, revision, start), author);
    }

    /**
     * Stops after a savepoint, from which {@link Start#LATEST_STATE} goes on. Does nothing where it is over.
     *
     * @param reason why, in the person's words; may be empty
     */
    Deployment stopWithSavepoint(DeploymentId id, Author author, String reason);

    default Deployment stopWithSavepoint(DeploymentId id, Author author) {
        return stopWithSavepoint(id, author, "");
    }

    /** Ends it at once. Its last checkpoint stays. Does nothing where it is over. */
    Deployment cancel(DeploymentId id, Author author, String reason);

    default Deployment cancel(DeploymentId id, Author author) {
        return cancel(id, author, "");
    }

    /** Stops after a savepoint until {@link #resume}, which goes on from it as the same deployment. Does nothing where it is over. */
    Deployment suspend(DeploymentId id, Author author, String reason);

    /** @throws NotNow where it is not suspended */
    Deployment resume(DeploymentId id, Author author, String reason);

    /**
     * Stops after a savepoint and begins the same revision with it, as a new deployment.
     *
     * @throws NotNow where it is over
     * @throws AlreadyDeployed where an upgrade of it waits already
     */
    Deployment restart(DeploymentId id, Author author, String reason);

    /** Newest first; the ones that are over too. */
    List<Deployment> list();

    /** Newest first. */
    List<Deployment> list(PipelineId pipeline);

    /** All that are not over. */
    List<Deployment> active();

    /** All that are not over, and of each pipeline that has none of those its last, where that failed: what people have to know of. */
    List<Deployment> current();

    /** The pipeline's deployment that is not over, if it has one; of an upgrade and the one whose place it takes, the upgrade. */
    Optional<Deployment> active(PipelineId pipeline);

    /** @throws UnknownDeployment */
    Deployment get(DeploymentId id);

    /** Oldest first. */
    List<DeploymentEvent> events(DeploymentId id);

    /** Told about every change of any deployment from now on, on a thread of the service's, one at a time. */
    Subscription listen(Consumer<Deployment> listener);
}
