package dev.millrace.server.deployment;

import dev.millrace.server.deployment.Deployment.State;
import dev.millrace.server.deployment.DeploymentRow.Run;
import dev.millrace.server.deployment.DeploymentRow.Seen;
import java.time.Clock;
import java.util.Optional;

/** Brings a deployment that shall run nearer to it: a first run, another one where the cluster lost its job, and what is seen of it. */
final class Running {
    private final DeploymentStore store;
    private final KeptStates kept;
    private final FlinkClusters flinks;
    private final Submission submission;
    private final Trials trials;
    private final Clock clock;

    Running(DeploymentStore store, KeptStates kept, FlinkClusters flinks, Submission submission, Trials trials, Clock clock) {
        this.store = store;
        this.kept = kept;
        this.flinks = flinks;
        this.submission = submission;
        this.trials = trials;
        this.clock = clock;
    }

    /** @return whether another step can be made at once */
    boolean step(DeploymentRow row) {
        if (row.run().isEmpty()) {
            firstRun(row);
            return true;
        }
        Run run = row.run().get();
        // Only one that was suspended has a savepoint and is to run.
        if (row.seen().state() == State.SUSPENDED || row.seen().savepoint().isPresent()) {
            addRun(row, next(run, row.seen().savepoint().or(run::restoredFrom)), "resuming", "Goes on from where it was suspended");
            return true;
        }
        FlinkGateway flink = flinks.of(row.deployment());
        Observation job = flink.observe(run.job());
        if (job.state() != Observation.State.ABSENT) {
            if (run.seenAt().isEmpty()) {
                store.firstSeen(run.job());
            }
            note(row, JobLook.seen(row.seen(), job, clock.instant()));
            return false;
        }
        Optional<String> checkpoint = flink.latestCheckpoint(run.job()).map(RestorePoint.FromState::path);
        if (run.seenAt().isPresent() || checkpoint.isPresent()) {
            Run next = next(run, checkpoint.or(run::restoredFrom));
            addRun(row, next, "resuming", next.restoredFrom().isPresent() ? "The cluster had lost the job; it resumes from its last checkpoint"
                    : "The cluster had lost the job before its first checkpoint; it begins again");
            return true;
        }
        return submit(row, run);
    }

    private void firstRun(DeploymentRow row) {
        Optional<String> from = kept.toBeginWith(row);
        var run = new Run(1, JobId.random(), from, Optional.empty(), Optional.empty());
        if (row.start() instanceof Start.Fresh) {
            store.addRun(row.id(), run, Seen.starting("planning"), clock.instant());
        } else {
            addRun(row, run, "planning", from.isEmpty() ? "Begins without state: none was left before"
                    : row.start() instanceof Start.FromSavepoint ? "Begins with the state that was chosen" : "Begins with the state its predecessor left");
        }
    }

    private static Run next(Run last, Optional<String> from) {
        return new Run(last.number() + 1, JobId.random(), from, Optional.empty(), Optional.empty());
    }

    private void addRun(DeploymentRow row, Run run, String progress, String words) {
        store.addRun(row.id(), run, Seen.starting(progress), clock.instant(),
                Event.withState(DeploymentEvent.Type.RESUMED, words, run.restoredFrom().orElse("")));
    }

    private boolean submit(DeploymentRow row, Run run) {
        Submission.Outcome outcome = submission.submit(row, run, progress ->
                store.write(row.id(), row.seen().as(State.STARTING, progress)));
        return switch (outcome) {
            case Submission.Submitted submitted -> {
                if (submitted.aborted() > 0) {
                    store.write(row.id(), row.seen().as(State.STARTING, "submitting"), new Event(DeploymentEvent.Type.TRANSACTIONS_ABORTED, "Aborted "
                            + (submitted.aborted() == 1 ? "an open transaction" : submitted.aborted() + " open transactions")
                            + " of a job before: its rows since its last checkpoint were never visible to readers of committed records, who waited for them", ""));
                }
                store.write(row.id(), Seen.starting("waiting for the cluster to run it"), Event.withState(
                        DeploymentEvent.Type.SUBMITTED, "Handed to Flink as job " + run.job(), run.restoredFrom().orElse("")));
                yield true;
            }
            case Submission.Impossible impossible -> {
                fail(row, impossible.failure());
                yield false;
            }
            case Submission.NotYet notYet -> {
                // The cluster refuses a job it already has: then it is found by observing, and nothing went wrong.
                if (flinks.of(row.deployment()).observe(run.job()).state() != Observation.State.ABSENT) {
                    yield true;
                }
                fail(row, notYet.failure());
                yield false;
            }
        };
    }

    private void fail(DeploymentRow row, Deployment.Failure failure) {
        note(row, row.seen().with(Optional.of(failure)).as(State.FAILED, ""));
    }

    /** Writes down how it stands, unless that ends a trial. */
    private void note(DeploymentRow row, Seen now) {
        if (row.deployment().onTrial() && trials.judge(row, now)) {
            return;
        }
        if (!now.equals(row.seen())) {
            store.write(row.id(), now, JobLook.events(row.seen(), now));
        }
    }
}
