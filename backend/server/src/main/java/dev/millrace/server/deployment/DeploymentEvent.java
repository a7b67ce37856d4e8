package dev.millrace.server.deployment;

import java.time.Instant;

/** A mark in the life of a deployment. {@code detail} (a path, a trace) may be empty. */
public record DeploymentEvent(Instant at, Type type, String message, String detail) {
    public enum Type { DEPLOYED, SUBMITTED, RESUMED, RUNNING, RESTARTING, FAILING, FAILED, STOPPING, STOPPED, CANCELLED, FINISHED }
}
