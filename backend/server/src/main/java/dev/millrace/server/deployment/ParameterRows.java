package dev.millrace.server.deployment;

import dev.millrace.server.deployment.LiveParameters.Change;
import dev.millrace.server.instance.Notices;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Changes of live parameters in PostgreSQL. */
final class ParameterRows {
    /** A deployment, and those whose state it goes on with. */
    private static final String LINE = """
            with recursive line as (select cast(:deployment as uuid) as id
                union select s.state_of from deployment_state s join line on s.deployment = line.id)
            """;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Notices notices;

    ParameterRows(JdbcClient jdbc, TransactionTemplate transaction, Notices notices) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.notices = notices;
    }

    /** Writes a change with a mark in the history of the deployment. Versions come in the order in which they are seen. */
    Change add(DeploymentId deployment, String name, String value, String before, String who, String reason, Event event) {
        return transaction.execute(status -> {
            jdbc.sql("lock table parameter_change in share row exclusive mode").update();
            Change change = jdbc.sql("insert into parameter_change (deployment, name, value, before, who, reason) values (?, ?, ?, ?, ?, ?) returning *")
                    .params(deployment.value(), name, value, before, who, reason).query((row, n) -> row(row)).single();
            EventRows.add(jdbc, deployment, event);
            notices.send(DeploymentStore.TOPIC, deployment.toString());
            return change;
        });
    }

    /** Of the deployment and of those whose state it goes on with, newest first. */
    List<Change> line(DeploymentId deployment, int most) {
        return jdbc.sql(LINE + "select * from parameter_change where deployment in (select id from line) order by version desc limit :most")
                .param("deployment", deployment.value()).param("most", most).query((row, n) -> row(row)).list();
    }

    /** The newest of each parameter. */
    List<Change> newest(DeploymentId deployment) {
        return jdbc.sql(LINE + "select distinct on (name) * from parameter_change where deployment in (select id from line) order by name, version desc")
                .param("deployment", deployment.value()).query((row, n) -> row(row)).list();
    }

    /** All changes that are written later have a higher version. */
    long version() {
        return jdbc.sql("select coalesce(max(version), 0) from parameter_change").query(Long.class).single();
    }

    /** Those that no job was given yet, oldest first. */
    List<Change> unsent() {
        return jdbc.sql("select * from parameter_change where sent_at is null order by version limit 100").query((row, n) -> row(row)).list();
    }

    void sent(Change change) {
        transaction.executeWithoutResult(status -> {
            if (jdbc.sql("update parameter_change set sent_at = clock_timestamp() where version = ? and sent_at is null").param(change.version()).update() == 1) {
                notices.send(DeploymentStore.TOPIC, change.deployment().toString());
            }
        });
    }

    private static Change row(ResultSet row) throws SQLException {
        return new Change(row.getLong("version"), new DeploymentId(row.getObject("deployment", UUID.class)), row.getString("name"), row.getString("value"),
                row.getString("before"), row.getObject("at", OffsetDateTime.class).toInstant(), row.getString("who"), row.getString("reason"),
                Optional.ofNullable(row.getObject("sent_at", OffsetDateTime.class)).map(OffsetDateTime::toInstant));
    }
}
