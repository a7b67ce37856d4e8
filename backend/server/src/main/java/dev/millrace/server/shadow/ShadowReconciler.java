package dev.millrace.server.shadow;

import dev.millrace.compile.LogicalPlan;
import dev.millrace.pipeline.NodeId;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentService;
import dev.millrace.server.deployment.FlinkClusters;
import dev.millrace.server.deployment.FlinkGateway;
import dev.millrace.server.deployment.JobSpec;
import dev.millrace.server.deployment.NotNow;
import dev.millrace.server.deployment.Observation;
import dev.millrace.server.deployment.RestorePoint;
import dev.millrace.server.deployment.Savepoint;
import dev.millrace.server.deployment.Savepoints;
import dev.millrace.server.deployment.StateHandover;
import dev.millrace.server.deployment.StateKeys;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.kafka.KafkaUnavailable;
import dev.millrace.server.kafka.TemporaryTopics;
import dev.millrace.server.kafka.TopicRefused;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a shadow run a step nearer to what is wanted.
 *
 * <pre>
 *   TAKING ── savepoint ──▶ STARTING ── both jobs run ──▶ COMPARING
 *      └───────────────────────┴── discarded, late, failed ──┴──▶ ENDING ── jobs over, topics and savepoint gone ──▶ ENDED
 * </pre>
 *
 * It may die between any two lines: jobs, topics and the savepoint are found again by the run's id, each job is submitted at most once, and
 * what it ends is ended again until it is seen to be gone.
 */
final class ShadowReconciler {
    private static final Logger LOG = LoggerFactory.getLogger(ShadowReconciler.class);
    private static final Author MILLRACE = Author.of("Millrace");
    /** A submission may arrive this long after it was begun, though nobody waits for it any more. */
    private static final Duration UNCERTAIN = Duration.ofSeconds(15);
    private static final Duration STARTS_WITHIN = Duration.ofMinutes(2);

    private final ShadowStore store;
    private final DeploymentService deployments;
    private final DesignService designs;
    private final Savepoints savepoints;
    private final StateHandover handover;
    private final FlinkClusters flinks;
    private final TemporaryTopics topics;
    private final Readings readings;
    private final Clock clock;

    ShadowReconciler(ShadowStore store, DeploymentService deployments, DesignService designs, Savepoints savepoints, StateHandover handover, FlinkClusters flinks,
            TemporaryTopics topics, Clock clock) {
        this.store = store;
        this.deployments = deployments;
        this.designs = designs;
        this.savepoints = savepoints;
        this.handover = handover;
        this.flinks = flinks;
        this.topics = topics;
        this.readings = new Readings(topics);
        this.clock = clock;
    }

    /** Makes one step; what it reads of topics it keeps in memory, and reads again elsewhere. */
    void step(Shadow shadow) {
        try {
            if (shadow.goesOn() && isOver(shadow)) {
                return;
            }
            switch (shadow.state()) {
                case TAKING -> take(shadow);
                case STARTING -> start(shadow);
                case COMPARING -> compare(shadow);
                case ENDING -> end(shadow);
                case ENDED -> { }
            }
        } catch (FlinkGateway.Unreachable | KafkaUnavailable away) {
            LOG.info("The shadow run {} waits: {}", shadow.id(), away.getMessage());
        } catch (FlinkGateway.Refused | FlinkGateway.Failed | TopicRefused no) {
            if (!shadow.goesOn()) {
                LOG.warn("The shadow run {} cannot be taken away yet: {}", shadow.id(), no.getMessage());
            }
            store.end(shadow.id(), Shadow.Outcome.FAILED, no.getMessage());
        }
    }

    /** It runs where the deployment runs that it is beside, whose state it begins with. */
    private FlinkGateway flink(Shadow shadow) {
        return flinks.of(deployments.get(shadow.deployment()));
    }

    /** Lets go of what was read of runs that this instance no longer looks after. */
    void keepOnly(Set<ShadowId> looked) {
        readings.keepOnly(looked);
    }

    private boolean isOver(Shadow shadow) {
        Deployment beside = deployments.get(shadow.deployment());
        if (beside.state().isOver() || beside.wanted() != Deployment.Wanted.RUNNING) {
            store.end(shadow.id(), Shadow.Outcome.OVER, "The deployment that it ran beside is stopped");
            return true;
        }
        if (!shadow.endsAt().isAfter(clock.instant())) {
            store.end(shadow.id(), Shadow.Outcome.EXPIRED, "");
            return true;
        }
        return false;
    }

    private static String mark(Shadow shadow) {
        return "To try revision " + shadow.revision() + " beside it (" + shadow.id() + ")";
    }

    private List<Savepoint> taken(Shadow shadow) {
        return savepoints.list(shadow.pipeline()).stream().filter(s -> s.reason().equals(mark(shadow))).toList();
    }

    private void take(Shadow shadow) {
        Optional<Savepoint> asked = taken(shadow).stream().findFirst();
        if (asked.isEmpty()) {
            Deployment beside = deployments.get(shadow.deployment());
            if (beside.state() == Deployment.State.RUNNING) {
                savepoints.take(shadow.deployment(), MILLRACE, mark(shadow));
            }
            return;
        }
        switch (asked.get().state()) {
            case WANTED -> { }
            case KEPT -> store.advance(shadow.id(), Shadow.State.TAKING, Shadow.State.STARTING);
            case FAILED -> store.end(shadow.id(), Shadow.Outcome.FAILED, "The savepoint to begin with was not taken: " + asked.get().trouble());
            case DELETED -> store.end(shadow.id(), Shadow.Outcome.FAILED, "Somebody deleted the savepoint to begin with");
        }
    }

    /** Both plans, and what is compared of them. */
    private record Plans(LogicalPlan old, LogicalPlan now, ShadowSinks sinks) {}

    private Plans plans(Shadow shadow) {
        LogicalPlan old = plan(shadow, deployments.get(shadow.deployment()).revision());
        LogicalPlan now = plan(shadow, shadow.revision());
        return new Plans(old, now, new ShadowSinks(old, now));
    }

    private LogicalPlan plan(Shadow shadow, long revision) {
        return designs.open(shadow.pipeline(), revision).compilation().plan()
                .orElseThrow(() -> new FlinkGateway.Failed("Revision " + revision + " has errors by now: look at what it uses", null));
    }

    private void start(Shadow shadow) {
        Plans plans = plans(shadow);
        topics.create(plans.sinks().pairs().keySet().stream().flatMap(sink -> List.of(ShadowSinks.topic(shadow.id(), Side.OLD, sink),
                ShadowSinks.topic(shadow.id(), Side.NEW, sink)).stream()).toList());
        boolean bothRun = true;
        for (Side side : Side.values()) {
            Observation job = flink(shadow).observe(shadow.job(side));
            bothRun &= job.state() == Observation.State.RUNNING;
            if (isBroken(shadow, side, job)) {
                return;
            }
            if (job.state() == Observation.State.ABSENT && shadow.submitted(side).isEmpty()) {
                submit(shadow, side, side == Side.OLD ? plans.old() : plans.now(), plans.sinks());
            }
        }
        if (bothRun) {
            store.advance(shadow.id(), Shadow.State.STARTING, Shadow.State.COMPARING);
        } else if (shadow.newSubmitted().filter(at -> at.plus(STARTS_WITHIN).isBefore(clock.instant())).isPresent()) {
            store.end(shadow.id(), Shadow.Outcome.FAILED, "Its jobs did not start within 2 minutes. They need as many slots as two deployments: " + flink(shadow).cluster().slotsFree()
                    + " are free");
        }
    }

    private void submit(Shadow shadow, Side side, LogicalPlan plan, ShadowSinks sinks) {
        Deployment beside = deployments.get(shadow.deployment());
        String path = taken(shadow).stream().flatMap(s -> s.path().stream()).findFirst()
                .orElseThrow(() -> new FlinkGateway.Failed("The savepoint to begin with is gone", null));
        StateKeys kept = handover.after(beside, plan(shadow, beside.revision()), plan, side == Side.NEW ? shadow.dropState() : Set.of(), shadow.id().toString());
        LogicalPlan redirected = sinks.redirected(plan, shadow.id(), side);
        var job = flink(shadow).plan(redirected, new JobSpec(shadow.job(side), beside.pipelineName() + " (trial of revision " + shadow.revision() + ", "
                + (side == Side.OLD ? "as it runs)" : "new)"), side.key(shadow.id()), ShadowSinks.keys(kept, redirected)));
        if (store.submitting(shadow.id(), side)) {
            flink(shadow).submit(job, new RestorePoint.FromState(path));
        }
    }

    /** Whether a job no longer says what the revision does: it fell over, and may have written rows twice, or is gone. */
    private boolean isBroken(Shadow shadow, Side side, Observation job) {
        String which = side == Side.OLD ? "The running revision's second job" : "The new revision";
        String why = job.failure().map(f -> f.node().map(n -> " at '" + n.inWords() + "'").orElse("") + ": " + f.message()).orElse("");
        boolean lost = job.state() == Observation.State.ABSENT && (shadow.state() == Shadow.State.COMPARING
                || shadow.submitted(side).filter(at -> at.plus(UNCERTAIN).isBefore(clock.instant())).isPresent());
        String trouble = lost ? "The cluster has lost its jobs: try again"
                : job.state() == Observation.State.FAILED ? which + " failed" + why
                : job.restarts() > 0 ? which + " fell over" + why + ". What it wrote is no longer to be compared, since rows may be there twice"
                : job.state() == Observation.State.CANCELLED ? which + " was cancelled on the cluster" : "";
        if (!trouble.isEmpty()) {
            store.end(shadow.id(), Shadow.Outcome.FAILED, trouble);
        }
        return !trouble.isEmpty();
    }

    private void compare(Shadow shadow) {
        for (Side side : Side.values()) {
            if (isBroken(shadow, side, flink(shadow).observe(shadow.job(side)))) {
                return;
            }
        }
        Instant now = clock.instant();
        Comparison comparison = readings.read(shadow, () -> plans(shadow).sinks(), now);
        if (!shadow.comparison().equals(Optional.of(comparison))) {
            store.compared(shadow.id(), comparison);
        }
    }

    private void forget(Savepoint savepoint) {
        try {
            savepoints.delete(savepoint.id(), MILLRACE);
        } catch (NotNow used) {
            LOG.info("The savepoint of a shadow run stays: {}", used.getMessage());
        }
    }

    private void end(Shadow shadow) {
        readings.close(shadow.id());
        boolean allGone = true;
        for (Side side : Side.values()) {
            Observation job = flink(shadow).observe(shadow.job(side));
            if (!job.state().isOver()) {
                flink(shadow).cancel(shadow.job(side));
                allGone = false;
            } else if (job.state() == Observation.State.ABSENT) {
                // A job that was just handed over may yet appear.
                allGone &= shadow.submitted(side).filter(at -> at.plus(UNCERTAIN).isAfter(clock.instant())).isEmpty();
            }
        }
        if (!allGone) {
            return;
        }
        topics.delete(Side.prefix(shadow.id()));
        for (Savepoint savepoint : new ArrayList<>(taken(shadow))) {
            if (savepoint.state() == Savepoint.State.WANTED) {
                return;
            }
            forget(savepoint);
        }
        for (Side side : Side.values()) {
            // Checkpoints outlive a job that is cancelled; where it had none of its own, what it began with is not its.
            flink(shadow).latestCheckpoint(shadow.job(side)).map(RestorePoint.FromState::path).filter(path -> path.contains(shadow.job(side).value())).ifPresent(flink(shadow)::delete);
        }
        store.ended(shadow.id());
    }
}
