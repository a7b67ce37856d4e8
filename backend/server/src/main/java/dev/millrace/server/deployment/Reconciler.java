package dev.millrace.server.deployment;

import dev.millrace.server.deployment.Deployment.State;
import dev.millrace.server.deployment.DeploymentRow.Run;
import dev.millrace.server.deployment.DeploymentRow.Seen;
import dev.millrace.server.deployment.DeploymentStore.Event;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
 * </ul>
 */
final class Reconciler {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

    /** A job is called running again this long after a restart, longer when it keeps restarting. */
    private static final Duration CALM = Duration.ofSeconds(10);
    private static final int LONGEST_CALM = 6;
    private static final Duration STREAK_ENDS = Duration.ofMinutes(2);

    /** A submission without an answer may still arrive at the cluster within this time. */
    private static final Duration UNCERTAIN = Duration.ofSeconds(15);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

    private final DeploymentStore store;
    private final FlinkGateway flink;
    private final Submission submission;
    private final Clock clock;

    Reconciler(DeploymentStore store, FlinkGateway flink, Submission submission, Clock clock) {
        this.store = store;
        this.flink = flink;
        this.submission = submission;
        this.clock = clock;
    }

    /** Makes one step. @return whether another one can be made at once */
    boolean step(DeploymentId id) {
        DeploymentRow row = store.find(id).orElseThrow(() -> new UnknownDeployment(id));
        if (row.deployment().state().isOver() || row.seen().nextAttempt().filter(at -> at.isAfter(clock.instant())).isPresent()) {
            return false;
        }
        try {
            return switch (row.deployment().wanted()) {
                case RUNNING -> run(row);
                case STOPPED -> stop(row);
                case CANCELLED -> cancel(row);
            };
        } catch (RuntimeException e) {
            if (Traces.tellsOfInterruption(e)) {
                throw e; // The application is ending: nothing is wrong with the deployment.
            }
            boolean expected = e instanceof FlinkGateway.Unreachable || e instanceof PipelineTopics.Unavailable
                    || e instanceof FlinkGateway.Failed;
            if (expected) {
                LOG.warn("Deployment {}: {}", id, e.getMessage());
            } else {
                LOG.error("Deployment {} cannot be brought forward", id, e);
            }
            tryLater(row, expected ? e.getMessage() : "Something unexpected happened: " + e, e);
        }
        return false;
    }

    private boolean run(DeploymentRow row) {
        if (row.run().isEmpty()) {
            firstRun(row);
            return true;
        }
        Run run = row.run().get();
        Observation job = flink.observe(run.job());
        if (job.state() != Observation.State.ABSENT) {
            noteSeen(run);
            return apply(row, job);
        }
        Optional<String> checkpoint = flink.latestCheckpoint(run.job()).map(RestorePoint.FromState::path);
        if (run.seenAt().isPresent() || checkpoint.isPresent()) {
            nextRun(row, run, checkpoint);
            return true;
        }
        return submit(row, run);
    }

    private void firstRun(DeploymentRow row) {
        Optional<String> from = row.start() == Start.FRESH ? Optional.empty() : stateLeftBefore(row);
        var run = new Run(1, JobId.random(), from, Optional.empty(), Optional.empty());
        if (row.start() == Start.LATEST_STATE) {
            store.addRun(row.id(), run, Seen.starting("planning"), new Event(DeploymentEvent.Type.RESUMED,
                    from.isPresent() ? "Begins with the state its predecessor left" : "Begins without state: none was left before",
                    from.orElse("")));
        } else {
            store.addRun(row.id(), run, Seen.starting("planning"));
        }
    }

    private void nextRun(DeploymentRow row, Run last, Optional<String> checkpoint) {
        Optional<String> from = checkpoint.or(last::restoredFrom);
        var run = new Run(last.number() + 1, JobId.random(), from, Optional.empty(), Optional.empty());
        store.addRun(row.id(), run, Seen.starting("resuming"), new Event(DeploymentEvent.Type.RESUMED,
                from.isPresent() ? "The cluster had lost the job; it resumes from its last checkpoint"
                        : "The cluster had lost the job before its first checkpoint; it begins again",
                from.orElse("")));
    }

    private boolean submit(DeploymentRow row, Run run) {
        Submission.Outcome outcome = submission.submit(row, run, progress ->
                store.write(row.id(), row.seen().as(State.STARTING, progress)));
        return switch (outcome) {
            case Submission.Submitted submitted -> {
                store.write(row.id(), Seen.starting("waiting for the cluster to run it"), new Event(
                        DeploymentEvent.Type.SUBMITTED, "Handed to Flink as job " + run.job(), run.restoredFrom().orElse("")));
                yield true;
            }
            case Submission.Impossible impossible -> {
                fail(row, impossible.failure());
                yield false;
            }
            case Submission.NotYet notYet -> {
                // The cluster refuses a job it already has: then it is found by observing, and nothing went wrong.
                if (flink.observe(run.job()).state() != Observation.State.ABSENT) {
                    yield true;
                }
                fail(row, notYet.failure());
                yield false;
            }
        };
    }

    /** State of the newest earlier deployment of the pipeline that ran at all. */
    private Optional<String> stateLeftBefore(DeploymentRow row) {
        for (DeploymentRow earlier : store.list(row.deployment().pipeline())) {
            if (!earlier.deployment().state().isOver() || earlier.run().isEmpty()) {
                continue;
            }
            Run last = earlier.run().get();
            Optional<String> left = earlier.seen().savepoint()
                    .or(() -> flink.latestCheckpoint(last.job()).map(RestorePoint.FromState::path)).or(last::restoredFrom);
            if (left.isPresent() || last.seenAt().isPresent()) {
                return left;
            }
        }
        return Optional.empty();
    }

    /** Writes down what a known job does, for a deployment that shall run. */
    private boolean apply(DeploymentRow row, Observation job) {
        Seen before = row.seen();
        Seen now = counted(before, job).with(failure(job).or(() -> before.attempts() > 0 ? Optional.empty() : before.failure()));
        switch (job.state()) {
            case STARTING -> now = now.as(State.STARTING, "waiting for the cluster to run it");
            case RESTARTING -> now = now.as(State.RESTARTING, "");
            case RUNNING -> {
                now = calm(now) ? now.as(State.RUNNING, "") : now.as(State.RESTARTING, "");
                if (now.state() == State.RUNNING && now.runningSince().isEmpty()) {
                    now = now.runningSince(clock.instant());
                }
            }
            case STOPPING -> now = now.as(State.STOPPING, "");
            case FAILED -> now = now.as(State.FAILED, "");
            case CANCELLED -> now = now.as(State.CANCELLED, "");
            case FINISHED -> now = now.as(State.FINISHED, "");
            case ABSENT -> throw new IllegalStateException("An absent job shows nothing");
        }
        if (!now.equals(before)) {
            store.write(row.id(), now, events(before, now));
        }
        return false;
    }

    private Seen counted(Seen before, Observation job) {
        if (job.restarts() <= before.restarts()) {
            return before;
        }
        Instant at = clock.instant();
        boolean again = before.restartedAt().filter(last -> last.plus(STREAK_ENDS).isAfter(at)).isPresent();
        return before.restarted(job.restarts(), again ? before.streak() + 1 : 1, at);
    }

    private boolean calm(Seen seen) {
        return seen.restartedAt().filter(at -> at.plus(CALM.multipliedBy(Math.min(seen.streak(), LONGEST_CALM))).isAfter(clock.instant()))
                .isEmpty();
    }

    private static Event[] events(Seen before, Seen now) {
        if (now.state() == before.state() && now.restarts() == before.restarts()) {
            return new Event[0];
        }
        String why = now.failure().map(f -> f.node().map(n -> n + ": ").orElse("") + f.message()).orElse("");
        String trace = now.failure().map(Deployment.Failure::trace).orElse("");
        return switch (now.state()) {
            case RUNNING -> new Event[] {new Event(DeploymentEvent.Type.RUNNING, "Runs", "")};
            case RESTARTING -> new Event[] {new Event(DeploymentEvent.Type.RESTARTING, why.isEmpty() ? "Restarts" : "Restarts: " + why, trace)};
            case FAILING -> new Event[] {new Event(DeploymentEvent.Type.FAILING, why, trace)};
            case FAILED -> new Event[] {new Event(DeploymentEvent.Type.FAILED, why.isEmpty() ? "Failed" : "Failed: " + why, trace)};
            case STOPPED -> new Event[] {new Event(DeploymentEvent.Type.STOPPED, now.savepoint().isPresent() ? "Stopped; its state is kept"
                    : "Stopped; there was no state to keep", now.savepoint().orElse(""))};
            case FINISHED -> new Event[] {new Event(DeploymentEvent.Type.FINISHED, "Read everything and finished", "")};
            case CANCELLED -> new Event[] {new Event(DeploymentEvent.Type.CANCELLED, "Cancelled", "")};
            // Whoever asked for the stop is an event already.
            case STARTING, STOPPING -> new Event[0];
        };
    }

    private boolean stop(DeploymentRow row) {
        if (row.run().isEmpty()) {
            end(row, row.seen().as(State.STOPPED, ""));
            return false;
        }
        Run run = row.run().get();
        Observation job = flink.observe(run.job());
        switch (job.state()) {
            case ABSENT -> {
                if (!mayStillArrive(run)) {
                    endStopped(row, run);
                }
            }
            // After a stop with savepoint Flink calls a job finished: that is ours where we died before writing it down.
            case FINISHED -> endStopped(row, run);
            case FAILED -> end(row, row.seen().with(failure(job).or(() -> row.seen().failure())).as(State.FAILED, ""));
            case CANCELLED -> end(row, row.seen().as(State.CANCELLED, ""));
            case STARTING, RESTARTING -> {
                noteSeen(run);
                progress(row, "waits until it runs, to take a savepoint; cancel it to end it at once");
            }
            case STOPPING -> progress(row, "taking a savepoint");
            case RUNNING -> {
                noteSeen(run);
                progress(row, "taking a savepoint");
                String savepoint = flink.stopWithSavepoint(run.job());
                end(row, row.seen().with(savepoint).as(State.STOPPED, ""));
            }
        }
        return false;
    }

    /** Stopped without an answer that names the savepoint: the newest state the cluster kept. */
    private void endStopped(DeploymentRow row, Run run) {
        Optional<String> state = flink.latestCheckpoint(run.job()).map(RestorePoint.FromState::path).or(run::restoredFrom);
        Seen seen = row.seen();
        end(row, (state.isPresent() ? seen.with(state.get()) : seen).as(State.STOPPED, ""));
    }

    private boolean cancel(DeploymentRow row) {
        if (row.run().isEmpty()) {
            end(row, row.seen().as(State.CANCELLED, ""));
            return false;
        }
        Run run = row.run().get();
        Observation job = flink.observe(run.job());
        switch (job.state()) {
            case ABSENT -> {
                if (!mayStillArrive(run)) {
                    end(row, row.seen().as(State.CANCELLED, ""));
                }
            }
            case CANCELLED -> end(row, row.seen().as(State.CANCELLED, ""));
            case FINISHED -> end(row, row.seen().as(State.FINISHED, ""));
            case FAILED -> end(row, row.seen().with(failure(job).or(() -> row.seen().failure())).as(State.FAILED, ""));
            case STARTING, RUNNING, RESTARTING, STOPPING -> {
                noteSeen(run);
                progress(row, "cancelling");
                flink.cancel(run.job());
            }
        }
        return false;
    }

    private boolean mayStillArrive(Run run) {
        return run.seenAt().isEmpty() && run.submittedAt().filter(at -> at.plus(UNCERTAIN).isAfter(clock.instant())).isPresent();
    }

    private void noteSeen(Run run) {
        if (run.seenAt().isEmpty()) {
            store.firstSeen(run.job());
        }
    }

    private void progress(DeploymentRow row, String progress) {
        Seen now = row.seen().as(State.STOPPING, progress);
        if (!now.equals(row.seen())) {
            store.write(row.id(), now, events(row.seen(), now));
        }
    }

    private void end(DeploymentRow row, Seen over) {
        store.write(row.id(), over, events(row.seen(), over));
    }

    private void fail(DeploymentRow row, Deployment.Failure failure) {
        end(row, row.seen().with(Optional.of(failure)).as(State.FAILED, ""));
    }

    private void tryLater(DeploymentRow row, String message, Exception cause) {
        int attempts = row.seen().attempts() + 1;
        Duration wait = Duration.ofSeconds(1L << Math.min(attempts - 1, 10));
        if (wait.compareTo(LONGEST_WAIT) > 0) {
            wait = LONGEST_WAIT;
        }
        var failure = new Deployment.Failure(Optional.empty(), message, Traces.of(cause), clock.instant());
        State state = row.deployment().wanted() == Deployment.Wanted.RUNNING ? State.FAILING : State.STOPPING;
        Seen now = row.seen().as(state, "tries again").with(Optional.of(failure)).tryAgain(attempts, clock.instant().plus(wait));
        boolean news = row.seen().failure().filter(last -> last.message().equals(message)).isEmpty();
        store.write(row.id(), now, news ? new Event[] {new Event(DeploymentEvent.Type.FAILING, message, failure.trace())} : new Event[0]);
    }

    private static Optional<Deployment.Failure> failure(Observation job) {
        return job.failure().map(f -> new Deployment.Failure(f.node(), f.message(), f.trace(), f.at()));
    }
}
