package dev.millrace.server.drift;

import dev.millrace.rel.Topic;
import dev.millrace.server.columns.RecordTrial.Entry;
import dev.millrace.server.kafka.KafkaUnavailable;
import dev.millrace.server.kafka.PartitionEnd;
import dev.millrace.server.kafka.Samples;
import dev.millrace.server.kafka.Topics;
import dev.millrace.server.kafka.UnknownTopic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Looks into topics, but not often: a topic is asked for its ends after a while, and for its records only where they have moved. Where a cluster
 * is away it is left alone for longer.
 *
 * <pre>
 *   asked again within 20 s     what was seen
 *   later, the same ends        the records that were seen, partitions anew
 *   later, other ends           all anew
 * </pre>
 */
final class TopicLooks {
    static final int NEWEST = 200;
    private static final Duration FRESH = Duration.ofSeconds(20);
    private static final Duration AWAY = Duration.ofSeconds(60);
    private static final int MOST_TOPICS = 200;
    /** Of the records of one topic; the oldest are let go. */
    private static final long MOST_BYTES = 8_000_000;

    private final Topics topics;
    private final Samples samples;
    private final InstantSource clock;
    private final Map<Topic, Kept> kept = new LinkedHashMap<>(16, 0.75f, true) {
        @Override protected boolean removeEldestEntry(Map.Entry<Topic, Kept> eldest) {
            return size() > MOST_TOPICS;
        }
    };
    private final Map<String, Instant> awayUntil = new ConcurrentHashMap<>();

    TopicLooks(Topics topics, Samples samples, InstantSource clock) {
        this.topics = topics;
        this.samples = samples;
        this.clock = clock;
    }

    /** One topic: who asks meanwhile waits for the same answer. */
    private static final class Kept {
        private Instant at = Instant.MIN;
        private Optional<TopicLook> look = Optional.empty();
    }

    /** Empty where there is no such topic, or Kafka is away. */
    Optional<TopicLook> look(Topic topic) {
        Kept mine;
        synchronized (kept) {
            mine = kept.computeIfAbsent(topic, t -> new Kept());
        }
        synchronized (mine) {
            Instant now = clock.instant();
            if (now.isBefore(awayUntil.getOrDefault(topic.cluster(), Instant.MIN))) {
                return Optional.empty();
            }
            if (now.isAfter(mine.at.equals(Instant.MIN) ? Instant.MIN : mine.at.plus(FRESH))) {
                try {
                    mine.look = Optional.of(anew(topic, mine.look));
                } catch (UnknownTopic gone) {
                    mine.look = Optional.empty();
                } catch (KafkaUnavailable away) {
                    // Whoever leaves a page in the middle of a question says nothing of Kafka.
                    if (!Thread.currentThread().isInterrupted()) {
                        awayUntil.put(topic.cluster(), now.plus(AWAY));
                    }
                    return Optional.empty();
                }
                mine.at = now;
            }
            return mine.look;
        }
    }

    private TopicLook anew(Topic topic, Optional<TopicLook> before) {
        List<PartitionEnd> partitions = topics.on(topic.cluster()).partitions(topic.name());
        boolean moved = before.isEmpty() || !before.get().partitions().equals(partitions);
        return new TopicLook(topic.name(), moved ? bounded(samples.on(topic.cluster()).newest(topic.name(), NEWEST)) : before.get().newest(), partitions);
    }

    private static List<Entry> bounded(List<Samples.Raw> records) {
        var newest = new ArrayList<Entry>();
        long bytes = 0;
        for (Samples.Raw record : records.reversed()) {
            bytes += (record.key() == null ? 0 : record.key().length) + (record.value() == null ? 0 : record.value().length);
            if (bytes > MOST_BYTES && !newest.isEmpty()) {
                break;
            }
            newest.add(new Entry(record.key(), record.value()));
        }
        return newest.reversed();
    }
}
