package dev.millrace.server.deployment;

/** A pipeline cannot be deployed on the Flink cluster that was chosen; the message says why, and what to do. */
public final class NotOnCluster extends RuntimeException {
    NotOnCluster(String message) {
        super(message);
    }
}
