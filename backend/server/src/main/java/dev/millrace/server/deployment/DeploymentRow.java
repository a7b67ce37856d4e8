package dev.millrace.server.deployment;

import java.time.Instant;
import java.util.Optional;

/**
 * A deployment with what only the reconciler needs to know.
 *
 * @param savepointWanted somebody asked for a savepoint that is not taken yet
 */
record DeploymentRow(Deployment deployment, Optional<Run> run, Seen seen, boolean savepointWanted) {

    Start start() {
        return deployment.start();
    }

    DeploymentId id() {
        return deployment.id();
    }

    /**
     * One job of a deployment, written before it is submitted.
     *
     * @param submittedAt last time a submission was begun
     * @param seenAt first time the cluster showed the job
     */
    record Run(int number, JobId job, Optional<String> restoredFrom, Optional<Instant> submittedAt, Optional<Instant> seenAt) {}

    /**
     * The part that the reconciler writes.
     *
     * @param streak restarts in a row without a calm time in between
     * @param attempts tries to reach or start it that failed in a row
     */
    record Seen(Deployment.State state, String progress, Optional<String> savepoint, int restarts, int streak,
            Optional<Instant> restartedAt, int attempts, Optional<Instant> nextAttempt, Optional<Deployment.Failure> failure,
            Optional<Instant> runningSince) {

        static Seen starting(String progress) {
            return new Seen(Deployment.State.STARTING, progress, Optional.empty(), 0, 0, Optional.empty(), 0, Optional.empty(),
                    Optional.empty(), Optional.empty());
        }

        Seen as(Deployment.State newState, String newProgress) {
            return new Seen(newState, newProgress, savepoint, restarts, streak, restartedAt, 0, Optional.empty(), failure, runningSince);
        }

        Seen with(Optional<Deployment.Failure> newFailure) {
            return new Seen(state, progress, savepoint, restarts, streak, restartedAt, attempts, nextAttempt, newFailure, runningSince);
        }

        Seen with(String newSavepoint) {
            return new Seen(state, progress, Optional.of(newSavepoint), restarts, streak, restartedAt, attempts, nextAttempt, failure,
                    runningSince);
        }

        Seen restarted(int newRestarts, int newStreak, Instant at) {
            return new Seen(state, progress, savepoint, newRestarts, newStreak, Optional.of(at), attempts, nextAttempt, failure,
                    runningSince);
        }

        Seen runningSince(Instant since) {
            return new Seen(state, progress, savepoint, restarts, streak, restartedAt, attempts, nextAttempt, failure,
                    Optional.of(since));
        }

        Seen tryAgain(int newAttempts, Instant at) {
            return new Seen(state, progress, savepoint, restarts, streak, restartedAt, newAttempts, Optional.of(at), failure, runningSince);
        }
    }
}
