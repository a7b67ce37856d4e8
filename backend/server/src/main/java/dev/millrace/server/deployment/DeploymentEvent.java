package dev.millrace.server.deployment;

import java.time.Instant;

/**
 * A mark in the life of a deployment.
 *
 * @param detail a path or a trace; may be empty
 * @param who the user whose doing it was; empty: it happened by itself
 * @param reason what that person said why; may be empty
 * @param revision of the pipeline that was deployed; 0 for marks of older versions, which did not keep it
 * @param job the newest Flink job then; empty where there was none
 * @param savepoint path of the state that it is about; may be empty
 */
public record DeploymentEvent(Instant at, Type type, String message, String detail, String who, String reason, long revision, String job,
        String savepoint) {
    public enum Type {
        DEPLOYED, SUBMITTED, RESUMED, RUNNING, RESTARTING, FAILING, FAILED, STOPPING, SUSPENDED, STOPPED, CANCELLED, FINISHED,
        /** Another deployment takes its place, or it takes the place of another. */
        UPGRADED,
        /** It has shown that it works, within the time it had for that. */
        HEALTHY,
        /** It has not, and the revision before goes on. */
        ROLLED_BACK,
        SAVEPOINT,
        /** Somebody set a live parameter. */
        PARAMETER,
        /** Rows that a job before had written and not committed were given up, so that nobody waits for them. */
        TRANSACTIONS_ABORTED
    }
}
