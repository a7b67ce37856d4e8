package dev.millrace.server.deployment;

/** Where a job's state and source offsets come from. */
public sealed interface RestorePoint {
    /** No state; sources begin where their settings say. */
    record Fresh() implements RestorePoint {}

    /** A savepoint or retained checkpoint at this path, as Flink names it. */
    record FromState(String path) implements RestorePoint {}

    RestorePoint FRESH = new Fresh();
}
