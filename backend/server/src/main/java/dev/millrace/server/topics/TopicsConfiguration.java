package dev.millrace.server.topics;

import dev.millrace.compile.Compiler;
import dev.millrace.server.deployment.DeploymentService;
import dev.millrace.server.design.DesignService;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires what connects topics with pipelines. */
@Configuration(proxyBeanMethods = false)
class TopicsConfiguration {
    @Bean TopicPipelines topicPipelines(DesignService designs, DeploymentService deployments, Compiler compiler) {
        return new DrawnTopicPipelines(designs, deployments, compiler);
    }
}
