package dev.millrace.server.shadow;

import dev.millrace.server.deployment.DeploymentService;
import dev.millrace.server.deployment.FlinkClusters;
import dev.millrace.server.deployment.Savepoints;
import dev.millrace.server.deployment.StateHandover;
import dev.millrace.server.deployment.StateOutlooks;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.instance.LeaderLoop;
import dev.millrace.server.instance.Leadership;
import dev.millrace.server.instance.Notices;
import dev.millrace.server.kafka.TemporaryTopics;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires shadow runs and the loop that looks after them. */
@Configuration(proxyBeanMethods = false)
class ShadowConfiguration {
    private static final Duration REST = Duration.ofMillis(500);

    @Bean ShadowStore shadowStore(JdbcClient jdbc, Notices notices) {
        return new ShadowStore(jdbc, notices);
    }

    @Bean Shadows shadows(ShadowStore store, DeploymentService deployments, DesignService designs, StateOutlooks outlooks) {
        return new StoredShadows(store, deployments, designs, outlooks, Clock.systemUTC());
    }

    @Bean LeaderLoop shadowLoop(ShadowStore store, DeploymentService deployments, DesignService designs, Savepoints savepoints, StateHandover handover,
            FlinkClusters flinks, TemporaryTopics topics, Leadership leadership) {
        var reconciler = new ShadowReconciler(store, deployments, designs, savepoints, handover, flinks, topics, Clock.systemUTC());
        return new LeaderLoop("shadow-runs", leadership, REST, new ShadowRound(store, reconciler));
    }
}
