package dev.millrace.flink.connect;

import static org.awaitility.Awaitility.await;

import dev.millrace.server.deployment.KafkaConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What is in a topic of one partition. */
final class BackfillTopics {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private BackfillTopics() {}

    /** Once no transaction is open: Kafka tells the job that one is committed, and after that those who read what is committed. */
    static List<JsonNode> committed(KafkaConnection kafka, String topic) {
        await().atMost(PATIENCE).until(() -> end(kafka, topic, "read_committed") == end(kafka, topic, "read_uncommitted"));
        return rows(kafka, topic, "read_committed");
    }

    /** Whether it is committed yet or not. */
    static List<JsonNode> written(KafkaConnection kafka, String topic) {
        return rows(kafka, topic, "read_uncommitted");
    }

    private static long end(KafkaConnection kafka, String topic, String isolation) {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers(), "isolation.level", isolation);
        var partition = new TopicPartition(topic, 0);
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            return consumer.endOffsets(List.of(partition)).get(partition);
        }
    }

    private static List<JsonNode> rows(KafkaConnection kafka, String topic, String isolation) {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers(), "isolation.level", isolation, "auto.offset.reset", "earliest");
        var partition = new TopicPartition(topic, 0);
        var rows = new ArrayList<JsonNode>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(r -> rows.add(JSON.readTree(r.value())));
            }
        }
        return rows;
    }
}
