package dev.millrace.server.trouble;

import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.deployment.FlinkClusters;
import dev.millrace.server.deployment.FlinkGateway;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Flink clusters that have no TaskManager, the processes in which jobs run, while a job waits for one. Clusters whose jobs all run are not asked. */
final class LookAtClusters implements Lookout.Look {
    private static final Logger LOG = LoggerFactory.getLogger(LookAtClusters.class);

    private final FlinkClusters flinks;
    private final Clock clock;

    LookAtClusters(FlinkClusters flinks, Clock clock) {
        this.flinks = flinks;
        this.clock = clock;
    }

    @Override public Map<DeploymentId, List<Trouble>> at(List<Deployment> onCluster) {
        var found = new HashMap<DeploymentId, List<Trouble>>();
        var empty = new HashMap<String, Boolean>();
        for (Deployment deployment : onCluster) {
            boolean waits = deployment.state() == Deployment.State.RESTARTING || deployment.state() == Deployment.State.STARTING;
            if (waits && empty.computeIfAbsent(deployment.cluster(), this::isEmpty)) {
                found.put(deployment.id(), List.of(new Trouble(Trouble.Kind.CLUSTER, Optional.empty(),
                        "Flink" + (deployment.cluster().equals(FlinkClusters.DEFAULT) ? "" : " '" + deployment.cluster() + "'")
                                + " has lost all of its TaskManagers, the processes in which jobs run, so nothing can run there",
                        "Start a TaskManager: the job then goes on by itself from its last checkpoint, and no row is lost", clock.instant())));
            }
        }
        return found;
    }

    private boolean isEmpty(String cluster) {
        try {
            return flinks.get(cluster).cluster().slots() == 0;
        } catch (FlinkGateway.Unreachable | FlinkGateway.Failed silent) {
            // That the cluster does not answer is said by the state of the deployment.
            LOG.debug("Nothing is known of {}: {}", cluster, silent.getMessage());
            return false;
        }
    }
}
