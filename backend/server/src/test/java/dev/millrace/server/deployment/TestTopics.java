package dev.millrace.server.deployment;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;

/** Topics in memory. */
final class TestTopics implements PipelineTopics {
    final Set<String> existing = new ConcurrentSkipListSet<>();
    volatile boolean away;
    /** Transactions that a dead job has left open. */
    volatile int open;

    @Override public Set<String> missing(Collection<String> topics) {
        answer();
        var missing = new TreeSet<>(topics);
        missing.removeAll(existing);
        return missing;
    }

    @Override public void create(Collection<String> topics, Set<String> compacted) {
        answer();
        existing.addAll(topics);
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
