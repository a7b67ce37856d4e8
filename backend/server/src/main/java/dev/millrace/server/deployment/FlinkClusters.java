package dev.millrace.server.deployment;

import dev.millrace.compile.KnownClusters;
import dev.millrace.rel.Topic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Flink clusters that are set up, by name. There is always one called {@link #DEFAULT}, on which a pipeline is deployed where nothing
 * else is said. A deployment stays on its cluster as long as it lives.
 */
public final class FlinkClusters {
    /** The word is the same for clusters of Kafka and of Flink. */
    public static final String DEFAULT = Topic.DEFAULT_CLUSTER;

    private final Map<String, Cluster> byName;

    /** @param stateDirectory where its jobs keep checkpoints and savepoints; empty: where its own configuration says, which is not known here */
    public record Cluster(FlinkGateway gateway, Optional<String> stateDirectory) {}

    public FlinkClusters(Map<String, Cluster> byName) {
        if (!byName.containsKey(DEFAULT)) {
            throw new IllegalArgumentException("There is no Flink cluster called " + DEFAULT);
        }
        this.byName = new LinkedHashMap<>(byName);
    }

    /** One cluster, the default one. */
    public static FlinkClusters only(FlinkGateway gateway) {
        return new FlinkClusters(Map.of(DEFAULT, new Cluster(gateway, Optional.empty())));
    }

    /** The default one first, the others by name. */
    public List<String> names() {
        return KnownClusters.inOrder(byName.keySet());
    }

    public boolean has(String name) {
        return byName.containsKey(name);
    }

    /** @throws FlinkGateway.Unreachable where none of that name is set up, or not any more: nothing is known of what runs there */
    public FlinkGateway get(String name) {
        Cluster cluster = byName.get(name);
        if (cluster == null) {
            throw new FlinkGateway.Unreachable(unknown(name), null);
        }
        return cluster.gateway();
    }

    /** The one that a deployment belongs to. @throws FlinkGateway.Unreachable where it is not set up any more */
    public FlinkGateway of(Deployment deployment) {
        return get(deployment.cluster());
    }

    String unknown(String name) {
        return "No Flink cluster '" + name + "' is set up; there is " + String.join(", ", names());
    }

    /** Whether jobs of the one can begin with state that jobs of the other left. */
    public boolean shareState(String one, String other) {
        return one.equals(other) || has(one) && has(other) && byName.get(one).stateDirectory().filter(dir -> byName.get(other).stateDirectory().filter(dir::equals).isPresent()).isPresent();
    }
}
