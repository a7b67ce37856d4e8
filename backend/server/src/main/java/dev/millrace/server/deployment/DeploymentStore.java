package dev.millrace.server.deployment;

import dev.millrace.pipeline.NodeId;
import dev.millrace.server.design.PipelineId;
import dev.millrace.server.instance.Notices;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Deployments, their runs and events in PostgreSQL. */
final class DeploymentStore {
    static final String TOPIC = "deployment";

    private static final String ACTIVE = "d.state not in ('FAILED', 'STOPPED', 'FINISHED', 'CANCELLED')";
    private static final String ROW = """
            select d.*, r.number, r.job, r.restored_from, r.submitted_at, r.seen_at
            from deployment d left join lateral
                (select * from deployment_run where deployment = d.id order by number desc limit 1) r on true
            """;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Notices notices;

    DeploymentStore(JdbcClient jdbc, TransactionTemplate transaction, Notices notices) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.notices = notices;
    }

    /** @throws org.springframework.dao.DuplicateKeyException where the pipeline has one that is not over */
    void insert(DeploymentId id, PipelineId pipeline, long revision, String name, Start start, String author) {
        transaction.executeWithoutResult(status -> {
            jdbc.sql("""
                    insert into deployment (id, pipeline, revision, pipeline_name, start_from, wanted, state, deployed_by)
                    values (?, ?, ?, ?, ?, 'RUNNING', 'STARTING', ?)
                    """).params(id.value(), pipeline.value(), revision, name, start.name(), author).update();
            event(id, new Event(DeploymentEvent.Type.DEPLOYED, author + " deployed revision " + revision
                    + (start == Start.FRESH ? " without state" : " with the latest state"), ""));
            notices.send(TOPIC, id.toString());
        });
    }

    /** Changes what is wanted; does nothing where the deployment is over. */
    void want(DeploymentId id, Deployment.Wanted wanted, Event event) {
        transaction.executeWithoutResult(status -> {
            int changed = jdbc.sql("update deployment d set wanted = ?, next_attempt_at = null where id = ? and wanted <> ? and " + ACTIVE)
                    .params(wanted.name(), id.value(), wanted.name()).update();
            if (changed == 1) {
                event(id, event);
                notices.send(TOPIC, id.toString());
            }
        });
    }

    /** Writes what was seen, with events, in one transaction; does nothing where the deployment is over. */
    void write(DeploymentId id, DeploymentRow.Seen seen, Event... events) {
        transaction.executeWithoutResult(status -> {
            if (!update(id, seen)) {
                return;
            }
            for (Event event : events) {
                event(id, event);
            }
            notices.send(TOPIC, id.toString());
        });
    }

    /** Begins a run: from here on the job may exist. */
    void addRun(DeploymentId id, DeploymentRow.Run run, DeploymentRow.Seen seen, Event... events) {
        transaction.executeWithoutResult(status -> {
            if (!update(id, seen)) {
                return;
            }
            jdbc.sql("insert into deployment_run (deployment, number, job, restored_from) values (?, ?, ?, ?)")
                    .params(id.value(), run.number(), run.job().value(), run.restoredFrom().orElse(null)).update();
            for (Event event : events) {
                event(id, event);
            }
            notices.send(TOPIC, id.toString());
        });
    }

    void submitting(JobId job) {
        jdbc.sql("update deployment_run set submitted_at = clock_timestamp() where job = ?").param(job.value()).update();
    }

    void firstSeen(JobId job) {
        jdbc.sql("update deployment_run set seen_at = clock_timestamp() where job = ? and seen_at is null").param(job.value()).update();
    }

    List<DeploymentRow> active() {
        return jdbc.sql(ROW + "where " + ACTIVE + " order by d.deployed_at, d.id").query((row, n) -> row(row)).list();
    }

    Optional<DeploymentRow> find(DeploymentId id) {
        return jdbc.sql(ROW + "where d.id = ?").param(id.value()).query((row, n) -> row(row)).optional();
    }

    List<DeploymentRow> list(int most) {
        return jdbc.sql(ROW + "order by d.deployed_at desc, d.id limit ?").param(most).query((row, n) -> row(row)).list();
    }

    List<DeploymentRow> list(PipelineId pipeline) {
        return jdbc.sql(ROW + "where d.pipeline = ? order by d.deployed_at desc, d.id").param(pipeline.value())
                .query((row, n) -> row(row)).list();
    }

    List<DeploymentEvent> events(DeploymentId id) {
        return jdbc.sql("select at, type, message, detail from deployment_event where deployment = ? order by id").param(id.value())
                .query((row, n) -> new DeploymentEvent(instant(row, "at").orElseThrow(),
                        DeploymentEvent.Type.valueOf(row.getString("type")), row.getString("message"), row.getString("detail"))).list();
    }

    /** An event about to be written; its time is the database's. */
    record Event(DeploymentEvent.Type type, String message, String detail) {}

    private void event(DeploymentId id, Event event) {
        jdbc.sql("insert into deployment_event (deployment, type, message, detail) values (?, ?, ?, ?)")
                .params(id.value(), event.type().name(), event.message(), event.detail()).update();
    }

    private boolean update(DeploymentId id, DeploymentRow.Seen seen) {
        return jdbc.sql("""
                update deployment d set state = :state, progress = :progress, savepoint = :savepoint, restarts = :restarts,
                    streak = :streak, restarted_at = :restartedAt, attempts = :attempts, next_attempt_at = :nextAttempt,
                    failure_node = :failureNode, failure_message = :failureMessage, failure_trace = :failureTrace,
                    failure_at = :failureAt, running_since = :runningSince,
                    ended_at = case when :over then coalesce(ended_at, clock_timestamp()) end
                where id = :id and\s
                """ + ACTIVE)
                .param("id", id.value())
                .param("state", seen.state().name())
                .param("progress", seen.progress())
                .param("savepoint", seen.savepoint().orElse(null))
                .param("restarts", seen.restarts())
                .param("streak", seen.streak())
                .param("restartedAt", time(seen.restartedAt()))
                .param("attempts", seen.attempts())
                .param("nextAttempt", time(seen.nextAttempt()))
                .param("failureNode", seen.failure().flatMap(Deployment.Failure::node).map(NodeId::value).orElse(null))
                .param("failureMessage", seen.failure().map(Deployment.Failure::message).orElse(null))
                .param("failureTrace", seen.failure().map(Deployment.Failure::trace).orElse(null))
                .param("failureAt", time(seen.failure().map(Deployment.Failure::at)))
                .param("runningSince", time(seen.runningSince()))
                .param("over", seen.state().isOver())
                .update() == 1;
    }

    private static DeploymentRow row(ResultSet row) throws SQLException {
        Optional<DeploymentRow.Run> run = Optional.empty();
        if (row.getString("job") != null) {
            run = Optional.of(new DeploymentRow.Run(row.getInt("number"), new JobId(row.getString("job")),
                    Optional.ofNullable(row.getString("restored_from")), instant(row, "submitted_at"), instant(row, "seen_at")));
        }
        Optional<Deployment.Failure> failure = Optional.empty();
        if (row.getString("failure_message") != null) {
            failure = Optional.of(new Deployment.Failure(NodeId.parse(row.getString("failure_node")), row.getString("failure_message"),
                    Optional.ofNullable(row.getString("failure_trace")).orElse(""), instant(row, "failure_at").orElseThrow()));
        }
        var seen = new DeploymentRow.Seen(Deployment.State.valueOf(row.getString("state")), row.getString("progress"),
                Optional.ofNullable(row.getString("savepoint")), row.getInt("restarts"), row.getInt("streak"),
                instant(row, "restarted_at"), row.getInt("attempts"), instant(row, "next_attempt_at"), failure,
                instant(row, "running_since"));
        var deployment = new Deployment(new DeploymentId(row.getObject("id", UUID.class)),
                new PipelineId(row.getObject("pipeline", UUID.class)), row.getString("pipeline_name"), row.getLong("revision"),
                Deployment.Wanted.valueOf(row.getString("wanted")), seen.state(), seen.progress(), run.map(DeploymentRow.Run::job),
                run.flatMap(DeploymentRow.Run::restoredFrom), seen.savepoint(), seen.restarts(), failure,
                instant(row, "deployed_at").orElseThrow(), row.getString("deployed_by"), seen.runningSince(), instant(row, "ended_at"));
        return new DeploymentRow(deployment, Start.valueOf(row.getString("start_from")), run, seen);
    }

    private static OffsetDateTime time(Optional<Instant> instant) {
        return instant.map(at -> OffsetDateTime.ofInstant(at, ZoneOffset.UTC)).orElse(null);
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
