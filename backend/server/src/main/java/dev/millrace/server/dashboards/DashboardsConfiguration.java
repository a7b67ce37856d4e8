package dev.millrace.server.dashboards;

import dev.millrace.compile.Compiler;
import dev.millrace.server.deployment.DeploymentService;
import dev.millrace.server.deployment.KafkaClusters;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.metrics.Metrics;
import dev.millrace.server.metrics.PrintedRows;
import dev.millrace.server.security.User;
import dev.millrace.server.security.Users;
import dev.millrace.server.topics.TopicPipelines;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires the dashboards that people make. */
@Configuration(proxyBeanMethods = false)
class DashboardsConfiguration {
    @Bean Dashboards dashboards(JdbcClient jdbc, Users users) {
        return new StoredDashboards(new DashboardStore(jdbc), name -> users.find(name).filter(u -> u.role() == User.Role.ADMINISTRATOR).isPresent());
    }

    @Bean Feeds dashboardFeeds(DeploymentService deployments, DesignService designs, Compiler compiler, Metrics metrics, PrintedRows printed, KafkaClusters clusters,
            TopicPipelines topicPipelines, RowReading reading) {
        return new Feeds(deployments, designs, compiler, metrics, printed, clusters, topicPipelines, reading);
    }
}
