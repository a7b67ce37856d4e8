package dev.millrace.server.deployment;

import dev.millrace.server.deployment.DeploymentRow.Run;
import java.util.Optional;

/** Finds the state that deployments left. */
final class KeptStates {
    private final DeploymentStore store;
    private final SavepointStore savepoints;
    private final FlinkGateway flink;

    KeptStates(DeploymentStore store, SavepointStore savepoints, FlinkGateway flink) {
        this.store = store;
        this.savepoints = savepoints;
        this.flink = flink;
    }

    /**
     * Path of the state with which a deployment begins; empty: without.
     *
     * @throws Gone where the state that was chosen is not there any more
     */
    Optional<String> toBeginWith(DeploymentRow row) {
        return switch (row.start()) {
            case Start.Fresh fresh -> Optional.empty();
            case Start.LatestState latest -> leftBefore(row);
            case Start.StateOf(DeploymentId of) -> store.find(of).flatMap(this::leftBy);
            case Start.FromSavepoint(SavepointId id) -> Optional.of(savepoints.find(id)
                    .filter(s -> s.state() == Savepoint.State.KEPT).flatMap(Savepoint::path).orElseThrow(Gone::new));
        };
    }

    static final class Gone extends RuntimeException {
        Gone() {
            super("The savepoint that was chosen was deleted. Deploy again and choose another one");
        }
    }

    /** State of the newest earlier deployment of the pipeline that ran at all. */
    private Optional<String> leftBefore(DeploymentRow row) {
        for (DeploymentRow earlier : store.list(row.deployment().pipeline())) {
            if (!earlier.deployment().state().isOver() || earlier.run().isEmpty() || earlier.id().equals(row.id())) {
                continue;
            }
            Optional<String> left = leftBy(earlier);
            if (left.isPresent() || earlier.run().get().seenAt().isPresent()) {
                return left;
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
                .or(() -> flink.latestCheckpoint(last.job()).map(RestorePoint.FromState::path).filter(path -> isThere(over, path)))
                .or(() -> last.restoredFrom().filter(path -> isThere(over, path)));
    }

    private boolean isThere(DeploymentRow of, String path) {
        return !savepoints.isDeleted(of.deployment().pipeline(), path);
    }
}
