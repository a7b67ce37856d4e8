package dev.millrace.server.metrics;

import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.deployment.JobId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Deployments whose job has ended, and of which it is not yet known what it ended with. A short job may begin and end between two looks at what runs, and a cluster tells of
 * a job's end some seconds late; so each is looked at again until nothing more is to come, or for a while.
 */
final class EndedJobs {
    /** In looks, which are about a second apart: some times as long as a cluster keeps an answer. */
    static final int LOOKS = 30;
    /** What ended longer ago is not news: it is only told again. */
    private static final Duration NEWS = Duration.ofMinutes(1);
    private static final int REMEMBERED = 1_000;

    private record Ended(JobId job, int left) {}

    private final InstantSource clock;
    private final Map<DeploymentId, Ended> waiting = new HashMap<>();
    /** Jobs that were looked at as often as is worth it, the newest of them. */
    private final Map<JobId, Boolean> done = new LinkedHashMap<>() {
        @Override protected boolean removeEldestEntry(Map.Entry<JobId, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    EndedJobs(InstantSource clock) {
        this.clock = clock;
    }

    /** A deployment is as this says now. */
    synchronized void heard(Deployment deployment) {
        boolean ended = deployment.state() == Deployment.State.SUSPENDED
                || deployment.state().isOver() && deployment.endedAt().filter(at -> at.isAfter(clock.instant().minus(NEWS))).isPresent();
        if (ended) {
            deployment.job().filter(job -> !done.containsKey(job)).ifPresent(job -> waiting.putIfAbsent(deployment.id(), new Ended(job, LOOKS)));
        }
    }

    /** Those that are still to be looked at. */
    synchronized Set<DeploymentId> waiting() {
        return Set.copyOf(waiting.keySet());
    }

    /** The job of a deployment to look at; empty where there is no more need. */
    synchronized Optional<JobId> job(DeploymentId deployment) {
        return Optional.ofNullable(waiting.get(deployment)).map(Ended::job);
    }

    /** A look at each is over. */
    synchronized void looked() {
        waiting.replaceAll((id, ended) -> new Ended(ended.job(), ended.left() - 1));
        List.copyOf(waiting.entrySet()).stream().filter(entry -> entry.getValue().left() <= 0).forEach(entry -> done(entry.getKey()));
    }

    /** What the deployment's job ended with is known, or is no longer of interest. */
    synchronized void done(DeploymentId deployment) {
        Optional.ofNullable(waiting.remove(deployment)).ifPresent(ended -> done.put(ended.job(), true));
    }
}
