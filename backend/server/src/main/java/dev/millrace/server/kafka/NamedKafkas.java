package dev.millrace.server.kafka;

import dev.millrace.kind.ClusterName;
import dev.millrace.rel.Topic;
import dev.millrace.server.deployment.KafkaConnection;
import dev.millrace.server.embedded.StartRefused;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Further Kafka clusters, such as {@code millrace.kafka.clusters.west.bootstrap-servers}, each with the same settings as the one that pipelines
 * mean where they name none.
 *
 * @param clusters by the name that pipelines use
 */
@ConfigurationProperties("millrace.kafka")
record NamedKafkas(@DefaultValue Map<String, Named> clusters) {

    /** @param properties of Kafka's clients, which win over all other settings */
    record Named(@DefaultValue("") String bootstrapServers, @DefaultValue Map<String, String> properties, @DefaultValue("") String securityProtocol,
            @DefaultValue KafkaSecurity.Sasl sasl, @DefaultValue KafkaSecurity.Oauth oauth, @DefaultValue KafkaSecurity.Store trust,
            @DefaultValue KafkaSecurity.Store key) {

        KafkaSecurity security() {
            return new KafkaSecurity(securityProtocol, sasl, oauth, trust, key);
        }

        /** Without values: there are passwords among them. */
        @Override public String toString() {
            return "Named[" + bootstrapServers + "]";
        }
    }

    /** @throws StartRefused where a name or a setting makes no sense */
    Map<String, KafkaConnection> connections() {
        var found = new TreeMap<String, KafkaConnection>();
        clusters.forEach((name, cluster) -> {
            if (!ClusterName.isName(name)) {
                throw new StartRefused("'" + name + "' under millrace.kafka.clusters cannot be the name of a cluster. Use lower-case letters, digits and hyphens.");
            }
            if (name.equals(Topic.DEFAULT_CLUSTER)) {
                throw new StartRefused("The Kafka cluster called '" + name + "' is the one under millrace.kafka. Choose another name for millrace.kafka.clusters." + name + ".");
            }
            if (cluster.bootstrapServers().isBlank()) {
                throw new StartRefused("The Kafka cluster '" + name + "' has no address. Set millrace.kafka.clusters." + name + ".bootstrap-servers.");
            }
            var properties = new HashMap<>(cluster.security().properties(new SettingNames(name)));
            cluster.security().allowTokens();
            properties.putAll(cluster.properties());
            found.put(name, new KafkaConnection(cluster.bootstrapServers().strip(), properties));
        });
        return found;
    }
}
