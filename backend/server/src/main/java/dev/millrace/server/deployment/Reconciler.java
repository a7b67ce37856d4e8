package dev.millrace.server.deployment;

import dev.millrace.server.deployment.Deployment.State;
import dev.millrace.server.deployment.DeploymentRow.Seen;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one deployment a step nearer to what is wanted: observe, compare, act.
 *
 * <p>It may die between any two lines. What makes that safe:
 * <ul>
 * <li>A job's id is in the database before the job is submitted, so a job that runs is always found again.
 * <li>A job that was never seen is submitted again under the same id, which the cluster refuses where it has it after all.
 * <li>Only where a job was seen (or left a checkpoint) and the cluster no longer knows it, is there a next run with a new id,
 *     from the newest checkpoint of the run before.
 * <li>Stopping is repeated until the job is seen to be over.
 * <li>A deployment that follows another one begins when that one is over, and not before; one that goes back is written in the
 *     transaction that ends the one it follows.
 * </ul>
 */
final class Reconciler {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

    private final DeploymentStore store;
    private final Running running;
    private final Ending ending;
    private final Trials trials;
    private final AskedSavepoints asked;
    private final Clock clock;

    Reconciler(DeploymentStore store, SavepointStore savepoints, FlinkClusters flinks, Submission submission, Clock clock) {
        this.store = store;
        this.clock = clock;
        this.trials = new Trials(store, flinks, clock);
        this.running = new Running(store, new KeptStates(store, savepoints, flinks), flinks, submission, trials, clock);
        this.ending = new Ending(store, flinks, clock);
        this.asked = new AskedSavepoints(savepoints, flinks);
    }

    /** Makes one step. @return whether another one can be made at once */
    boolean step(DeploymentId id) {
        return step(store.find(id).orElseThrow(() -> new UnknownDeployment(id)));
    }

    /** The same for one that has just been read. */
    boolean step(DeploymentRow row) {
        if (row.deployment().state().isOver() || row.seen().nextAttempt().filter(at -> at.isAfter(clock.instant())).isPresent()) {
            return false;
        }
        try {
            if (row.seen().state() == State.WAITING) {
                return trials.takePlace(row);
            }
            switch (row.deployment().wanted()) {
                case RUNNING -> {
                    if (row.savepointWanted() && row.seen().state() == State.RUNNING) {
                        asked.step(row);
                    }
                    return running.step(row);
                }
                case SUSPENDED -> ending.stop(row, State.SUSPENDED);
                case STOPPED -> ending.stop(row, State.STOPPED);
                case CANCELLED -> ending.cancel(row);
            }
        } catch (KeptStates.Gone gone) {
            Seen failed = row.seen().with(Optional.of(new Deployment.Failure(Optional.empty(), gone.getMessage(), "", clock.instant())))
                    .as(State.FAILED, "");
            store.write(row.id(), failed, JobLook.events(row.seen(), failed));
        } catch (RuntimeException e) {
            if (Traces.tellsOfInterruption(e)) {
                throw e; // The application is ending: nothing is wrong with the deployment.
            }
            boolean away = e instanceof FlinkGateway.Unreachable || e instanceof PipelineTopics.Unavailable;
            boolean expected = away || e instanceof FlinkGateway.Failed;
            if (expected) {
                LOG.warn("Deployment {}: {}", row.id(), e.getMessage());
            } else {
                LOG.error("Deployment {} cannot be brought forward", row.id(), e);
            }
            if (away) {
                trials.notSeen(row);
            }
            tryLater(row, expected ? e.getMessage() : "Something unexpected happened: " + e, e);
        }
        return false;
    }

    private void tryLater(DeploymentRow row, String message, Exception cause) {
        int attempts = row.seen().attempts() + 1;
        Duration wait = Duration.ofSeconds(1L << Math.min(attempts - 1, 10));
        if (wait.compareTo(LONGEST_WAIT) > 0) {
            wait = LONGEST_WAIT;
        }
        var failure = new Deployment.Failure(Optional.empty(), message, Traces.of(cause), clock.instant());
        State state = row.seen().state() == State.WAITING ? State.WAITING
                : row.deployment().wanted() == Deployment.Wanted.RUNNING ? State.FAILING : State.STOPPING;
        Seen now = row.seen().as(state, "tries again").with(Optional.of(failure)).tryAgain(attempts, clock.instant().plus(wait));
        boolean news = row.seen().failure().filter(last -> last.message().equals(message)).isEmpty();
        store.write(row.id(), now, news ? new Event[] {new Event(DeploymentEvent.Type.FAILING, message, failure.trace())} : new Event[0]);
    }
}
