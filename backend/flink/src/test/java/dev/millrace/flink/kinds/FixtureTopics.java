package dev.millrace.flink.kinds;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.core.ConditionFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What fixtures put into topics of a broker and find in them. */
record FixtureTopics(String bootstrapServers) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A Kafka that stood still for two seconds takes its broker for gone, and makes none for a moment; and a broker hears of topics after they are made. */
    void create(List<String> topics) {
        ConditionFactory patiently = await().atMost(Duration.ofSeconds(60)).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(20));
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            patiently.ignoreExceptionsMatching(e -> e.getCause() instanceof InvalidReplicationFactorException)
                    .until(() -> admin.createTopics(topics.stream().map(t -> new NewTopic(t, 1, (short) 1)).toList()).all().get() == null);
            patiently.until(() -> admin.listTopics().names().get().containsAll(topics));
        }
    }

    void produce(String topic, List<String> records) {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            records.forEach(record -> producer.send(keyed(topic, record)));
        }
    }

    /** A line of the form {"key": …, "value": …} is a record with a key, and without a value where that is null. */
    static ProducerRecord<String, String> keyed(String topic, String line) {
        try {
            JsonNode parts = JSON.readTree(line);
            if (Set.copyOf(parts.propertyNames()).equals(Set.of("key", "value"))) {
                return new ProducerRecord<>(topic, parts.get("key").toString(), parts.get("value").isNull() ? null : parts.get("value").toString());
            }
        } catch (JacksonException e) {
            // Not JSON, and so a bad record on purpose.
            return new ProducerRecord<>(topic, line);
        }
        return new ProducerRecord<>(topic, line);
    }

    /** Waits for so many records, and then a little for one too many. */
    List<String> consume(String topic, int count, boolean keyed) {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed",
                "auto.offset.reset", "earliest");
        List<String> rows = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (rows.size() < count && System.nanoTime() < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(r -> rows.add(line(r, keyed)));
            }
            for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(700))) {
                rows.add(line(record, keyed));
            }
        }
        return rows;
    }

    /** Where it is open in which order changes come, only the latest row of each key is expected: waits until there are just these. */
    void settle(String topic, List<String> expected, UnaryOperator<String> form) {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "earliest");
        var latest = new LinkedHashMap<String, String>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            await().atMost(Duration.ofSeconds(60)).pollInSameThread().pollInterval(Duration.ofMillis(1)).untilAsserted(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(r -> {
                    if (r.value() == null) {
                        latest.remove(r.key());
                    } else {
                        latest.put(r.key(), r.value());
                    }
                });
                FixtureRows.compare(topic, expected, latest.values().stream().map(form).toList());
            });
        }
    }

    /** A record as a line of a fixture, with its key where keys are expected. */
    static String line(ConsumerRecord<String, String> record, boolean keyed) {
        return keyed ? "{\"key\": " + record.key() + ", \"value\": " + record.value() + "}" : record.value();
    }
}
