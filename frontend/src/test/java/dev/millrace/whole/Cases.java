package dev.millrace.whole;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Input with independently computed answers, and a plain Kafka client to feed and read topics. The files and where they come
 * from are in the test resources of backend/flink.
 */
public final class Cases {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    /** Later than every flight by more than the watermark's delay, so that the last windows close. */
    private static final String FLUSH =
            "{\"id\":-1,\"ts\":\"2001-06-01 00:00:00.000\",\"epoch\":991353600000,\"delay\":0,\"distance\":1,\"origin\":\"ZZZ\",\"destination\":\"ZZZ\"}";

    private final String bootstrapServers;

    public Cases(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** 20,000 flights, up to six hours out of order. */
    public static List<String> flights() {
        return lines("flights.jsonl.gz");
    }

    public static String flush() {
        return FLUSH;
    }

    /** Flights, delay in all and at most, per airport and day: one line of text each, sorted. */
    public static List<String> dailyByOrigin() {
        return lines("F1_daily_by_origin.jsonl.gz").stream().map(JSON::readTree).map(Cases::daily).sorted().toList();
    }

    public static String daily(JsonNode row) {
        return row.path("window_start").asString() + " " + row.path("origin").asString() + " n=" + row.path("n").asLong() + " sum="
                + row.path("sum_delay").asLong() + " max=" + row.path("max_delay").asLong();
    }

    /** A bid as one line of text; prices are compared by value. */
    public static String bid(JsonNode row) {
        return row.path("auction").asString() + " " + row.path("bidder").asString("") + " "
                + new BigDecimal(row.path("price").asString()).stripTrailingZeros().toPlainString() + " " + row.path("dateTime").asString("");
    }

    public static List<String> expectedBids(String query) {
        return lines(query + ".jsonl.gz").stream().map(JSON::readTree).map(Cases::bid).sorted().toList();
    }

    /** Nexmark events with 20 records among them that nobody can read. */
    public static List<String> eventsSomeBroken() {
        List<String> records = new ArrayList<>();
        List<String> good = lines("events-20k.jsonl.gz");
        for (int i = 0; i < good.size(); i++) {
            if (i % 1000 == 500) {
                records.add(switch (i / 1000 % 4) {
                    case 0 -> "{\"event_type\": 2, \"bid\": {";
                    case 1 -> "not json";
                    case 2 -> "{\"event_type\": \"two\"}";
                    default -> "[]";
                });
            }
            records.add(good.get(i));
        }
        return records;
    }

    public void topic(String name, int partitions) {
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public void produce(String topic, List<String> records) {
        produce(topic, records, null);
    }

    /** @param partition that gets all of them; null: one after the other */
    public void produce(String topic, List<String> records, Integer partition) {
        try (var producer = new KafkaProducer<>(Map.<String, Object>of("bootstrap.servers", bootstrapServers), new StringSerializer(),
                new StringSerializer())) {
            int partitions = producer.partitionsFor(topic).size();
            for (int i = 0; i < records.size(); i++) {
                producer.send(new ProducerRecord<>(topic, partition == null ? i % partitions : partition, null, records.get(i)));
            }
        }
    }

    /** Committed records of a topic, from its beginning: waits for so many and then looks whether there are more. */
    public List<JsonNode> consume(String topic, int count) {
        List<JsonNode> rows = new ArrayList<>();
        try (var consumer = consumer()) {
            await().atMost(PATIENCE).until(() -> !consumer.listTopics().getOrDefault(topic, List.of()).isEmpty());
            consumer.assign(IntStream.range(0, consumer.partitionsFor(topic).size()).mapToObj(p -> new TopicPartition(topic, p)).toList());
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (rows.size() < count && System.nanoTime() < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(r -> rows.add(JSON.readTree(r.value())));
            }
            consumer.poll(Duration.ofSeconds(2)).forEach(r -> rows.add(JSON.readTree(r.value())));
        }
        return rows;
    }

    private KafkaConsumer<String, String> consumer() {
        return new KafkaConsumer<>(Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed", "auto.offset.reset", "earliest"),
                new StringDeserializer(), new StringDeserializer());
    }

    private static List<String> lines(String file) {
        try (var reader = new BufferedReader(new InputStreamReader(new GZIPInputStream(Cases.class.getResourceAsStream("/cases/" + file)),
                StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
