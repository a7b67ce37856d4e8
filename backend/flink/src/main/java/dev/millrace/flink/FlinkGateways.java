package dev.millrace.flink;

import dev.millrace.flink.gateway.RestGateway;
import dev.millrace.server.deployment.FlinkClusters;
import org.springframework.beans.factory.DisposableBean;

/** The clusters with their clients, which end with the application. The default one's is ended by whoever made it. */
record FlinkGateways(FlinkClusters clusters) implements DisposableBean {
    @Override public void destroy() {
        clusters.names().stream().filter(name -> !name.equals(FlinkClusters.DEFAULT)).map(clusters::get).forEach(gateway -> ((RestGateway) gateway).close());
    }
}
