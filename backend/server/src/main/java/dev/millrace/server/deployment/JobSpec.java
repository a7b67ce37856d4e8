package dev.millrace.server.deployment;

import java.util.Optional;

/**
 * What a job is called and owns outside Flink.
 *
 * @param deployment stable key of the deployment, kept over restarts and upgrades: consumer groups and transactional ids begin with it
 * @param state under which keys its nodes find their state
 * @param live how the values of live parameters come to the job; empty: they have their start values
 */
public record JobSpec(JobId id, String name, String deployment, StateKeys state, Optional<LiveFeed> live) {
    /** A job in which no node has begun empty on purpose. */
    public JobSpec(JobId id, String name, String deployment) {
        this(id, name, deployment, StateKeys.NONE);
    }

    /** A job whose live parameters keep their start values. */
    public JobSpec(JobId id, String name, String deployment, StateKeys state) {
        this(id, name, deployment, state, Optional.empty());
    }
}
