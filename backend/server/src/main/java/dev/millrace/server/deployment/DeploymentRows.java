package dev.millrace.server.deployment;

import dev.millrace.pipeline.NodeId;
import dev.millrace.server.design.PipelineId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows of the database as records. */
final class DeploymentRows {
    static final String ACTIVE = "d.state not in ('FAILED', 'STOPPED', 'FINISHED', 'CANCELLED')";
    static final String SELECT = """
            select d.*, r.number, r.job, r.restored_from, r.submitted_at, r.seen_at,
                exists (select from savepoint s where s.deployment = d.id and s.state = 'WANTED') as savepoint_wanted
            from deployment d left join lateral
                (select * from deployment_run where deployment = d.id order by number desc limit 1) r on true
            """;

    private DeploymentRows() {}

    static DeploymentRow row(ResultSet row) throws SQLException {
        Optional<DeploymentRow.Run> run = Optional.empty();
        if (row.getString("job") != null) {
            run = Optional.of(run(row));
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
        int within = row.getInt("healthy_within");
        Optional<Deployment.Trial> trial = row.wasNull() ? Optional.empty() : Optional.of(new Deployment.Trial(Duration.ofSeconds(within),
                instant(row, "trial_began"), instant(row, "healthy_at"), deployment(row, "rolled_back_to")));
        var deployment = new Deployment(deployment(row, "id").orElseThrow(),
                new PipelineId(row.getObject("pipeline", UUID.class)), row.getString("pipeline_name"), row.getLong("revision"),
                Deployment.Wanted.valueOf(row.getString("wanted")), seen.state(), seen.progress(), run.map(DeploymentRow.Run::job),
                run.flatMap(DeploymentRow.Run::restoredFrom), seen.savepoint(), seen.restarts(), failure,
                instant(row, "deployed_at").orElseThrow(), row.getString("deployed_by"), seen.runningSince(), instant(row, "ended_at"),
                StartJson.parse(row.getString("start_from")), deployment(row, "follows"), row.getBoolean("rolls_back"), trial, row.getString("cluster"));
        return new DeploymentRow(deployment, run, seen, row.getBoolean("savepoint_wanted"));
    }

    static DeploymentRow.Run run(ResultSet row) throws SQLException {
        return new DeploymentRow.Run(row.getInt("number"), new JobId(row.getString("job")),
                Optional.ofNullable(row.getString("restored_from")), instant(row, "submitted_at"), instant(row, "seen_at"));
    }

    static DeploymentEvent event(ResultSet row) throws SQLException {
        return new DeploymentEvent(instant(row, "at").orElseThrow(), DeploymentEvent.Type.valueOf(row.getString("type")),
                row.getString("message"), row.getString("detail"), row.getString("who"), row.getString("reason"), row.getLong("revision"),
                text(row, "job"), text(row, "savepoint"));
    }

    /** All that the reconciler may write, as parameters. */
    static JdbcClient.StatementSpec seen(JdbcClient.StatementSpec statement, DeploymentRow.Seen seen) {
        return statement.param("state", seen.state().name())
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
                .param("over", seen.state().isOver());
    }

    static OffsetDateTime time(Optional<Instant> instant) {
        return instant.map(at -> OffsetDateTime.ofInstant(at, ZoneOffset.UTC)).orElse(null);
    }

    static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    private static Optional<DeploymentId> deployment(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, UUID.class)).map(DeploymentId::new);
    }

    private static String text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column)).orElse("");
    }
}
