package dev.millrace.server.kafka;

import dev.millrace.compile.KnownClusters;
import dev.millrace.server.MillraceProperties;
import dev.millrace.server.connections.Connection;
import dev.millrace.server.connections.ConnectionSource;
import dev.millrace.server.deployment.KafkaClusters;
import dev.millrace.server.deployment.KafkaConnection;
import dev.millrace.server.deployment.PipelineTopics;
import java.util.HashMap;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires Kafka. The connection is made from settings here; without them the embedded broker provides it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({KafkaSecurity.class, NamedKafkas.class})
class KafkaConfiguration {
    @Bean
    @ConditionalOnExpression("!'${millrace.kafka.bootstrap-servers:}'.isBlank()")
    KafkaConnection kafkaConnection(MillraceProperties millrace, KafkaSecurity security) {
        var properties = new HashMap<>(security.properties());
        security.allowTokens();
        properties.putAll(millrace.kafka().properties());
        return new KafkaConnection(millrace.kafka().bootstrapServers(), properties);
    }

    @Bean KafkaClusters kafkaClusters(KafkaConnection preset, NamedKafkas named) {
        return KafkaClusters.only(preset).and(named.connections());
    }

    @Bean KnownClusters knownClusters(KafkaClusters clusters) {
        return KnownClusters.of(clusters.byName().keySet());
    }

    @Bean ByCluster<KafkaAdmin> kafkaAdmins(KafkaClusters clusters) {
        return KafkaAdmin.of(clusters);
    }

    @Bean KafkaTopics topics(KafkaClusters clusters, ByCluster<KafkaAdmin> admins) {
        return KafkaTopics.of(clusters, admins).preset();
    }

    @Bean TopicCatalog topicCatalog(KafkaClusters clusters, ByCluster<KafkaAdmin> admins, KafkaTopics topics) {
        return KafkaCatalog.of(clusters, admins, topics).preset();
    }

    @Bean TemporaryTopics temporaryTopics(KafkaConnection preset, ByCluster<KafkaAdmin> admins, KafkaTopics topics, TopicCatalog catalog) {
        return new KafkaTemporaryTopics(preset, admins.preset(), topics, catalog);
    }

    @Bean ConnectionSource kafkaConnections(KafkaClusters clusters) {
        return () -> clusters.names().stream().<Connection>map(name -> new KafkaProbe(name, clusters.get(name))).toList();
    }

    @Bean PipelineTopics pipelineTopics(KafkaClusters clusters, KafkaTopics topics) {
        return DeploymentTopics.of(clusters, topics).preset();
    }
}
