package dev.millrace.server.deployment;

/**
 * What a job is called and owns outside Flink.
 *
 * @param deployment stable key of the deployment, kept over restarts and upgrades: consumer groups and transactional ids begin with it
 */
public record JobSpec(JobId id, String name, String deployment) {}
