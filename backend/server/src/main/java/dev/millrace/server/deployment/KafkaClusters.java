package dev.millrace.server.deployment;

import dev.millrace.compile.KnownClusters;
import dev.millrace.rel.Topic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The Kafka clusters that are set up, by the names that pipelines use. There is always one called {@link Topic#DEFAULT_CLUSTER}: the one that
 * pipelines mean where they name none, and that has the topics which Millrace makes for itself.
 */
public record KafkaClusters(Map<String, KafkaConnection> byName) {
    public KafkaClusters {
        if (!byName.containsKey(Topic.DEFAULT_CLUSTER)) {
            throw new IllegalArgumentException("There is no Kafka cluster called " + Topic.DEFAULT_CLUSTER);
        }
        byName = Map.copyOf(byName);
    }

    /** One cluster, the default one. */
    public static KafkaClusters only(KafkaConnection connection) {
        return new KafkaClusters(Map.of(Topic.DEFAULT_CLUSTER, connection));
    }

    public KafkaClusters and(Map<String, KafkaConnection> others) {
        var all = new LinkedHashMap<>(byName);
        all.putAll(others);
        return new KafkaClusters(all);
    }

    /** The default one first, the others by name. */
    public List<String> names() {
        return KnownClusters.inOrder(byName.keySet());
    }

    /** @throws IllegalArgumentException with a sentence for people where there is none of that name */
    public KafkaConnection get(String cluster) {
        KafkaConnection connection = byName.get(cluster);
        if (connection == null) {
            throw new IllegalArgumentException(unknown(cluster, names()));
        }
        return connection;
    }

    /** What is said where a cluster is named that is not set up. */
    public static String unknown(String cluster, List<String> known) {
        return "No Kafka cluster '" + cluster + "' is set up; there is " + String.join(", ", known);
    }
}
