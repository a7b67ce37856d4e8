package dev.millrace.server.deployment;

import dev.millrace.server.design.Author;
import dev.millrace.server.design.PipelineId;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The catalogue in PostgreSQL, brought up to what the cluster has when somebody looks at it. */
final class StoredSavepoints implements Savepoints {
    private static final Logger LOG = LoggerFactory.getLogger(StoredSavepoints.class);
    /** Checkpoints of older deployments are what was known of them. */
    private static final int LOOKED_AT = 10;

    private final DeploymentStore deployments;
    private final SavepointStore store;
    private final FlinkClusters flinks;

    StoredSavepoints(DeploymentStore deployments, SavepointStore store, FlinkClusters flinks) {
        this.deployments = deployments;
        this.store = store;
        this.flinks = flinks;
    }

    @Override public List<Savepoint> list(PipelineId pipeline) {
        deployments.list(pipeline).stream().filter(row -> row.run().isPresent()).limit(LOOKED_AT).forEach(row -> asKnown(() -> look(row)));
        store.list(pipeline).stream().filter(s -> s.state() == Savepoint.State.KEPT && s.bytes().isEmpty())
                .forEach(s -> asKnown(() -> at(s).look(s.path().orElseThrow()).ifPresent(kept -> store.measured(s.id(), kept))));
        return store.list(pipeline);
    }

    /** Where a cluster is away, what was known of it is left as it was. */
    private static void asKnown(Runnable look) {
        try {
            look.run();
        } catch (FlinkGateway.Unreachable away) {
            LOG.warn("Savepoints are listed as they were known: {}", away.getMessage());
        }
    }

    private FlinkGateway at(Savepoint savepoint) {
        return flinks.get(deployments.find(savepoint.deployment()).map(row -> row.deployment().cluster()).orElse(FlinkClusters.DEFAULT));
    }

    private void look(DeploymentRow row) {
        JobId job = row.run().orElseThrow().job();
        flinks.of(row.deployment()).latestCheckpoint(job).map(RestorePoint.FromState::path).filter(path -> !store.isKnown(row.deployment().pipeline(), path))
                .ifPresent(path -> store.checkpoint(row.deployment(), job, path));
    }

    @Override public Savepoint get(SavepointId id) {
        return store.find(id).filter(s -> s.state() != Savepoint.State.DELETED).orElseThrow(() -> new UnknownSavepoint(id));
    }

    @Override public Savepoint take(DeploymentId of, Author author, String reason) {
        Deployment deployment = deployments.find(of).map(DeploymentRow::deployment).orElseThrow(() -> new UnknownDeployment(of));
        if (deployment.state() != Deployment.State.RUNNING || deployment.wanted() != Deployment.Wanted.RUNNING) {
            throw new NotNow("A savepoint is taken of a job that runs; this one does not run now");
        }
        SavepointId id = SavepointId.random();
        store.want(id, deployment, author.name(), reason.strip());
        return get(id);
    }

    @Override public void delete(SavepointId id, Author author) {
        Savepoint savepoint = get(id);
        if (savepoint.state() == Savepoint.State.WANTED) {
            throw new NotNow("It is being taken: wait until it is there");
        }
        Optional<String> path = savepoint.path();
        for (DeploymentRow row : deployments.list(savepoint.pipeline())) {
            Deployment user = row.deployment();
            boolean needs = !user.state().isOver() && path.isPresent() && (user.restoredFrom().equals(path) || user.savepoint().equals(path)
                    || user.start().equals(new Start.FromSavepoint(id)) || savepoint.kind() == Savepoint.Kind.CHECKPOINT && user.job().equals(Optional.of(savepoint.job())));
            boolean goesBackTo = user.onTrial() && user.follows().equals(Optional.of(savepoint.deployment()));
            if (needs || goesBackTo) {
                throw new NotNow("The deployment of revision " + user.revision() + " needs it and is not over: delete it when it is");
            }
        }
        path.ifPresent(at(savepoint)::delete);
        store.deleted(savepoint, author.name());
    }
}
