package dev.millrace.server.kafka;

import dev.millrace.server.MillraceProperties;
import dev.millrace.server.deployment.KafkaConnection;
import dev.millrace.server.deployment.PipelineTopics;
import java.util.HashMap;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires Kafka. The connection is made from settings here; without them the embedded broker provides it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(KafkaSecurity.class)
class KafkaConfiguration {
    @Bean
    @ConditionalOnExpression("!'${millrace.kafka.bootstrap-servers:}'.isBlank()")
    KafkaConnection kafkaConnection(MillraceProperties millrace, KafkaSecurity security) {
        var properties = new HashMap<>(security.properties());
        security.allowTokens();
        properties.putAll(millrace.kafka().properties());
        return new KafkaConnection(millrace.kafka().bootstrapServers(), properties);
    }

    @Bean KafkaAdmin kafkaAdmin(KafkaConnection connection) {
        return new KafkaAdmin(connection);
    }

    @Bean KafkaTopics topics(KafkaAdmin admin, KafkaConnection connection) {
        return new KafkaTopics(admin, new RecordReader(connection));
    }

    @Bean TopicCatalog topicCatalog(KafkaAdmin admin, KafkaTopics topics, KafkaConnection connection) {
        return new KafkaCatalog(admin, topics, new RecordReader(connection));
    }

    @Bean KafkaProbe kafkaProbe(KafkaConnection connection) {
        return new KafkaProbe(connection);
    }

    @Bean PipelineTopics pipelineTopics(KafkaTopics topics) {
        return new DeploymentTopics(topics);
    }
}
