package dev.millrace.compile;

import dev.millrace.rel.Topic;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Names of the Kafka clusters that are set up. @param names empty: not known here, so any may be named */
public record KnownClusters(Optional<Set<String>> names) {
    public static final KnownClusters ANY = new KnownClusters(Optional.empty());

    public KnownClusters {
        names = names.map(Set::copyOf);
    }

    /** The default one first, the others by name. */
    public List<String> inOrder() {
        return inOrder(names.orElse(Set.of(Topic.DEFAULT_CLUSTER)));
    }

    public static List<String> inOrder(Collection<String> names) {
        return names.stream().sorted((a, b) -> a.equals(b) ? 0 : a.equals(Topic.DEFAULT_CLUSTER) ? -1 : b.equals(Topic.DEFAULT_CLUSTER) ? 1 : a.compareTo(b)).toList();
    }

    public static KnownClusters of(Set<String> names) {
        return new KnownClusters(Optional.of(names));
    }
}
