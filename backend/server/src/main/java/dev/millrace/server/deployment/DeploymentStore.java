package dev.millrace.server.deployment;

import dev.millrace.server.design.PipelineId;
import dev.millrace.server.instance.Notices;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Deployments, their runs and events in PostgreSQL. Every change is one transaction, so that nobody sees half of one. */
final class DeploymentStore {
    static final String TOPIC = "deployment";

    private static final String ACTIVE = DeploymentRows.ACTIVE;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Notices notices;

    DeploymentStore(JdbcClient jdbc, TransactionTemplate transaction, Notices notices) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.notices = notices;
    }

    /** A deployment about to be written. @param follows it waits until that one is over */
    record New(DeploymentId id, PipelineId pipeline, long revision, String name, Start start, String author,
            Optional<DeploymentId> follows, boolean rollsBack, Optional<Duration> healthyWithin, String cluster) {}

    /**
     * Writes a new deployment; the one that it follows is stopped from here on.
     *
     * @throws DuplicateKeyException where the pipeline has one that is not over (that it does not follow)
     */
    void insert(New n, Event deployed, Event... toFollowed) {
        change(n.id(), () -> {
            // Whoever deploys this pipeline too comes after this one, and sees it.
            jdbc.sql("select from pipeline where id = ? for update").param(n.pipeline().value()).query((row, i) -> 1).list();
            boolean waiting = jdbc.sql("select from deployment where pipeline = ? and state = 'WAITING'").param(n.pipeline().value())
                    .query((row, i) -> 1).optional().isPresent();
            if (waiting) {
                throw new DuplicateKeyException("An upgrade of the pipeline is on its way");
            }
            write(n, deployed);
            n.follows().ifPresent(old -> {
                if (want(old, Deployment.Wanted.STOPPED)) {
                    events(old, toFollowed);
                    notices.send(TOPIC, old.toString());
                }
            });
            return true;
        });
    }

    private void write(New n, Event... deployed) {
        jdbc.sql("""
                insert into deployment (id, pipeline, revision, pipeline_name, start_from, wanted, state, deployed_by, follows, rolls_back,
                    healthy_within, cluster)
                values (?, ?, ?, ?, ?::jsonb, 'RUNNING', ?, ?, ?, ?, ?, ?)
                """).params(n.id().value(), n.pipeline().value(), n.revision(), n.name(), StartJson.write(n.start()),
                        n.follows().isPresent() ? "WAITING" : "STARTING", n.author(), n.follows().map(DeploymentId::value).orElse(null),
                        n.rollsBack(), n.healthyWithin().map(d -> (int) d.toSeconds()).orElse(null), n.cluster()).update();
        events(n.id(), deployed);
    }

    /** Changes what is wanted; does nothing where the deployment is over. */
    void want(DeploymentId id, Deployment.Wanted wanted, Event event) {
        change(id, () -> {
            boolean changed = want(id, wanted);
            if (changed) {
                events(id, event);
            }
            return changed;
        });
    }

    private boolean want(DeploymentId id, Deployment.Wanted wanted) {
        return jdbc.sql("update deployment d set wanted = ?, next_attempt_at = null where id = ? and wanted <> ? and " + ACTIVE)
                .params(wanted.name(), id.value(), wanted.name()).update() == 1;
    }

    /** Lets a suspended deployment run again. @return whether it was suspended */
    boolean resume(DeploymentId id, Event event) {
        return change(id, () -> {
            boolean changed = jdbc.sql("update deployment set wanted = 'RUNNING', next_attempt_at = null where id = ? and state = 'SUSPENDED'")
                    .param(id.value()).update() == 1;
            if (changed) {
                events(id, event);
            }
            return changed;
        });
    }

    /** Writes what was seen, with events, in one transaction; does nothing where the deployment is over. */
    void write(DeploymentId id, DeploymentRow.Seen seen, Event... events) {
        change(id, () -> update(id, seen, events));
    }

    /** Begins a run: from here on the job may exist. A trial begins with it, since it says nothing of the time before. */
    void addRun(DeploymentId id, DeploymentRow.Run run, DeploymentRow.Seen seen, Instant now, Event... events) {
        change(id, () -> {
            if (!update(id, seen)) {
                return false;
            }
            jdbc.sql("insert into deployment_run (deployment, number, job, restored_from) values (?, ?, ?, ?)")
                    .params(id.value(), run.number(), run.job().value(), run.restoredFrom().orElse(null)).update();
            beginTrial(id, now);
            events(id, events);
            return true;
        });
    }

    /** Counts the time of a trial from now. */
    void beginTrial(DeploymentId id, Instant now) {
        jdbc.sql("update deployment set trial_began = ? where id = ? and healthy_within is not null and healthy_at is null")
                .params(DeploymentRows.time(Optional.of(now)), id.value()).update();
    }

    void healthy(DeploymentId id, Instant now, Event event) {
        change(id, () -> {
            boolean changed = jdbc.sql("update deployment set healthy_at = ? where id = ? and healthy_at is null and rolled_back_to is null")
                    .params(DeploymentRows.time(Optional.of(now)), id.value()).update() == 1;
            if (changed) {
                events(id, event);
            }
            return changed;
        });
    }

    /**
     * Ends a deployment that did not work, and writes the one that goes on in its place. Does nothing where another one waits for its
     * place already.
     *
     * @param seen how it is written; where that is not over, it is cancelled
     * @return whether it did so
     */
    boolean rollBack(DeploymentId id, DeploymentRow.Seen seen, New back, Event event, Event deployed) {
        return change(id, () -> {
            jdbc.sql("select from pipeline where id = ? for update").param(back.pipeline().value()).query((row, i) -> 1).list();
            boolean taken = jdbc.sql("select from deployment where pipeline = ? and state = 'WAITING'").param(back.pipeline().value())
                    .query((row, i) -> 1).optional().isPresent();
            if (taken || !update(id, seen, event)) {
                return false;
            }
            write(back, deployed);
            jdbc.sql("update deployment set wanted = 'CANCELLED', rolled_back_to = ? where id = ?").params(back.id().value(), id.value()).update();
            notices.send(TOPIC, back.id().toString());
            return true;
        });
    }

    void submitting(JobId job) {
        jdbc.sql("update deployment_run set submitted_at = clock_timestamp() where job = ?").param(job.value()).update();
    }

    void firstSeen(JobId job) {
        jdbc.sql("update deployment_run set seen_at = clock_timestamp() where job = ? and seen_at is null").param(job.value()).update();
    }

    List<DeploymentRow> active() {
        return jdbc.sql(DeploymentRows.SELECT + "where " + ACTIVE + " order by d.deployed_at, d.id").query((row, n) -> DeploymentRows.row(row)).list();
    }

    /** Those that are not over, and failed ones after which nothing was deployed, as long as their pipeline is there. */
    List<DeploymentRow> current() {
        return jdbc.sql(DeploymentRows.SELECT + "where " + ACTIVE + """
                 or d.state = 'FAILED' and exists (select from pipeline p where p.id = d.pipeline and p.deleted_at is null)
                    and not exists (select from deployment later where later.pipeline = d.pipeline and later.deployed_at > d.deployed_at)
                order by d.deployed_at, d.id""").query((row, n) -> DeploymentRows.row(row)).list();
    }

    Optional<DeploymentRow> find(DeploymentId id) {
        return jdbc.sql(DeploymentRows.SELECT + "where d.id = ?").param(id.value()).query((row, n) -> DeploymentRows.row(row)).optional();
    }

    List<DeploymentRow> list(int most) {
        return jdbc.sql(DeploymentRows.SELECT + "order by d.deployed_at desc, d.id limit ?").param(most)
                .query((row, n) -> DeploymentRows.row(row)).list();
    }

    List<DeploymentRow> list(PipelineId pipeline) {
        return jdbc.sql(DeploymentRows.SELECT + "where d.pipeline = ? order by d.deployed_at desc, d.id").param(pipeline.value())
                .query((row, n) -> DeploymentRows.row(row)).list();
    }

    List<DeploymentEvent> events(DeploymentId id) {
        return jdbc.sql("select * from deployment_event where deployment = ? order by id").param(id.value())
                .query((row, n) -> DeploymentRows.event(row)).list();
    }

    /** Does something in one transaction, and tells of it where it changed anything. */
    private boolean change(DeploymentId id, Supplier<Boolean> what) {
        return transaction.execute(status -> {
            boolean changed = what.get();
            if (changed) {
                notices.send(TOPIC, id.toString());
            }
            return changed;
        });
    }

    private void events(DeploymentId id, Event... events) {
        EventRows.add(jdbc, id, events);
    }

    private boolean update(DeploymentId id, DeploymentRow.Seen seen, Event... events) {
        boolean changed = DeploymentRows.seen(jdbc.sql("""
                update deployment d set state = :state, progress = :progress, savepoint = :savepoint, restarts = :restarts,
                    streak = :streak, restarted_at = :restartedAt, attempts = :attempts, next_attempt_at = :nextAttempt,
                    failure_node = :failureNode, failure_message = :failureMessage, failure_trace = :failureTrace,
                    failure_at = :failureAt, running_since = :runningSince,
                    ended_at = case when :over then coalesce(ended_at, clock_timestamp()) end
                where id = :id and\s
                """ + ACTIVE).param("id", id.value()), seen).update() == 1;
        if (changed) {
            events(id, events);
            SavepointStore.keepUp(jdbc, id, seen);
        }
        return changed;
    }
}
