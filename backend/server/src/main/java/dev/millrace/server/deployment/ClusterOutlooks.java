package dev.millrace.server.deployment;

import dev.millrace.server.design.PipelineId;
import java.util.List;
import java.util.Optional;

/** Says before a deployment how clusters fit. Blocks for at most some seconds. */
public interface ClusterOutlooks {
    /** Names of the Flink clusters, the default one first. */
    List<String> clusters();

    /** Where a pipeline is deployed if nobody says where: where it was last, or the default one. */
    String preset(PipelineId pipeline);

    /** @throws NotOnCluster where none of that name is set up */
    ClusterOutlook look(PipelineId pipeline, long revision, String cluster, Start start);

    /** @param cluster empty: {@link #preset} @return the name of the cluster that it is @throws NotOnCluster with the reason where it cannot be deployed there */
    String agreed(PipelineId pipeline, long revision, Optional<String> cluster, Start start);
}
