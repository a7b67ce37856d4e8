package dev.millrace.server.deployment;

import dev.millrace.pipeline.Parameter;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.PipelineId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Values of parameters that are changed while a pipeline runs. */
public interface LiveParameters {

    /**
     * A live parameter of a deployment.
     *
     * @param value what holds now
     * @param set who set it, and when; empty where it has its start value
     */
    record Now(Parameter parameter, Object value, Optional<Change> set) {}

    /**
     * @param version grows with each change of any parameter
     * @param deployment the one that ran then
     * @param before what held before
     * @param reason why, in that person's words; may be empty
     * @param sentAt when it was given to the job; empty while it is on its way
     */
    record Change(long version, DeploymentId deployment, String name, String value, String before, Instant at, String who, String reason,
            Optional<Instant> sentAt) {}

    /** All live parameters of a deployment, in the order of its drawing. @throws UnknownDeployment */
    List<Now> of(DeploymentId deployment);

    /** Why none of them can be set now; empty where they can. */
    Optional<String> trouble(DeploymentId deployment);

    /**
     * Sets a value. It is written at once, and holds for rows that come to the job from about then on.
     *
     * @param value as in documents: text, a number, true or false
     * @param reason why, in that person's words; may be empty
     * @throws UnknownDeployment
     * @throws UnknownParameter where it has no live parameter of that name
     * @throws ParameterRefused where the value is not one of the parameter's type and within its bounds
     * @throws NotNow where nothing runs, or what runs ends by itself
     */
    Now set(DeploymentId deployment, String name, Object value, Author author, String reason);

    /** What was set in a deployment and in those whose state it goes on with, newest first. @throws UnknownDeployment */
    List<Change> history(DeploymentId deployment);

    /**
     * Values that stay where a revision goes on with the state of a deployment, though the revision would start with others.
     *
     * @param of whose state it takes
     */
    List<Now> staying(DeploymentId of, PipelineId pipeline, long revision);
}
