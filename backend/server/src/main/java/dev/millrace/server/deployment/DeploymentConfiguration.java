package dev.millrace.server.deployment;

import dev.millrace.server.design.DesignService;
import dev.millrace.server.instance.LeaderLoop;
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

    @Bean Savepoints savepoints(DeploymentStore deployments, SavepointStore store, FlinkClusters flinks) {
        return new StoredSavepoints(deployments, store, flinks);
    }

    @Bean DeploymentListeners deploymentListeners(DeploymentStore store, Notices notices) {
        return new DeploymentListeners(store, notices);
    }

    @Bean DeploymentService deploymentService(DeploymentStore store, DesignService designs, PipelineTopics topics,
            DeploymentListeners listeners, StateOwners owners, StateOutlooks outlooks, ClusterOutlooks clusters) {
        return new StoredDeployments(store, designs, topics, listeners, owners, outlooks, clusters);
    }

    @Bean StoredLiveParameters liveParameters(DeploymentStore store, JdbcClient jdbc, PlatformTransactionManager transactions, Notices notices, DesignService designs,
            PipelineTopics topics) {
        return new StoredLiveParameters(store, new ParameterRows(jdbc, new TransactionTemplate(transactions), notices), designs, topics);
    }

    @Bean LeaderLoop parameterLoop(StoredLiveParameters parameters, Leadership leadership) {
        return new LeaderLoop("live-parameters", leadership, Duration.ofSeconds(1), leads -> {
            if (leads) {
                parameters.sendAgain();
            }
        });
    }

    @Bean ClusterOutlooks clusterOutlooks(FlinkClusters flinks, DeploymentStore store, DesignService designs, StateOutlooks states) {
        return new AskedOutlooks(flinks, store, designs, states);
    }

    @Bean StateOwners stateOwners(JdbcClient jdbc) {
        return new StateOwners(jdbc);
    }

    @Bean StateOutlooks stateOutlooks(DeploymentStore store, SavepointStore savepoints, StateOwners owners, DesignService designs, FlinkClusters flinks,
            PipelineTopics topics, ReadRates rates) {
        return new StoredOutlooks(store, savepoints, owners, designs, flinks, new Refills(topics, rates));
    }

    @Bean ReconcileLoop reconcileLoop(DeploymentStore store, SavepointStore savepoints, DesignService designs, FlinkClusters flinks, PipelineTopics topics,
            StateOwners owners, StoredLiveParameters parameters, Leadership leadership, Notices notices) {
        var clock = Clock.systemUTC();
        var submission = new Submission(designs, flinks, topics, store, owners, parameters, clock);
        return new ReconcileLoop(store, new Reconciler(store, savepoints, flinks, submission, clock), leadership, notices, REST);
    }
}
