package dev.millrace.server.deployment;

import dev.millrace.server.deployment.DeploymentRow.Run;
import dev.millrace.server.design.PipelineId;
import java.util.Optional;
import java.util.function.Function;

/** Finds the state that deployments left: for the reconciler, which begins with it, and for what is said of it before. */
final class KeptStates {
    private final DeploymentStore store;
    private final SavepointStore savepoints;
    private final Function<DeploymentRow, Optional<String>> checkpoints;

    KeptStates(DeploymentStore store, SavepointStore savepoints, FlinkClusters flinks) {
        this(store, savepoints, row -> flinks.of(row.deployment()).latestCheckpoint(row.run().orElseThrow().job()).map(RestorePoint.FromState::path));
    }

    /** @param checkpoints path of the newest checkpoint of the newest job of a deployment */
    KeptStates(DeploymentStore store, SavepointStore savepoints, Function<DeploymentRow, Optional<String>> checkpoints) {
        this.store = store;
        this.savepoints = savepoints;
        this.checkpoints = checkpoints;
    }

    /**
     * State that a deployment hands on.
     *
     * @param by the deployment that hands it on; where it has none of its own, that is what it began with
     * @param path where it is; empty where there is none, or not yet, since the deployment is not over
     */
    record Left(DeploymentRow by, Optional<String> path) {
        /** Whether there is state to begin with, now or when that deployment has ended. */
        boolean isThere() {
            return path.isPresent() || !by.deployment().state().isOver();
        }
    }

    /**
     * Path of the state with which a deployment begins; empty: without.
     *
     * @throws Gone where the state that was chosen is not there any more
     */
    Optional<String> toBeginWith(DeploymentRow row) {
        return left(row.deployment().pipeline(), row.start(), Optional.of(row.id())).flatMap(Left::path);
    }

    /**
     * The state with which a deployment of a pipeline begins.
     *
     * @param begins the deployment, where it is written already: those before it are over then
     * @return empty where none is wanted, or there was no deployment to leave any
     * @throws Gone where the state that was chosen is not there any more
     */
    Optional<Left> left(PipelineId pipeline, Start start, Optional<DeploymentId> begins) {
        return switch (start) {
            case Start.Fresh fresh -> Optional.empty();
            case Start.LatestState latest -> leftBefore(pipeline, begins);
            case Start.StateOf(DeploymentId of) -> store.find(of).map(row -> new Left(row, leftBy(row)));
            case Start.FromSavepoint(SavepointId id) -> {
                Savepoint chosen = savepoints.find(id).filter(s -> s.state() == Savepoint.State.KEPT).orElseThrow(Gone::new);
                yield store.find(chosen.deployment()).map(row -> new Left(row, chosen.path()));
            }
        };
    }

    static final class Gone extends RuntimeException {
        Gone() {
            super("The savepoint that was chosen was deleted. Deploy again and choose another one");
        }
    }

    /** That of the newest deployment that ran at all, or left something. */
    private Optional<Left> leftBefore(PipelineId pipeline, Optional<DeploymentId> begins) {
        for (DeploymentRow earlier : store.list(pipeline)) {
            boolean isOver = earlier.deployment().state().isOver();
            if (earlier.run().isEmpty() || begins.filter(id -> id.equals(earlier.id()) || !isOver).isPresent()) {
                continue;
            }
            Left left = new Left(earlier, isOver ? leftBy(earlier) : Optional.empty());
            if (left.isThere() || earlier.run().get().seenAt().isPresent()) {
                return Optional.of(left);
            }
        }
        return Optional.empty();
    }

    /** The newest state that is still there of a deployment that is over. */
    private Optional<String> leftBy(DeploymentRow over) {
        if (over.run().isEmpty()) {
            return Optional.empty();
        }
        Run last = over.run().get();
        return over.seen().savepoint().filter(path -> isThere(over, path))
                .or(() -> checkpoints.apply(over).filter(path -> isThere(over, path)))
                .or(() -> last.restoredFrom().filter(path -> isThere(over, path)));
    }

    private boolean isThere(DeploymentRow of, String path) {
        return !savepoints.isDeleted(of.deployment().pipeline(), path);
    }
}
