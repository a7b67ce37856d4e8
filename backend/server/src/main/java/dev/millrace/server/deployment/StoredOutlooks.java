package dev.millrace.server.deployment;

import dev.millrace.compile.LogicalPlan;
import dev.millrace.server.design.Design;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.design.PipelineId;
import dev.millrace.state.StateVerdict;
import dev.millrace.state.StateVerdicts;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at the revision that left the state, compiled as it would be now. */
final class StoredOutlooks implements StateOutlooks {
    private final DeploymentStore store;
    private final KeptStates kept;
    private final StateOwners owners;
    private final DesignService designs;
    private final Refills refills;
    private final ReadableState readable;

    StoredOutlooks(DeploymentStore store, SavepointStore savepoints, StateOwners owners, DesignService designs, FlinkClusters flinks, Refills refills) {
        this.store = store;
        this.owners = owners;
        this.designs = designs;
        this.refills = refills;
        // Read from here, and what pipelines do that say nothing themselves is the same on all clusters.
        this.readable = new ReadableState(flinks.get(FlinkClusters.DEFAULT));
        this.kept = new KeptStates(store, savepoints, row -> {
            JobId job = row.run().orElseThrow().job();
            try {
                return flinks.of(row.deployment()).latestCheckpoint(job).map(RestorePoint.FromState::path);
            } catch (FlinkGateway.Unreachable away) {
                // Taken to be there, wherever that is: where it is not so, that is seen before the job begins.
                return Optional.of(job.value());
            }
        });
    }

    @Override public StateOutlook look(PipelineId pipeline, long revision, Start start) {
        return look(designs.open(pipeline, revision), start);
    }

    @Override public StateOutlook look(Design design, Start start) {
        LogicalPlan plan = design.compilation().plan().orElseThrow(() -> new NotDeployable(design.compilation().diagnostics()));
        Optional<KeptStates.Left> left = left(design.id(), start);
        if (left.filter(KeptStates.Left::isThere).isPresent()) {
            Deployment owner = owner(left.get());
            return new StateOutlook(Optional.of(owner), true, plan(owner).map(then -> StateVerdicts.between(then, plan)).orElseGet(() -> StateVerdicts.unknown(plan)),
                    Map.of(), left.get().path().flatMap(path -> readable.refusal(plan, path)));
        }
        // One that has ended and left nothing, or where nothing of it is wanted: what it held is read again, or gone.
        Optional<Deployment> before = (start instanceof Start.Fresh ? left(design.id(), Start.LATEST_STATE) : left).map(this::owner);
        List<StateVerdict> verdicts = StateVerdicts.fresh(before.flatMap(this::plan), SourcesBegin.in(plan, start, ""));
        return new StateOutlook(before, false, verdicts, refills.of(plan, before, verdicts), Optional.empty());
    }

    private Optional<KeptStates.Left> left(PipelineId pipeline, Start start) {
        try {
            return kept.left(pipeline, start, Optional.empty());
        } catch (KeptStates.Gone gone) {
            throw new UnknownSavepoint(((Start.FromSavepoint) start).savepoint());
        }
    }

    private Optional<LogicalPlan> plan(Deployment of) {
        return designs.open(of.pipeline(), of.revision()).compilation().plan();
    }

    /** One that left no state of its own hands on what it began with, which is that of another. */
    private Deployment owner(KeptStates.Left left) {
        DeploymentRow by = left.by();
        return left.path().filter(path -> by.deployment().state().isOver()).flatMap(path -> owners.of(by.deployment().pipeline(), path)).flatMap(store::find)
                .map(DeploymentRow::deployment).orElse(by.deployment());
    }
}
