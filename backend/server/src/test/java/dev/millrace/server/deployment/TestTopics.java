package dev.millrace.server.deployment;

import dev.millrace.rel.Topic;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Topics in memory. */
final class TestTopics implements PipelineTopics {
    final Set<String> existing = new ConcurrentSkipListSet<>();
    final Map<String, Long> held = new ConcurrentHashMap<>();
    volatile boolean away;
    /** Transactions that a dead job has left open. */
    volatile int open;
    /** Records that were written, in order. */
    final List<String> told = new CopyOnWriteArrayList<>();

    /** Those of other clusters, by name. */
    final Map<String, TestTopics> others = new ConcurrentHashMap<>();

    @Override public TestTopics on(String cluster) {
        return cluster.equals(Topic.DEFAULT_CLUSTER) ? this : others.computeIfAbsent(cluster, c -> new TestTopics());
    }

    @Override public Set<String> missing(Collection<String> topics) {
        answer();
        var missing = new TreeSet<>(topics);
        missing.removeAll(existing);
        return missing;
    }

    @Override public Map<String, Long> records(Collection<String> topics) {
        answer();
        return topics.stream().filter(held::containsKey).collect(Collectors.toMap(t -> t, held::get));
    }

    @Override public void create(Collection<String> topics, Set<String> compacted) {
        answer();
        existing.addAll(topics);
    }

    @Override public void tell(String topic, String key, String value) {
        answer();
        told.add(value);
    }

    @Override public int abortTransactions(String prefix) {
        answer();
        int aborted = open;
        open = 0;
        return aborted;
    }

    private void answer() {
        if (away) {
            throw new Unavailable("Kafka does not answer", null);
        }
    }
}
