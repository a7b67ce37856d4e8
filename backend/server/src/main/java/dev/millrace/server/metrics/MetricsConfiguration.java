package dev.millrace.server.metrics;

import dev.millrace.server.deployment.DeploymentService;
import dev.millrace.server.deployment.FlinkGateway;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.instance.Leadership;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Wires the collecting of metrics. */
@Configuration(proxyBeanMethods = false)
class MetricsConfiguration {
    @Bean Collector metrics(FlinkGateway flink, DeploymentService deployments, DesignService designs, Leadership leadership,
            JdbcClient jdbc) {
        return new Collector(flink, deployments, designs, leadership, new MetricsStore(jdbc, JsonMapper.builder().build()),
                Clock.systemUTC());
    }

    @Bean PrintedRows printedRows(FlinkGateway flink, DeploymentService deployments) {
        return new PrintedRows(flink, deployments);
    }
}
