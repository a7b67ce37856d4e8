package dev.millrace.server.deployment;

import dev.millrace.server.design.DesignService;
import dev.millrace.server.instance.Leadership;
import dev.millrace.server.instance.Notices;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires deployments and the loop that reconciles them. */
@Configuration(proxyBeanMethods = false)
class DeploymentConfiguration {
    private static final Duration REST = Duration.ofMillis(200);

    @Bean DeploymentStore deploymentStore(JdbcClient jdbc, PlatformTransactionManager transactions, Notices notices) {
        return new DeploymentStore(jdbc, new TransactionTemplate(transactions), notices);
    }

    @Bean SavepointStore savepointStore(JdbcClient jdbc, PlatformTransactionManager transactions, Notices notices) {
        return new SavepointStore(jdbc, new TransactionTemplate(transactions), notices);
    }

    @Bean Savepoints savepoints(DeploymentStore deployments, SavepointStore store, FlinkGateway flink) {
        return new StoredSavepoints(deployments, store, flink);
    }

    @Bean DeploymentListeners deploymentListeners(DeploymentStore store, Notices notices) {
        return new DeploymentListeners(store, notices);
    }

    @Bean DeploymentService deploymentService(DeploymentStore store, DesignService designs, PipelineTopics topics,
            DeploymentListeners listeners, StateOwners owners, StateOutlooks outlooks) {
        return new StoredDeployments(store, designs, topics, listeners, owners, outlooks);
    }

    @Bean StateOwners stateOwners(JdbcClient jdbc) {
        return new StateOwners(jdbc);
    }

    @Bean StateOutlooks stateOutlooks(DeploymentStore store, SavepointStore savepoints, StateOwners owners, DesignService designs, FlinkGateway flink) {
        return new StoredOutlooks(store, savepoints, owners, designs, flink);
    }

    @Bean ReconcileLoop reconcileLoop(DeploymentStore store, SavepointStore savepoints, DesignService designs, FlinkGateway flink, PipelineTopics topics,
            StateOwners owners, Leadership leadership, Notices notices) {
        var clock = Clock.systemUTC();
        var submission = new Submission(designs, flink, topics, store, owners, clock);
        return new ReconcileLoop(store, new Reconciler(store, savepoints, flink, submission, clock), leadership, notices, REST);
    }
}
