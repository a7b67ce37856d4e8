package dev.millrace.server.kafka;

import dev.millrace.server.MillraceProperties;
import dev.millrace.server.deployment.KafkaConnection;
import dev.millrace.server.deployment.PipelineTopics;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires Kafka. The connection is made from settings here; without them the embedded broker provides it. */
@Configuration(proxyBeanMethods = false)
class KafkaConfiguration {
    @Bean
    @ConditionalOnExpression("!'${millrace.kafka.bootstrap-servers:}'.isBlank()")
    KafkaConnection kafkaConnection(MillraceProperties millrace) {
        return new KafkaConnection(millrace.kafka().bootstrapServers(), millrace.kafka().properties());
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

    @Bean PipelineTopics pipelineTopics(KafkaTopics topics) {
        return new DeploymentTopics(topics);
    }
}
