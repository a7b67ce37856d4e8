package dev.millrace.server.kafka;

import dev.millrace.server.deployment.KafkaConnection;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What all consumers have in common that only look: they commit nothing, and see what is committed alone, as bytes. */
final class ReaderSettings {
    private ReaderSettings() {}

    /**
     * @param client the name by which the brokers' logs know it
     * @param reset where to begin whose place is gone: "earliest" or "latest"
     * @param most records at once
     */
    static Properties of(KafkaConnection connection, String client, String reset, int most) {
        var settings = new Properties();
        settings.putAll(connection.properties());
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, connection.bootstrapServers());
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, client);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, reset);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Integer.toString(most));
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        return settings;
    }
}
