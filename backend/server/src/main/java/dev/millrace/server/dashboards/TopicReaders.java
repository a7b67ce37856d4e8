package dev.millrace.server.dashboards;

import dev.millrace.rel.Rel;
import dev.millrace.rel.Topic;
import dev.millrace.server.deployment.KafkaClusters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One reader for each topic that somebody looks at, and each way in which it is read, for all of them; none where nobody does. */
final class TopicReaders implements AutoCloseable {
    /** Each holds some megabytes. */
    private static final int MOST = 40;

    private final KafkaClusters clusters;
    private final RowReading reading;
    private final Map<Read, Shared> readers = new HashMap<>();

    /** What is read once for all who want the same. */
    private record Read(Topic topic, Optional<Rel.KafkaScan> as) {}

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

    TopicReaders(KafkaClusters clusters, RowReading reading) {
        this.clusters = clusters;
        this.reading = reading;
    }

    /**
     * @param as how its records are read; empty: as JSON
     * @throws IllegalArgumentException with a sentence for people, where there is no such cluster, its records cannot be read so, or too many topics are looked at
     */
    synchronized Lease lease(Topic topic, Optional<Rel.KafkaScan> as, Duration window) {
        var read = new Read(topic, as);
        Shared shared = readers.get(read);
        if (shared == null) {
            if (readers.size() >= MOST) {
                throw new IllegalArgumentException("Dashboards that are open read " + MOST + " topics already, which is as many as can be read at once. Close some, and open this one again");
            }
            shared = new Shared(new TopicReader(topic, as.map(reading::open), clusters.get(topic.cluster()), window));
            readers.put(read, shared);
        }
        shared.leases++;
        shared.reader.reach(window);
        return new OneLease(read, shared);
    }

    private final class OneLease implements Lease {
        private final Read read;
        private final Shared shared;
        private boolean given;

        private OneLease(Read read, Shared shared) {
            this.read = read;
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
                    if (shared.leases == 0 && readers.remove(read, shared)) {
                        shared.reader.close();
                    }
                }
            }
        }
    }

    /** The topics that are read now. */
    synchronized List<Topic> open() {
        return readers.keySet().stream().map(Read::topic).distinct().sorted().toList();
    }

    @Override public synchronized void close() {
        new ArrayList<>(readers.values()).forEach(s -> s.reader.close());
        readers.clear();
    }
}
