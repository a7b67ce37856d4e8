package dev.millrace.server.deployment;

/** No such deployment. */
public final class UnknownDeployment extends RuntimeException {
    public UnknownDeployment(DeploymentId id) {
        super("There is no deployment " + id);
    }
}
