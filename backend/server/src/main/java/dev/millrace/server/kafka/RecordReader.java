package dev.millrace.server.kafka;

import dev.millrace.server.deployment.KafkaConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads the newest records of a topic, without a consumer group and without leaving a trace in Kafka. */
final class RecordReader {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Comparator<ConsumerRecord<byte[], byte[]>> OLDEST_FIRST =
            Comparator.<ConsumerRecord<byte[], byte[]>>comparingLong(ConsumerRecord::timestamp).thenComparingLong(ConsumerRecord::offset);
    private static final long WIDER = 4;
    /** A compacted topic may have few records among very many offsets; not all of them are looked at. */
    private static final long FURTHEST = 64;
    /** Enough bytes to know a topic by; some hundred large records of many partitions would fill the memory. */
    private static final long MOST_BYTES = 64_000_000;

    private final KafkaConnection connection;

    RecordReader(KafkaConnection connection) {
        this.connection = connection;
    }

    /** Newest first by time, then by offset. */
    List<Samples.Raw> newest(String topic, int most) {
        return newest(topic, OptionalInt.empty(), most).stream().map(RecordReader::raw).toList();
    }

    /** Newest first by time, then by offset. @param only empty: of all partitions */
    List<ConsumerRecord<byte[], byte[]>> newest(String topic, OptionalInt only, int most) {
        try (var consumer = new KafkaConsumer<byte[], byte[]>(settings(most))) {
            var partitions = partitions(consumer, topic, only);
            var begins = consumer.beginningOffsets(partitions, PATIENCE);
            var ends = new HashMap<>(consumer.endOffsets(partitions, PATIENCE));
            ends.entrySet().removeIf(e -> e.getValue() <= begins.get(e.getKey()));
            consumer.assign(ends.keySet());
            List<ConsumerRecord<byte[], byte[]>> found = back(consumer, begins, ends, most);
            // Not every offset is a record: where too few were found, it is looked further back.
            for (long reach = most * WIDER; found.size() < most && bytes(found) < MOST_BYTES && reach <= most * FURTHEST && any(begins, ends, reach / WIDER); reach *= WIDER) {
                found = back(consumer, begins, ends, reach);
            }
            return found.stream().sorted(OLDEST_FIRST.reversed()).limit(most).toList();
        }
    }

    /** The first records at and after an offset of each partition, oldest first by time, then by offset. @param only empty: of all partitions */
    List<ConsumerRecord<byte[], byte[]>> from(String topic, long offset, OptionalInt only, int most) {
        try (var consumer = new KafkaConsumer<byte[], byte[]>(settings(most))) {
            var starts = new HashMap<TopicPartition, Long>();
            partitions(consumer, topic, only).forEach(p -> starts.put(p, offset));
            return forward(consumer, starts, most);
        }
    }

    /** The first records at and after a moment, oldest first by time, then by offset. @param only empty: of all partitions */
    List<ConsumerRecord<byte[], byte[]>> from(String topic, Instant time, OptionalInt only, int most) {
        try (var consumer = new KafkaConsumer<byte[], byte[]>(settings(most))) {
            return forward(consumer, offsetsAt(consumer, partitions(consumer, topic, only), time), most);
        }
    }

    private static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, String topic, OptionalInt only) {
        return consumer.partitionsFor(topic, PATIENCE).stream().map(p -> new TopicPartition(topic, p.partition()))
                .filter(p -> only.isEmpty() || only.getAsInt() == p.partition()).toList();
    }

    private static List<ConsumerRecord<byte[], byte[]>> forward(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> starts, int most) {
        var begins = consumer.beginningOffsets(starts.keySet(), PATIENCE);
        var ends = new HashMap<>(consumer.endOffsets(starts.keySet(), PATIENCE));
        ends.entrySet().removeIf(e -> e.getValue() <= Math.max(starts.get(e.getKey()), begins.get(e.getKey())));
        consumer.assign(ends.keySet());
        ends.keySet().forEach(p -> consumer.seek(p, Math.max(starts.get(p), begins.get(p))));
        var found = new HashMap<TopicPartition, List<ConsumerRecord<byte[], byte[]>>>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!ends.isEmpty() && System.nanoTime() < deadline) {
            for (ConsumerRecord<byte[], byte[]> r : consumer.poll(Duration.ofMillis(200))) {
                found.computeIfAbsent(new TopicPartition(r.topic(), r.partition()), p -> new ArrayList<>()).add(r);
            }
            var done = ends.keySet().stream().filter(p -> consumer.position(p) >= ends.get(p) || found.getOrDefault(p, List.of()).size() >= most).toList();
            done.forEach(ends::remove);
            consumer.pause(done);
        }
        refuseSilence(found.isEmpty(), ends.keySet());
        return found.values().stream().flatMap(List::stream).sorted(OLDEST_FIRST).limit(most).toList();
    }

    /** The first of the records from one time until before another, oldest first by time, then by offset. */
    List<Samples.Raw> between(String topic, Instant from, Instant to, int most) {
        try (var consumer = new KafkaConsumer<byte[], byte[]>(settings(most))) {
            var partitions = consumer.partitionsFor(topic, PATIENCE).stream().map(p -> new TopicPartition(topic, p.partition())).toList();
            var begins = offsetsAt(consumer, partitions, from);
            var stops = offsetsAt(consumer, partitions, to);
            // The times of records need not be in the order of their offsets, so each record is looked at.
            consumer.endOffsets(partitions, PATIENCE).forEach(stops::putIfAbsent);
            stops.entrySet().removeIf(e -> begins.get(e.getKey()) == null || e.getValue() <= begins.get(e.getKey()));
            consumer.assign(stops.keySet());
            stops.keySet().forEach(p -> consumer.seek(p, begins.get(p)));
            var found = new HashMap<TopicPartition, List<Samples.Raw>>();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!stops.isEmpty() && System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> r : consumer.poll(Duration.ofMillis(200))) {
                    Instant at = Instant.ofEpochMilli(r.timestamp());
                    var of = new TopicPartition(r.topic(), r.partition());
                    if (!at.isBefore(from) && at.isBefore(to) && stops.containsKey(of) && r.offset() < stops.get(of)) {
                        found.computeIfAbsent(of, p -> new ArrayList<>()).add(raw(r));
                    }
                }
                var done = stops.keySet().stream().filter(p -> consumer.position(p) >= stops.get(p) || found.getOrDefault(p, List.of()).size() >= most).toList();
                done.forEach(stops::remove);
                consumer.pause(done);
            }
            refuseSilence(found.isEmpty(), stops.keySet());
            return found.values().stream().flatMap(List::stream)
                    .sorted(Comparator.comparing(Samples.Raw::timestamp).thenComparing(Samples.Raw::offset)).limit(most).toList();
        }
    }

    /** The first offset of each partition whose record is of this time or later; a partition without such records is left out. */
    private static Map<TopicPartition, Long> offsetsAt(KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions, Instant time) {
        var wanted = new HashMap<TopicPartition, Long>();
        partitions.forEach(p -> wanted.put(p, Math.max(0, time.toEpochMilli())));
        var offsets = new HashMap<TopicPartition, Long>();
        consumer.offsetsForTimes(wanted, PATIENCE).forEach((p, found) -> {
            if (found != null) {
                offsets.put(p, found.offset());
            }
        });
        return offsets;
    }

    private static Samples.Raw raw(ConsumerRecord<byte[], byte[]> r) {
        return new Samples.Raw(r.partition(), r.offset(), Instant.ofEpochMilli(r.timestamp()), r.key(), r.value(),
                Stream.of(r.headers().toArray()).map(h -> new Samples.Header(h.key(), h.value())).toList());
    }

    /** Whether there are offsets before the last so many of a partition. */
    private static boolean any(Map<TopicPartition, Long> begins, Map<TopicPartition, Long> ends, long reach) {
        return ends.entrySet().stream().anyMatch(e -> e.getValue() - reach > begins.get(e.getKey()));
    }

    /** The records among the last so many offsets of each partition. */
    private static List<ConsumerRecord<byte[], byte[]>> back(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> begins, Map<TopicPartition, Long> ends,
            long reach) {
        ends.forEach((partition, end) -> consumer.seek(partition, Math.max(begins.get(partition), end - reach)));
        return read(consumer, new HashMap<>(ends));
    }

    private static long bytes(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream().mapToLong(RecordReader::bytes).sum();
    }

    private static long bytes(ConsumerRecord<byte[], byte[]> record) {
        return Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(KafkaConsumer<byte[], byte[]> consumer, HashMap<TopicPartition, Long> ends) {
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long bytes = 0;
        while (!ends.isEmpty() && bytes < MOST_BYTES && System.nanoTime() < deadline) {
            for (ConsumerRecord<byte[], byte[]> r : consumer.poll(Duration.ofMillis(200))) {
                bytes += bytes(r);
                records.add(r);
            }
            // By position, not by record: transaction markers and aborted records have offsets but are never handed out.
            ends.entrySet().removeIf(e -> consumer.position(e.getKey()) >= e.getValue());
        }
        refuseSilence(records.isEmpty(), ends.keySet());
        return records;
    }

    /** A broker that sends nothing in time is not a topic that has nothing. @param unread where the reading did not come to its end */
    private static void refuseSilence(boolean nothing, Set<TopicPartition> unread) {
        if (nothing && !unread.isEmpty()) {
            throw new TimeoutException("no record of " + unread.iterator().next() + " came within " + PATIENCE.toSeconds() + " s");
        }
    }

    private Properties settings(int most) {
        return ReaderSettings.of(connection, "millrace-peek", "earliest", Math.max(most, 1));
    }

    static PeekedRecord asText(Samples.Raw raw) {
        long bytes = (raw.key() == null ? 0 : raw.key().length) + (raw.value() == null ? 0 : raw.value().length);
        return new PeekedRecord(raw.partition(), raw.offset(), raw.timestamp(), text(raw.key()), text(raw.value()), bytes);
    }

    private static String text(byte[] bytes) {
        return RecordText.of(bytes).map(c -> (c.binary() ? "0x" : "") + c.text() + (c.cut() ? "…" : "")).orElse("");
    }
}
