package dev.millrace.server;

import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the application under {@code millrace}.
 *
 * @param home folder of everything embedded
 * @param adminPassword password of the first administrator; a random one is printed where it is empty
 */
@ConfigurationProperties("millrace")
public record MillraceProperties(@DefaultValue("${user.home}/.millrace") Path home, @DefaultValue("") String adminPassword,
        @DefaultValue Kafka kafka, @DefaultValue Flink flink) {

    /** @param bootstrapServers empty: an embedded broker @param properties of Kafka's clients, which win over all other settings */
    public record Kafka(@DefaultValue("") String bootstrapServers, @DefaultValue Map<String, String> properties) {
        /** Without values: there may be passwords among them. */
        @Override public String toString() {
            return "Kafka[" + bootstrapServers + ", " + properties.keySet() + "]";
        }
    }

    /** @param restUrl address of a session cluster; empty: an embedded one */
    public record Flink(@DefaultValue("") String restUrl) {}
}
