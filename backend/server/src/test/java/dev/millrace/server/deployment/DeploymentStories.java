package dev.millrace.server.deployment;

import dev.millrace.pipeline.Pipeline;
import dev.millrace.server.design.DesignService;
import javax.sql.DataSource;

/** Deployments brought to a certain point, for tests of what stands on them. */
public final class DeploymentStories implements AutoCloseable {
    private final Steering steering = new Steering();

    public FakeFlink flink() {
        return steering.flink;
    }

    public DataSource database() {
        return steering.instance.database;
    }

    public DeploymentService deployments() {
        return steering.deployments;
    }

    public DesignService designs() {
        return steering.instance.designs;
    }

    /** There is such a topic. */
    public void topic(String name) {
        steering.topics.existing.add(name);
    }

    public Deployment running(Pipeline pipeline) {
        var deployed = steering.deployments.deploy(steering.design(pipeline).id(), 1, Start.FRESH, Steering.ADA);
        return steering.until(steering.reconciler(), deployed.id(), Deployment.State.RUNNING);
    }

    /** The cluster forgets everything, and the deployment is brought to run again. */
    public Deployment resumed(Deployment running) {
        steering.flink.restart();
        steering.reconciler().step(running.id());
        return steering.until(steering.reconciler(), running.id(), Deployment.State.RUNNING);
    }

    /** Its job ends by itself. */
    public Deployment finished(Deployment running) {
        steering.flink.finishJob(running.job().orElseThrow());
        return steering.until(steering.reconciler(), running.id(), Deployment.State.FINISHED);
    }

    @Override public void close() {
        steering.close();
    }
}
