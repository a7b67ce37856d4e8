package dev.millrace.server.deployment;

import dev.millrace.server.deployment.Deployment.State;
import dev.millrace.server.deployment.DeploymentRow.Seen;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Takes the place of the deployment before, and goes back to it where the new one does not work.
 *
 * <pre>
 *   old  RUNNING ── STOPPING ── STOPPED (savepoint)
 *   new  WAITING ─────────────────┴─ STARTING ── RUNNING, calm, a checkpoint ──▶ healthy
 *                                       └─ failed, or not healthy in time ──▶ cancelled
 *   back                                        WAITING ─────────────────────────┴─ the old revision, with the savepoint
 * </pre>
 *
 * What goes back is a deployment like any other that follows one, written in the transaction that ends the trial.
 */
final class Trials {
    private final DeploymentStore store;
    private final FlinkClusters flinks;
    private final Clock clock;

    Trials(DeploymentStore store, FlinkClusters flinks, Clock clock) {
        this.store = store;
        this.flinks = flinks;
        this.clock = clock;
    }

    /** Begins a deployment that waits, once the one that it follows is over. @return whether another step can be made at once */
    boolean takePlace(DeploymentRow row) {
        Deployment waiting = row.deployment();
        switch (waiting.wanted()) {
            case CANCELLED -> end(row, State.CANCELLED);
            case STOPPED, SUSPENDED -> end(row, State.STOPPED);
            case RUNNING -> {
                Optional<Deployment> before = waiting.follows().flatMap(store::find).map(DeploymentRow::deployment);
                if (before.filter(b -> !b.state().isOver()).isEmpty()) {
                    store.write(row.id(), Seen.starting("planning"));
                    return true;
                }
                Seen now = row.seen().as(State.WAITING, "waits until revision " + before.get().revision() + " has ended");
                if (!now.equals(row.seen())) {
                    store.write(row.id(), now);
                }
            }
        }
        return false;
    }

    private void end(DeploymentRow row, State state) {
        Seen now = row.seen().as(state, "");
        store.write(row.id(), now, JobLook.events(row.seen(), now));
    }

    /** Looks whether a deployment on trial has passed or failed. @return whether that was written, and {@code now} with it */
    boolean judge(DeploymentRow row, Seen now) {
        Deployment.Trial trial = row.deployment().trial().orElseThrow();
        if (now.state() == State.FINISHED || JobLook.runsCalmly(now, clock.instant()) && hasCheckpoint(row)) {
            store.healthy(row.id(), clock.instant(), new Event(DeploymentEvent.Type.HEALTHY, "It works: it runs calmly and has its own first checkpoint", ""));
            return false;
        }
        boolean late = trial.began().filter(began -> began.plus(trial.within()).isBefore(clock.instant())).isPresent();
        // Cancelled on the cluster itself: somebody meant that.
        if (now.state() == State.CANCELLED || now.state() != State.FAILED && !late) {
            return false;
        }
        return goBack(row, now, trial.within());
    }

    private boolean hasCheckpoint(DeploymentRow row) {
        DeploymentRow.Run run = row.run().orElseThrow();
        return flinks.of(row.deployment()).latestCheckpoint(run.job()).filter(own -> run.restoredFrom().filter(from -> place(from).equals(place(own.path()))).isEmpty())
                .isPresent();
    }

    /** file:/x and file:///x are one place. */
    private static String place(String path) {
        return path.replaceFirst("^file:/+", "/");
    }

    private boolean goBack(DeploymentRow row, Seen now, Duration within) {
        Deployment failed = row.deployment();
        Optional<Deployment> before = failed.follows().flatMap(store::find).map(DeploymentRow::deployment).filter(b -> b.runningSince().isPresent());
        if (before.isEmpty()) {
            return false;
        }
        Deployment old = before.get();
        String why = now.state() == State.FAILED ? "it failed" : "it was not healthy within " + seconds(within);
        String cause = JobLook.why(now);
        boolean wrote = row.run().isPresent() && hasCheckpoint(row);
        String words = "Rolled back to revision " + old.revision() + ", which goes on with the state it had before: " + why
                + (cause.isEmpty() ? "" : " (" + cause + ")")
                + (wrote ? ". Revision " + failed.revision() + " had written rows by then; they stay, and their input is read once more" : "");
        var back = new DeploymentStore.New(DeploymentId.random(), failed.pipeline(), old.revision(), old.pipelineName(), new Start.StateOf(old.id()),
                "Millrace", Optional.of(failed.id()), true, Optional.empty(), old.cluster());
        Seen end = now.with(now.failure().or(() -> Optional.of(new Deployment.Failure(Optional.empty(),
                "It was not healthy within " + seconds(within) + ": it has to run calmly and complete a checkpoint", "", clock.instant()))));
        return store.rollBack(row.id(), now.state() == State.FAILED ? end : end.as(State.STOPPING, "rolling back"), back,
                new Event(DeploymentEvent.Type.ROLLED_BACK, words, now.failure().map(Deployment.Failure::trace).orElse("")),
                new Event(DeploymentEvent.Type.UPGRADED, "Takes the place of revision " + failed.revision() + ", which did not work: " + why, ""));
    }

    private static String seconds(Duration time) {
        return time.toSeconds() % 60 == 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
    }

    /** Time in which nothing could be seen of it does not count. */
    void notSeen(DeploymentRow row) {
        if (row.deployment().onTrial() && row.run().isPresent()) {
            store.beginTrial(row.id(), Instant.now(clock));
        }
    }
}
