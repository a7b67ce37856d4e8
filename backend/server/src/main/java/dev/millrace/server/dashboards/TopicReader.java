package dev.millrace.server.dashboards;

import dev.millrace.rel.Topic;
import dev.millrace.server.deployment.KafkaConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a topic from some time ago on, for all who look at it: one consumer without a group, which leaves no trace in Kafka. Where rows come
 * faster than it reads, it goes on with the newest, and says how many it skipped.
 */
final class TopicReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicReader.class);
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final Duration POLL = Duration.ofMillis(300);
    private static final long BEFORE_NEXT_TRY = 3;
    private static final long LOOK_FOR_PARTITIONS_NANOS = Duration.ofSeconds(30).toNanos();
    private static final long SECOND = 1_000_000_000L;
    /** In a second. More would cost the machine more than looking is worth. */
    private static final int MOST_ROWS = 10_000;
    private static final long MOST_BYTES = 10_000_000;
    private static final int LONGEST_RECORD = 1_000_000;

    private final Topic topic;
    private final KafkaConnection connection;
    private final Ring ring = new Ring();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Duration window;
    private volatile boolean again;
    private volatile State state = State.BEGINS;
    private long unreadable;
    private long skipped;
    private long pace;
    private int rowsOfPace;
    private long bytesOfPace;

    /**
     * How far it is.
     *
     * @param unreadable records that are no JSON objects
     * @param skipped records that were not read, since they came too fast
     * @param partial whether not all of the window was read: it holds more rows than are kept
     * @param trouble why nothing can be read; empty where it can
     */
    record State(boolean begun, long unreadable, long skipped, boolean partial, Optional<String> trouble) {
        private static final State BEGINS = new State(false, 0, 0, false, Optional.empty());
    }

    TopicReader(Topic topic, KafkaConnection connection, Duration window) {
        this.topic = topic;
        this.connection = connection;
        this.window = window;
        Thread.ofPlatform().name("dashboard-" + topic.name()).daemon().start(this::run);
    }

    /** That somebody wants to look further back than it reached so far: it begins anew. */
    void reach(Duration wanted) {
        if (wanted.compareTo(window) > 0) {
            window = wanted;
            again = true;
        }
    }

    State state() {
        return state;
    }

    Ring.Content rows() {
        ring.forget(Instant.now().minus(window));
        return ring.content();
    }

    @Override public void close() {
        closed.countDown();
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void run() {
        while (!isClosed()) {
            try (var consumer = new KafkaConsumer<byte[], byte[]>(settings())) {
                follow(consumer);
            } catch (InterruptException ended) {
                return;
            } catch (KafkaException away) {
                LOG.debug("Cannot read {} for a dashboard", topic, away);
                trouble("Kafka does not hand out " + topic + ": " + away.getMessage() + ". It is tried again every few seconds");
            } catch (RuntimeException failed) {
                LOG.warn("Cannot read {} for a dashboard", topic, failed);
                trouble(topic + " cannot be read; the log of the application says why. It is tried again every few seconds");
            }
            if (state.trouble().isPresent()) {
                pause();
            }
        }
    }

    private void pause() {
        try {
            closed.await(BEFORE_NEXT_TRY, TimeUnit.SECONDS);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            closed.countDown();
        }
    }

    private void trouble(String why) {
        state = new State(state.begun(), unreadable, skipped, state.partial(), Optional.of(why));
    }

    private void follow(KafkaConsumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = partitions(consumer);
        if (partitions.isEmpty()) {
            trouble("There is no topic " + topic + ". It is there with its first row: deploy the pipeline that writes it, or choose another topic for this tile");
            return;
        }
        boolean partial = begin(consumer, partitions);
        long looked = System.nanoTime();
        while (!isClosed()) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                take(record);
            }
            partial |= slowDown(consumer, partitions);
            state = new State(true, unreadable, skipped, partial, Optional.empty());
            boolean stale = System.nanoTime() - looked > LOOK_FOR_PARTITIONS_NANOS;
            if (again || stale && !new HashSet<>(partitions(consumer)).equals(new HashSet<>(partitions))) {
                return;
            }
            looked = stale ? System.nanoTime() : looked;
        }
    }

    private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
        List<PartitionInfo> known = consumer.partitionsFor(topic.name(), PATIENCE);
        return known == null ? List.of() : known.stream().map(p -> new TopicPartition(topic.name(), p.partition())).toList();
    }

    /** From the beginning of the window on, but of each partition not more than can be kept. @return whether there is more */
    private boolean begin(KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        again = false;
        unreadable = 0;
        skipped = 0;
        ring.clear();
        consumer.assign(partitions);
        long from = Instant.now().minus(window).toEpochMilli();
        var times = new HashMap<TopicPartition, Long>();
        partitions.forEach(p -> times.put(p, from));
        var offsets = consumer.offsetsForTimes(times, PATIENCE);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
        long most = Math.max(1, Ring.MOST_ROWS / partitions.size());
        boolean partial = false;
        for (TopicPartition p : partitions) {
            var found = offsets.get(p);
            long wanted = found == null ? ends.get(p) : found.offset();
            partial |= wanted < ends.get(p) - most;
            consumer.seek(p, Math.max(wanted, ends.get(p) - most));
        }
        return partial;
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        rowsOfPace++;
        bytesOfPace += Math.max(0, record.serializedValueSize());
        Instant now = Instant.now();
        Instant at = Instant.ofEpochMilli(record.timestamp());
        Optional<String> key = Optional.ofNullable(record.key()).map(k -> RowText.shortened(new String(k, StandardCharsets.UTF_8)));
        if (record.value() == null) {
            ring.add(new Row(at.isAfter(now) ? now : at, key, Map.of(), true));
            return;
        }
        Optional<Map<String, Object>> columns = record.value().length > LONGEST_RECORD ? Optional.empty() : RowText.columns(record.value());
        if (columns.isEmpty()) {
            unreadable++;
        } else {
            ring.add(new Row(at.isAfter(now) ? now : at, key, columns.get(), false));
        }
    }

    /** Goes on with the newest records where there were too many within a second. @return whether it did */
    private boolean slowDown(KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        if (System.nanoTime() - pace > SECOND) {
            pace = System.nanoTime();
            rowsOfPace = 0;
            bytesOfPace = 0;
            return false;
        }
        if (rowsOfPace < MOST_ROWS && bytesOfPace < MOST_BYTES) {
            return false;
        }
        // What was read within the first second is what was there before: nothing is skipped of that, only waited for.
        try {
            closed.await(Math.max(1, SECOND - (System.nanoTime() - pace)), TimeUnit.NANOSECONDS);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new InterruptException(ended);
        }
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
        long most = Math.max(1, Ring.MOST_ROWS / partitions.size());
        boolean any = false;
        for (TopicPartition p : partitions) {
            long behind = ends.get(p) - consumer.position(p, PATIENCE);
            if (behind > most) {
                skipped += behind - most;
                consumer.seek(p, ends.get(p) - most);
                any = true;
            }
        }
        return any;
    }

    private Properties settings() {
        var settings = new Properties();
        settings.putAll(connection.properties());
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, connection.bootstrapServers());
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "millrace-dashboard");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "2000");
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, "4000000");
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "1000000");
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        return settings;
    }
}
