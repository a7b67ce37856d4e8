package dev.millrace.server.deployment;

/** The pipeline runs already. */
public final class AlreadyDeployed extends RuntimeException {
    private final Deployment active;

    public AlreadyDeployed(Deployment active) {
        super("Revision " + active.revision() + " of '" + active.pipelineName() + "' is deployed and not over ("
                + active.state().name().toLowerCase(java.util.Locale.ROOT) + "): stop or cancel it first");
        this.active = active;
    }

    public Deployment active() {
        return active;
    }
}
