package dev.millrace.server.kafka;

import dev.millrace.server.deployment.KafkaConnection;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the newest records of a topic, without a consumer group and without leaving a trace in Kafka. */
final class RecordReader {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int LONGEST_TEXT = 4_000;
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
        try (var consumer = new KafkaConsumer<byte[], byte[]>(settings(most))) {
            var partitions = consumer.partitionsFor(topic, PATIENCE).stream().map(p -> new TopicPartition(topic, p.partition())).toList();
            var begins = consumer.beginningOffsets(partitions, PATIENCE);
            var ends = new HashMap<>(consumer.endOffsets(partitions, PATIENCE));
            ends.entrySet().removeIf(e -> e.getValue() <= begins.get(e.getKey()));
            consumer.assign(ends.keySet());
            List<Samples.Raw> found = back(consumer, begins, ends, most);
            // Not every offset is a record: where too few were found, it is looked further back.
            for (long reach = most * WIDER; found.size() < most && bytes(found) < MOST_BYTES && reach <= most * FURTHEST && any(begins, ends, reach / WIDER); reach *= WIDER) {
                found = back(consumer, begins, ends, reach);
            }
            return found.stream().sorted(Comparator.comparing(Samples.Raw::timestamp).thenComparing(Samples.Raw::offset).reversed()).limit(most).toList();
        }
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
    private static List<Samples.Raw> back(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> begins, Map<TopicPartition, Long> ends,
            long reach) {
        ends.forEach((partition, end) -> consumer.seek(partition, Math.max(begins.get(partition), end - reach)));
        return read(consumer, new HashMap<>(ends));
    }

    private static long bytes(List<Samples.Raw> records) {
        return records.stream().mapToLong(r -> (r.key() == null ? 0 : r.key().length) + (r.value() == null ? 0 : r.value().length)).sum();
    }

    private static List<Samples.Raw> read(KafkaConsumer<byte[], byte[]> consumer, HashMap<TopicPartition, Long> ends) {
        var records = new ArrayList<Samples.Raw>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long bytes = 0;
        while (!ends.isEmpty() && bytes < MOST_BYTES && System.nanoTime() < deadline) {
            for (ConsumerRecord<byte[], byte[]> r : consumer.poll(Duration.ofMillis(200))) {
                bytes += Math.max(0, r.serializedKeySize()) + Math.max(0, r.serializedValueSize());
                records.add(raw(r));
            }
            // By position, not by record: transaction markers and aborted records have offsets but are never handed out.
            ends.entrySet().removeIf(e -> consumer.position(e.getKey()) >= e.getValue());
        }
        return records;
    }

    private Properties settings(int most) {
        var settings = new Properties();
        settings.putAll(connection.properties());
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, connection.bootstrapServers());
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "millrace-peek");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Integer.toString(Math.max(most, 1)));
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        return settings;
    }

    static PeekedRecord asText(Samples.Raw raw) {
        long bytes = (raw.key() == null ? 0 : raw.key().length) + (raw.value() == null ? 0 : raw.value().length);
        return new PeekedRecord(raw.partition(), raw.offset(), raw.timestamp(), text(raw.key()), text(raw.value()), bytes);
    }

    /** UTF-8 where it is, else hexadecimal digits. */
    private static String text(byte[] bytes) {
        if (bytes == null) {
            return "";
        }
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT - 1) + "…";
        } catch (CharacterCodingException binary) {
            int shown = Math.min(bytes.length, LONGEST_TEXT / 2 - 2);
            return "0x" + HexFormat.of().formatHex(bytes, 0, shown) + (shown < bytes.length ? "…" : "");
        }
    }
}
