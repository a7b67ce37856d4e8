package dev.millrace.server.kafka;

import dev.millrace.rel.Topic;
import dev.millrace.server.deployment.KafkaClusters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** One of a kind for each Kafka cluster; each knows the others. */
final class ByCluster<T> {
    private final Map<String, T> all = new LinkedHashMap<>();

    private ByCluster() {}

    /** @param made makes one for the cluster of a name; the second value gives the others, once all are made */
    static <T> ByCluster<T> of(KafkaClusters clusters, BiFunction<String, ByCluster<T>, T> made) {
        var by = new ByCluster<T>();
        clusters.names().forEach(name -> by.all.put(name, made.apply(name, by)));
        return by;
    }

    /** The one of the default cluster. */
    T preset() {
        return on(Topic.DEFAULT_CLUSTER);
    }

    /** @throws UnknownCluster */
    T on(String cluster) {
        T found = all.get(cluster);
        if (found == null) {
            throw new UnknownCluster(KafkaClusters.unknown(cluster, names()));
        }
        return found;
    }

    List<String> names() {
        return List.copyOf(all.keySet());
    }

    Iterable<T> all() {
        return all.values();
    }
}
