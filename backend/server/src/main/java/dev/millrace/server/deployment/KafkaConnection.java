package dev.millrace.server.deployment;

import java.util.Map;
import java.util.TreeSet;

/** How to reach Kafka: bootstrap servers and further client properties, secrets among them. */
public record KafkaConnection(String bootstrapServers, Map<String, String> properties) {
    public KafkaConnection {
        properties = Map.copyOf(properties);
    }

    /** Without the values of properties: there are passwords among them. */
    @Override public String toString() {
        return "KafkaConnection[" + bootstrapServers + ", with " + new TreeSet<>(properties.keySet()) + "]";
    }
}
