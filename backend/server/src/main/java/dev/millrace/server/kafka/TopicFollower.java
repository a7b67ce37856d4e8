package dev.millrace.server.kafka;

import dev.millrace.rel.Topic;
import dev.millrace.server.deployment.KafkaConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a topic from some time ago on, by one consumer without a group, which leaves no trace in Kafka. Where records come faster than it
 * reads, it goes on with the newest, and says how many it skipped.
 */
public final class TopicFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicFollower.class);
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final Duration POLL = Duration.ofMillis(300);
    private static final long BEFORE_NEXT_TRY = 3;
    private static final long BETWEEN_LOOKS = Duration.ofSeconds(30).toNanos();
    private static final long SECOND = 1_000_000_000L;
    /** In a second. More would cost the machine more than looking is worth. */
    private static final int MOST_RECORDS = 10_000;
    private static final long MOST_BYTES = 10_000_000;

    /** Told what there is, on one thread of the follower's. */
    public interface Listener {
        /** It begins, or begins anew: what was told before is void. @param partial whether there are more records in that time than are told */
        void begins(boolean partial);

        /** @param key may be null @param value may be null: the key is gone */
        void takes(Instant at, byte[] key, byte[] value);

        /** Records were left out, since they came too fast. */
        void skips(long records);

        /** All that was there for now has been told. */
        void rests();

        /** Nothing can be read. It is tried again. @param why with the way out */
        void fails(String why);
    }

    private final Topic topic;
    private final KafkaConnection connection;
    private final int most;
    private final Listener listener;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Duration back;
    private volatile boolean again;
    private boolean failed;
    private long pace;
    private int recordsOfPace;
    private long bytesOfPace;

    /**
     * Begins to follow.
     *
     * @param back how long ago it begins
     * @param most how many records of the past are told at most, the newest
     */
    public TopicFollower(Topic topic, KafkaConnection connection, Duration back, int most, Listener listener) {
        this.topic = topic;
        this.connection = connection;
        this.back = back;
        this.most = most;
        this.listener = listener;
        Thread.ofPlatform().name("follow-" + topic.name()).daemon().start(this::run);
    }

    /** That somebody wants to look further back than it reached so far: it begins anew. */
    public void reach(Duration wanted) {
        if (wanted.compareTo(back) > 0) {
            back = wanted;
            again = true;
        }
    }

    @Override public void close() {
        closed.countDown();
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void run() {
        while (!isClosed()) {
            failed = false;
            try (var consumer = new KafkaConsumer<byte[], byte[]>(settings())) {
                follow(consumer);
            } catch (InterruptException ended) {
                return;
            } catch (KafkaException away) {
                LOG.debug("Cannot follow {}", topic, away);
                fail("Kafka does not hand out " + topic + ": " + away.getMessage() + ". It is tried again every few seconds");
            } catch (RuntimeException unexpected) {
                LOG.warn("Cannot follow {}", topic, unexpected);
                fail("The topic " + topic + " cannot be read; the log of the application says why. It is tried again every few seconds");
            }
            if (failed) {
                pause(BEFORE_NEXT_TRY * SECOND);
            }
        }
    }

    private void fail(String why) {
        failed = true;
        listener.fails(why);
    }

    /** Waits, but not longer than it is open. */
    private void pause(long nanos) {
        try {
            closed.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            closed.countDown();
        }
    }

    private void follow(KafkaConsumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = partitions(consumer);
        if (partitions.isEmpty()) {
            fail("There is no topic " + topic + ". It is there with its first row: deploy the pipeline that writes it, or choose another topic");
            return;
        }
        begin(consumer, partitions);
        long looked = System.nanoTime();
        while (!isClosed() && !again) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                recordsOfPace++;
                bytesOfPace += Math.max(0, record.serializedValueSize());
                listener.takes(Instant.ofEpochMilli(record.timestamp()), record.key(), record.value());
            }
            slowDown(consumer, partitions);
            listener.rests();
            if (System.nanoTime() - looked > BETWEEN_LOOKS) {
                looked = System.nanoTime();
                if (!new HashSet<>(partitions(consumer)).equals(new HashSet<>(partitions))) {
                    return;
                }
            }
        }
    }

    private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
        List<PartitionInfo> known = consumer.partitionsFor(topic.name(), PATIENCE);
        return known == null ? List.of() : known.stream().map(p -> new TopicPartition(topic.name(), p.partition())).toList();
    }

    private void begin(KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        again = false;
        consumer.assign(partitions);
        long from = Instant.now().minus(back).toEpochMilli();
        var times = new HashMap<TopicPartition, Long>();
        partitions.forEach(p -> times.put(p, from));
        var offsets = consumer.offsetsForTimes(times, PATIENCE);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
        boolean partial = false;
        for (TopicPartition p : partitions) {
            var found = offsets.get(p);
            long wanted = found == null ? ends.get(p) : found.offset();
            partial |= wanted < ends.get(p) - share(partitions);
            consumer.seek(p, Math.max(wanted, ends.get(p) - share(partitions)));
        }
        listener.begins(partial);
    }

    private long share(List<TopicPartition> partitions) {
        return Math.max(1, most / partitions.size());
    }

    /** Goes on with the newest records where there were too many within a second. */
    private void slowDown(KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        if (System.nanoTime() - pace > SECOND) {
            pace = System.nanoTime();
            recordsOfPace = 0;
            bytesOfPace = 0;
            return;
        }
        if (recordsOfPace < MOST_RECORDS && bytesOfPace < MOST_BYTES) {
            return;
        }
        pause(Math.max(1, SECOND - (System.nanoTime() - pace)));
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
        long skipped = 0;
        for (TopicPartition p : partitions) {
            long behind = ends.get(p) - consumer.position(p, PATIENCE);
            if (behind > share(partitions)) {
                skipped += behind - share(partitions);
                consumer.seek(p, ends.get(p) - share(partitions));
            }
        }
        if (skipped > 0) {
            listener.skips(skipped);
        }
    }

    private Properties settings() {
        Properties settings = ReaderSettings.of(connection, "millrace-follow", "latest", 2000);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, "4000000");
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "1000000");
        return settings;
    }
}
