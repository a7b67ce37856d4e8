package dev.millrace.server.deployment;

import dev.millrace.server.deployment.Deployment.State;
import dev.millrace.server.deployment.DeploymentRow.Run;
import dev.millrace.server.deployment.DeploymentRow.Seen;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Brings a deployment to its end, or to a rest: stopped or suspended with a savepoint, or cancelled. */
final class Ending {
    /** A submission without an answer may still arrive at the cluster within this time. */
    private static final Duration UNCERTAIN = Duration.ofSeconds(15);

    private final DeploymentStore store;
    private final FlinkClusters flinks;
    private final Clock clock;

    Ending(DeploymentStore store, FlinkClusters flinks, Clock clock) {
        this.store = store;
        this.flinks = flinks;
        this.clock = clock;
    }

    /** @param as STOPPED, or SUSPENDED where it shall be resumed */
    void stop(DeploymentRow row, State as) {
        if (row.run().isEmpty() || row.seen().state() == State.SUSPENDED) {
            // Nothing runs: what it was suspended with is what it is stopped with.
            if (row.seen().state() != as) {
                write(row, row.seen().as(as, ""));
            }
            return;
        }
        Run run = row.run().get();
        Observation job = flinks.of(row.deployment()).observe(run.job());
        switch (job.state()) {
            case ABSENT -> {
                if (!mayStillArrive(run)) {
                    stopped(row, run, as);
                }
            }
            // After a stop with savepoint Flink calls a job finished: that is ours where we died before writing it down.
            case FINISHED -> stopped(row, run, as);
            case FAILED -> write(row, row.seen().with(JobLook.failure(job).or(() -> row.seen().failure())).as(State.FAILED, ""));
            case CANCELLED -> write(row, row.seen().as(State.CANCELLED, ""));
            case STARTING, RESTARTING -> {
                noteSeen(run);
                progress(row, "waits until it runs, to take a savepoint; cancel it to end it at once");
            }
            case STOPPING -> progress(row, "taking a savepoint");
            case RUNNING -> {
                noteSeen(run);
                progress(row, "taking a savepoint");
                String savepoint = flinks.of(row.deployment()).stopWithSavepoint(run.job());
                write(row, row.seen().with(savepoint).as(as, ""));
            }
        }
    }

    /** Stopped without an answer that names the savepoint: the newest state the cluster kept. */
    private void stopped(DeploymentRow row, Run run, State as) {
        Optional<String> state = flinks.of(row.deployment()).latestCheckpoint(run.job()).map(RestorePoint.FromState::path).or(run::restoredFrom);
        Seen seen = row.seen();
        write(row, (state.isPresent() ? seen.with(state.get()) : seen).as(as, ""));
    }

    void cancel(DeploymentRow row) {
        if (row.run().isEmpty() || row.seen().state() == State.SUSPENDED) {
            write(row, row.seen().as(State.CANCELLED, ""));
            return;
        }
        Run run = row.run().get();
        Observation job = flinks.of(row.deployment()).observe(run.job());
        switch (job.state()) {
            case ABSENT -> {
                if (!mayStillArrive(run)) {
                    write(row, row.seen().as(State.CANCELLED, ""));
                }
            }
            case CANCELLED -> write(row, row.seen().as(State.CANCELLED, ""));
            case FINISHED -> write(row, row.seen().as(State.FINISHED, ""));
            case FAILED -> write(row, row.seen().with(JobLook.failure(job).or(() -> row.seen().failure())).as(State.FAILED, ""));
            case STARTING, RUNNING, RESTARTING, STOPPING -> {
                noteSeen(run);
                progress(row, "cancelling");
                flinks.of(row.deployment()).cancel(run.job());
            }
        }
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
            write(row, now);
        }
    }

    private void write(DeploymentRow row, Seen now) {
        store.write(row.id(), now, JobLook.events(row.seen(), now));
    }
}
