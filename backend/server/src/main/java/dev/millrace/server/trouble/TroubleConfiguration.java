package dev.millrace.server.trouble;

import dev.millrace.kind.NodeKinds;
import dev.millrace.server.deployment.DeploymentService;
import dev.millrace.server.deployment.FlinkClusters;
import dev.millrace.server.deployment.PipelineTopics;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.metrics.Metrics;
import java.time.Clock;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the looking for troubles. */
@Configuration(proxyBeanMethods = false)
class TroubleConfiguration {
    @Bean Lookout troubles(DeploymentService deployments, DesignService designs, NodeKinds kinds, PipelineTopics topics, FlinkClusters flinks, Metrics metrics) {
        var clock = Clock.systemUTC();
        return new Lookout(deployments, List.of(new LookAtTopics(designs, kinds, topics, clock), new LookAtCheckpoints(flinks, clock), new LookAtClusters(flinks, clock),
                new LookAtNumbers(designs, kinds, metrics, clock)), clock);
    }
}
