package dev.millrace.server.trouble;

import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.deployment.FlinkClusters;
import dev.millrace.server.deployment.FlinkGateway;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checkpoints that fail or do not come to an end: the job runs, and what it would go on from grows old. */
final class LookAtCheckpoints implements Lookout.Look {
    private static final Logger LOG = LoggerFactory.getLogger(LookAtCheckpoints.class);
    /** One that takes longer is worth a word, unless the one before took as long. */
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final int TIMES_THE_LAST = 3;

    private final FlinkClusters flinks;
    private final Clock clock;

    LookAtCheckpoints(FlinkClusters flinks, Clock clock) {
        this.flinks = flinks;
        this.clock = clock;
    }

    @Override public Map<DeploymentId, List<Trouble>> at(List<Deployment> onCluster) {
        var found = new HashMap<DeploymentId, List<Trouble>>();
        // Each that is away is waited for once, not for each of its deployments.
        var away = new HashSet<String>();
        for (Deployment deployment : onCluster) {
            // A job that is being stopped takes a savepoint, for as long as that takes.
            if (deployment.state() != Deployment.State.STOPPING && !away.contains(deployment.cluster())) {
                try {
                    flinks.of(deployment).checkpointing(deployment.job().orElseThrow()).flatMap(this::trouble).ifPresent(t -> found.put(deployment.id(), List.of(t)));
                } catch (FlinkGateway.Unreachable silent) {
                    // That the cluster does not answer is said by the state of the deployment.
                    away.add(deployment.cluster());
                } catch (FlinkGateway.Failed no) {
                    LOG.debug("Nothing is known of the checkpoints of {}: {}", deployment.id(), no.getMessage());
                }
            }
        }
        return found;
    }

    private Optional<Trouble> trouble(FlinkGateway.Checkpointing now) {
        Instant at = clock.instant();
        String age = "If it has to begin again, it begins with " + (now.completed().isPresent() ? "the last one that was completed" : "what it was started with")
                + " and reads its input since then once more";
        if (now.failedSince().isPresent()) {
            return Optional.of(new Trouble(Trouble.Kind.CHECKPOINTS, Optional.empty(), "Checkpoints fail: " + now.why(),
                    "See whether the place where state is kept can be written to and has room. " + age, at));
        }
        Duration usual = now.took().multipliedBy(TIMES_THE_LAST);
        Duration longest = usual.compareTo(LONG) > 0 ? usual : LONG;
        return now.pendingSince().filter(since -> since.plus(longest).isBefore(at)).map(since -> new Trouble(Trouble.Kind.CHECKPOINTS, Optional.empty(),
                "A checkpoint does not come to an end", "Something that the job writes to or keeps its state in may not answer. Rows that are written in "
                        + "transactions are seen when it is completed. " + age, at));
    }
}
