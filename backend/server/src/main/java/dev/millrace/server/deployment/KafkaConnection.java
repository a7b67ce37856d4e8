package dev.millrace.server.deployment;

import java.util.Map;

/** How to reach Kafka: bootstrap servers and further client properties. */
public record KafkaConnection(String bootstrapServers, Map<String, String> properties) {
    public KafkaConnection {
        properties = Map.copyOf(properties);
    }
}
