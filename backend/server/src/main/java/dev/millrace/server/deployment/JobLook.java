package dev.millrace.server.deployment;

import dev.millrace.server.deployment.Deployment.State;
import dev.millrace.server.deployment.DeploymentRow.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a look at a job says about its deployment, and which of it is worth a mark in its history. */
final class JobLook {
    /** A job is called running again this long after a restart, longer when it keeps restarting. */
    private static final Duration CALM = Duration.ofSeconds(10);
    private static final int LONGEST_CALM = 6;
    private static final Duration STREAK_ENDS = Duration.ofMinutes(2);

    private JobLook() {}

    /** How a deployment that shall run stands after this look. */
    static Seen seen(Seen before, Observation job, Instant at) {
        Seen now = counted(before, job, at).with(failure(job).or(() -> before.attempts() > 0 ? Optional.empty() : before.failure()));
        return switch (job.state()) {
            case STARTING -> now.as(State.STARTING, "waiting for the cluster to run it");
            case RESTARTING -> now.as(State.RESTARTING, "");
            case RUNNING -> {
                if (!calm(now, at)) {
                    yield now.as(State.RESTARTING, "");
                }
                Seen running = now.as(State.RUNNING, "");
                yield running.runningSince().isEmpty() ? running.runningSince(at) : running;
            }
            case STOPPING -> now.as(State.STOPPING, "");
            case FAILED -> now.as(State.FAILED, "");
            case CANCELLED -> now.as(State.CANCELLED, "");
            case FINISHED -> now.as(State.FINISHED, "");
            case ABSENT -> throw new IllegalStateException("An absent job shows nothing");
        };
    }

    private static Seen counted(Seen before, Observation job, Instant at) {
        if (job.restarts() <= before.restarts()) {
            return before;
        }
        boolean again = before.restartedAt().filter(last -> last.plus(STREAK_ENDS).isAfter(at)).isPresent();
        return before.restarted(job.restarts(), again ? before.streak() + 1 : 1, at);
    }

    private static boolean calm(Seen seen, Instant at) {
        return seen.restartedAt().filter(last -> last.plus(CALM.multipliedBy(Math.min(seen.streak(), LONGEST_CALM))).isAfter(at)).isEmpty();
    }

    /** Whether it has run for a while, and without a restart. */
    static boolean runsCalmly(Seen seen, Instant at) {
        return seen.state() == State.RUNNING && calm(seen, at) && seen.runningSince().filter(since -> !since.plus(CALM).isAfter(at)).isPresent();
    }

    static Optional<Deployment.Failure> failure(Observation job) {
        return job.failure().map(f -> new Deployment.Failure(f.node(), f.message(), f.trace(), f.at()));
    }

    /** "node: what went wrong"; empty where nothing did. */
    static String why(Seen seen) {
        return seen.failure().map(f -> f.node().map(n -> "'" + n.inWords() + "': ").orElse("") + f.message()).orElse("");
    }

    static Event[] events(Seen before, Seen now) {
        if (now.state() == before.state() && now.restarts() == before.restarts()) {
            return new Event[0];
        }
        String why = why(now);
        String trace = now.failure().map(Deployment.Failure::trace).orElse("");
        String kept = now.savepoint().isPresent() ? "; its state is kept" : "; there was no state to keep";
        return switch (now.state()) {
            case RUNNING -> new Event[] {new Event(DeploymentEvent.Type.RUNNING, "Runs", "")};
            case RESTARTING -> new Event[] {new Event(DeploymentEvent.Type.RESTARTING, why.isEmpty() ? "Restarts" : "Restarts: " + why, trace)};
            case FAILING -> new Event[] {new Event(DeploymentEvent.Type.FAILING, why, trace)};
            case FAILED -> new Event[] {new Event(DeploymentEvent.Type.FAILED, (why.isEmpty() ? "Failed" : "Failed: " + why)
                    + (now.restarts() > 0 ? " (after " + now.restarts() + (now.restarts() == 1 ? " restart)" : " restarts)") : ""), trace)};
            case SUSPENDED -> new Event[] {Event.withState(DeploymentEvent.Type.SUSPENDED, "Suspended" + kept, now.savepoint().orElse(""))};
            case STOPPED -> new Event[] {Event.withState(DeploymentEvent.Type.STOPPED, "Stopped" + kept, now.savepoint().orElse(""))};
            case FINISHED -> new Event[] {new Event(DeploymentEvent.Type.FINISHED, "Read everything and finished", "")};
            case CANCELLED -> new Event[] {new Event(DeploymentEvent.Type.CANCELLED, "Cancelled", "")};
            // Whoever asked for it is an event already.
            case WAITING, STARTING, STOPPING -> new Event[0];
        };
    }
}
