package dev.millrace.server.deployment;

/** A job that an engine planned and can run; what is inside is the engine's own. */
public interface PlannedJob {
    JobId id();
}
