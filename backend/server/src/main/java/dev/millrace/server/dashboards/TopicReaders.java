package dev.millrace.server.dashboards;

import dev.millrace.rel.Topic;
import dev.millrace.server.deployment.KafkaClusters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One reader for each topic that somebody looks at, for all of them; none where nobody does. */
final class TopicReaders implements AutoCloseable {
    /** Each holds some megabytes. */
    private static final int MOST = 40;

    private final KafkaClusters clusters;
    private final Map<Topic, Shared> readers = new HashMap<>();

    private static final class Shared {
        private final TopicReader reader;
        private int leases;

        private Shared(TopicReader reader) {
            this.reader = reader;
        }
    }

    /** The right to look; whoever has it gives it back by closing. */
    interface Lease extends AutoCloseable {
        TopicReader reader();

        @Override void close();
    }

    TopicReaders(KafkaClusters clusters) {
        this.clusters = clusters;
    }

    /** @throws IllegalArgumentException with a sentence for people, where there is no such cluster or too many topics are looked at */
    synchronized Lease lease(Topic topic, Duration window) {
        Shared shared = readers.get(topic);
        if (shared == null) {
            if (readers.size() >= MOST) {
                throw new IllegalArgumentException("Dashboards that are open read " + MOST + " topics already, which is as many as can be read at once. Close some, and open this one again");
            }
            shared = new Shared(new TopicReader(topic, clusters.get(topic.cluster()), window));
            readers.put(topic, shared);
        }
        shared.leases++;
        shared.reader.reach(window);
        return new OneLease(topic, shared);
    }

    private final class OneLease implements Lease {
        private final Topic topic;
        private final Shared shared;
        private boolean given;

        private OneLease(Topic topic, Shared shared) {
            this.topic = topic;
            this.shared = shared;
        }

        @Override public TopicReader reader() {
            return shared.reader;
        }

        @Override public void close() {
            synchronized (TopicReaders.this) {
                if (!given) {
                    given = true;
                    shared.leases--;
                    if (shared.leases == 0 && readers.remove(topic, shared)) {
                        shared.reader.close();
                    }
                }
            }
        }
    }

    /** The topics that are read now. */
    synchronized List<Topic> open() {
        return readers.keySet().stream().sorted().toList();
    }

    @Override public synchronized void close() {
        new ArrayList<>(readers.values()).forEach(s -> s.reader.close());
        readers.clear();
    }
}
