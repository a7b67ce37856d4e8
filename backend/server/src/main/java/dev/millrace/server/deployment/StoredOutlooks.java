package dev.millrace.server.deployment;

import dev.millrace.compile.Compilation;
import dev.millrace.compile.LogicalPlan;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.design.PipelineId;
import dev.millrace.state.StateVerdict;
import dev.millrace.state.StateVerdicts;
import java.util.List;
import java.util.Optional;

/** Looks at the revision that left the state, compiled as it would be now. */
final class StoredOutlooks implements StateOutlooks {
    private final DeploymentStore store;
    private final SavepointStore savepoints;
    private final StateOwners owners;
    private final DesignService designs;
    private final FlinkGateway flink;

    StoredOutlooks(DeploymentStore store, SavepointStore savepoints, StateOwners owners, DesignService designs, FlinkGateway flink) {
        this.flink = flink;
        this.store = store;
        this.savepoints = savepoints;
        this.owners = owners;
        this.designs = designs;
    }

    @Override public StateOutlook look(PipelineId pipeline, long revision, Start start) {
        Compilation compilation = designs.open(pipeline, revision).compilation();
        LogicalPlan plan = compilation.plan().orElseThrow(() -> new NotDeployable(compilation.diagnostics()));
        if (start instanceof Start.Fresh) {
            Optional<Deployment> before = before(pipeline, Start.LATEST_STATE);
            return new StateOutlook(before, false, StateVerdicts.fresh(before.flatMap(this::plan), SourcesBegin.in(plan, start, "")));
        }
        Optional<Deployment> before = before(pipeline, start);
        Optional<LogicalPlan> then = before.flatMap(this::plan);
        List<StateVerdict> verdicts = then.map(t -> StateVerdicts.between(t, plan))
                .orElseGet(() -> before.isPresent() ? StateVerdicts.unknown(plan) : StateVerdicts.fresh(Optional.empty(), plan));
        return new StateOutlook(before, before.isPresent(), verdicts);
    }

    private Optional<LogicalPlan> plan(Deployment of) {
        return designs.validate(designs.open(of.pipeline(), of.revision()).pipeline()).plan();
    }

    private Optional<Deployment> before(PipelineId pipeline, Start start) {
        return switch (start) {
            case Start.Fresh fresh -> Optional.empty();
            case Start.StateOf(DeploymentId of) -> store.find(of).flatMap(this::owner);
            case Start.FromSavepoint(SavepointId id) -> Optional.of(savepoints.find(id).orElseThrow(() -> new UnknownSavepoint(id)))
                    .flatMap(s -> store.find(s.deployment())).map(DeploymentRow::deployment);
            case Start.LatestState latest -> store.list(pipeline).stream().filter(row -> row.run().isPresent())
                    .filter(row -> !row.deployment().state().isOver() || row.run().get().seenAt().isPresent() || row.run().get().restoredFrom().isPresent()
                            || row.seen().savepoint().isPresent()).findFirst().flatMap(this::owner);
        };
    }

    /** One that left no state of its own hands on what it began with, which is that of another. */
    private Optional<Deployment> owner(DeploymentRow row) {
        Optional<String> began = row.run().flatMap(DeploymentRow.Run::restoredFrom);
        boolean itsOwn = began.isEmpty() || !row.deployment().state().isOver() || row.seen().savepoint().filter(path -> !began.get().equals(path)).isPresent()
                || hasCheckpoint(row.run().get().job());
        return itsOwn ? Optional.of(row.deployment()) : owners.of(row.deployment().pipeline(), began.get()).flatMap(store::find).map(DeploymentRow::deployment).or(() -> Optional.of(row.deployment()));
    }

    private boolean hasCheckpoint(JobId job) {
        try {
            return flink.latestCheckpoint(job).isPresent();
        } catch (FlinkGateway.Unreachable away) {
            // Where it is not so, that is seen before the job begins.
            return true;
        }
    }
}
