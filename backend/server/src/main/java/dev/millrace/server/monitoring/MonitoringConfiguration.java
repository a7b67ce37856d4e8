package dev.millrace.server.monitoring;

import dev.millrace.server.connections.Connection;
import dev.millrace.server.connections.Connections;
import dev.millrace.server.deployment.DeploymentService;
import dev.millrace.server.metrics.Metrics;
import dev.millrace.server.trouble.Troubles;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires what is told to systems that watch this one: series for Prometheus, and health. The names of the beans are those under {@code /actuator/health}. */
@Configuration(proxyBeanMethods = false)
class MonitoringConfiguration {
    private static final int VALID_SECONDS = 2;

    @Bean DeploymentSeries deploymentSeries(PrometheusRegistry registry, DeploymentService deployments, Metrics metrics, Troubles troubles) {
        var series = new DeploymentSeries(deployments, metrics, troubles, Clock.systemUTC());
        registry.register(series);
        return series;
    }

    /** What does not answer within the time is away: nobody is to be sent to an instance without its database. */
    @Bean HealthIndicator databaseHealthIndicator(DataSource database) {
        return new SeenHealth(() -> answers(database), Duration.ofSeconds(1), Status.DOWN);
    }

    @Bean HealthContributor kafkaHealthIndicator(Connections connections) {
        return all(connections, Connection.Kind.KAFKA);
    }

    @Bean HealthContributor flinkHealthIndicator(Connections connections) {
        return all(connections, Connection.Kind.FLINK);
    }

    private static HealthContributor all(Connections connections, Connection.Kind kind) {
        var byCluster = new TreeMap<String, HealthIndicator>();
        connections.all().stream().filter(c -> c.kind() == kind).forEach(c -> byCluster.put(c.cluster(),
                new SeenHealth(() -> c.check().works(), Duration.ofSeconds(10), Status.UNKNOWN)));
        return byCluster.size() == 1 ? byCluster.firstEntry().getValue() : CompositeHealthContributor.fromMap(byCluster);
    }

    private static boolean answers(DataSource database) {
        try (var connection = database.getConnection()) {
            return connection.isValid(VALID_SECONDS);
        } catch (SQLException away) {
            return false;
        }
    }
}
