package dev.millrace.flink;

import dev.millrace.kind.ClusterName;
import dev.millrace.server.deployment.FlinkClusters;
import dev.millrace.server.embedded.StartRefused;
import java.net.URI;
import java.util.Map;
import java.util.OptionalInt;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Further Flink clusters, such as {@code millrace.flink.clusters.west.rest-url}.
 *
 * @param clusters by name
 */
@ConfigurationProperties("millrace.flink")
record NamedFlinks(@DefaultValue Map<String, Named> clusters) {

    /**
     * @param restUrl address of a session cluster
     * @param stateDir folder or address for checkpoints and savepoints, which the cluster must reach; empty: where its own configuration says
     */
    record Named(@DefaultValue("") String restUrl, @DefaultValue("") String stateDir) {
        URI address() {
            return URI.create(restUrl.strip());
        }
    }

    /**
     * The same.
     *
     * @param own port of the Flink in this process; empty where there is none
     * @throws StartRefused where a name or an address makes no sense. The Flink in this process is no cluster of its own: a job that comes to it as to one far away
     *     brings its classes along a second time, and then writes no rows
     */
    NamedFlinks checked(OptionalInt own) {
        clusters.forEach((name, cluster) -> {
            if (!ClusterName.isName(name)) {
                throw new StartRefused("'" + name + "' under millrace.flink.clusters cannot be the name of a cluster. Use lower-case letters, digits and hyphens.");
            }
            if (name.equals(FlinkClusters.DEFAULT)) {
                throw new StartRefused("The Flink cluster called '" + name + "' is the one under millrace.flink. Choose another name for millrace.flink.clusters." + name + ".");
            }
            if (!cluster.restUrl().strip().matches("https?://[^\\s/]+.*") || !isAddress(cluster.restUrl().strip())) {
                throw new StartRefused("'" + cluster.restUrl() + "' is no address of the Flink cluster '" + name + "'. Set millrace.flink.clusters." + name
                        + ".rest-url to http://host:port.");
            }
            if (own.isPresent() && cluster.address().getPort() == own.getAsInt() && isHere(cluster.address().getHost())) {
                throw new StartRefused("The Flink cluster '" + name + "' at " + cluster.restUrl().strip() + " is the one that Millrace starts itself, which is called '" + FlinkClusters.DEFAULT
                        + "' already. Take millrace.flink.clusters." + name + " away, or set it to another cluster.");
            }
        });
        return this;
    }

    /** Whether it is a name of this machine's loopback interface, on which alone the Flink in this process listens. */
    private static boolean isHere(String host) {
        return host.equalsIgnoreCase("localhost") || host.matches("127(\\.\\d+){3}") || host.equals("[::1]");
    }

    private static boolean isAddress(String text) {
        try {
            return URI.create(text).getHost() != null;
        } catch (IllegalArgumentException noAddress) {
            return false;
        }
    }
}
