package dev.millrace.server.deployment;

import java.util.OptionalDouble;

/** How fast deployments have been seen to read. */
public interface ReadRates {
    /**
     * Records a second that the sources of a deployment could read together: the most that was seen, or what is read now by the share of
     * time that its busiest node works for it. Empty where nothing was measured.
     */
    OptionalDouble most(DeploymentId of);
}
