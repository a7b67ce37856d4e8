package dev.millrace.server.deployment;

/** The pipeline runs already. */
public final class AlreadyDeployed extends RuntimeException {
    private final Deployment active;

    public AlreadyDeployed(Deployment active) {
        super("Revision " + active.revision() + " of '" + active.pipelineName() + "' is deployed and not over ("
                + active.state().name().toLowerCase(java.util.Locale.ROOT) + "): "
                + (active.state() == Deployment.State.WAITING ? "wait until it runs, or cancel it first"
                        : "stop or cancel it first, or deploy as an upgrade of it"));
        this.active = active;
    }

    public Deployment active() {
        return active;
    }
}
