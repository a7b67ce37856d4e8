package dev.millrace.server.deployment;

import dev.millrace.compile.LogicalPlan;
import dev.millrace.server.deployment.FlinkGateway.ClusterStatus;
import dev.millrace.server.design.Design;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.design.PipelineId;
import java.util.List;
import java.util.Optional;

/** Asks the cluster itself: its version and its slots. Where it does not answer, a deployment waits for it, as ever. */
final class AskedOutlooks implements ClusterOutlooks {
    private final FlinkClusters flinks;
    private final DeploymentStore store;
    private final DesignService designs;
    private final StateOutlooks states;

    AskedOutlooks(FlinkClusters flinks, DeploymentStore store, DesignService designs, StateOutlooks states) {
        this.flinks = flinks;
        this.store = store;
        this.designs = designs;
        this.states = states;
    }

    @Override public List<String> clusters() {
        return flinks.names();
    }

    @Override public String preset(PipelineId pipeline) {
        return store.list(pipeline).stream().findFirst().map(row -> row.deployment().cluster()).filter(flinks::has).orElse(FlinkClusters.DEFAULT);
    }

    @Override public String agreed(PipelineId pipeline, long revision, Optional<String> cluster, Start start) {
        ClusterOutlook found = look(pipeline, revision, cluster.orElseGet(() -> preset(pipeline)), start);
        found.refusal().ifPresent(why -> {
            throw new NotOnCluster(why);
        });
        return found.cluster();
    }

    @Override public ClusterOutlook look(PipelineId pipeline, long revision, String cluster, Start start) {
        if (!flinks.has(cluster)) {
            throw new NotOnCluster(flinks.unknown(cluster));
        }
        int needed = slots(pipeline, revision);
        Optional<String> strange = foreignState(pipeline, revision, cluster, start);
        ClusterStatus status;
        try {
            status = flinks.get(cluster).cluster();
        } catch (FlinkGateway.Unreachable | FlinkGateway.Failed away) {
            return new ClusterOutlook(cluster, Optional.empty(), needed, strange, Optional.of(away.getMessage() + ". The deployment waits until it answers"));
        }
        Optional<String> refusal = status.isOtherVersion() ? Optional.of("The Flink cluster '" + cluster + "' is of version " + status.flinkVersion() + ", and jobs are made for "
                + status.needs() + ": choose a cluster of version " + status.needs()) : strange;
        return new ClusterOutlook(cluster, Optional.of(status), needed, refusal, tooFew(pipeline, cluster, needed, status));
    }

    private int slots(PipelineId pipeline, long revision) {
        Design design = designs.open(pipeline, revision);
        return design.compilation().plan().map(LogicalPlan::slots).orElse(design.pipeline().run().parallelism());
    }

    private Optional<String> tooFew(PipelineId pipeline, String cluster, int needed, ClusterStatus status) {
        // What it takes the place of gives its slots back.
        int own = store.list(pipeline).stream().map(DeploymentRow::deployment).filter(d -> d.state() == Deployment.State.RUNNING && d.cluster().equals(cluster))
                .mapToInt(d -> slots(pipeline, d.revision())).sum();
        if (needed <= status.slotsFree() + own) {
            return Optional.empty();
        }
        return Optional.of("The job needs " + counted(needed) + ", and of " + status.slots() + " on '" + cluster + "' " + (status.slotsFree() == 1 ? "1 is" : status.slotsFree() + " are")
                + " free" + (own == 0 ? "" : ", with " + own + " that it gives back") + ": it waits until there are more");
    }

    private static String counted(int slots) {
        return slots == 1 ? "1 slot" : slots + " slots";
    }

    /** State goes along only where the new cluster can read it. */
    private Optional<String> foreignState(PipelineId pipeline, long revision, String cluster, Start start) {
        if (start instanceof Start.Fresh || flinks.names().size() == 1) {
            return Optional.empty();
        }
        StateOutlook state = states.look(pipeline, revision, start);
        return state.of().filter(of -> state.begins() && !flinks.shareState(of.cluster(), cluster)).map(of -> "The state is on the Flink cluster '" + of.cluster() + "', and '" + cluster
                + "' cannot read it, since they keep state in different places: begin without state, stay on '" + of.cluster() + "', or set one state-dir for both");
    }
}
