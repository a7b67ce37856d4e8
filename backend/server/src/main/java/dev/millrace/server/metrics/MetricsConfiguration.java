package dev.millrace.server.metrics;

import dev.millrace.server.deployment.DeploymentService;
import dev.millrace.server.deployment.FlinkClusters;
import dev.millrace.server.deployment.PipelineTopics;
import dev.millrace.server.deployment.ReadRates;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.instance.Leadership;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Wires the collecting of metrics. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MetricsProperties.class)
class MetricsConfiguration {
    @Bean Collector metrics(FlinkClusters flinks, PipelineTopics topics, DeploymentService deployments, DesignService designs, Leadership leadership,
            JdbcClient jdbc, MetricsProperties settings) {
        return new Collector(flinks, new SourceLags(designs, topics), deployments, designs, leadership, new MetricsStore(jdbc, JsonMapper.builder().build()),
                new History(new HistoryStore(jdbc), new NodeHistory(jdbc, settings), settings, Clock.systemUTC()));
    }

    @Bean ReadRates readRates(JdbcClient jdbc) {
        return new SeenRates(new MetricsStore(jdbc, JsonMapper.builder().build()), new HistoryStore(jdbc));
    }

    @Bean PrintedRows printedRows(FlinkClusters flinks, DeploymentService deployments) {
        return new PrintedRows(flinks, deployments);
    }
}
