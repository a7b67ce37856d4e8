package dev.millrace.server.deployment;

import dev.millrace.pipeline.NodeId;
import dev.millrace.server.design.PipelineId;
import dev.millrace.server.instance.Notices;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The catalogue of kept state in PostgreSQL. */
final class SavepointStore {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Notices notices;

    SavepointStore(JdbcClient jdbc, TransactionTemplate transaction, Notices notices) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.notices = notices;
    }

    /**
     * With what was written of a deployment: the savepoint that it was stopped with is an entry, and one that was asked for and not
     * taken before the end will never be.
     */
    static void keepUp(JdbcClient jdbc, DeploymentId id, DeploymentRow.Seen seen) {
        boolean stopped = seen.state() == Deployment.State.STOPPED || seen.state() == Deployment.State.SUSPENDED;
        if (stopped && seen.savepoint().isPresent()) {
            jdbc.sql("""
                    insert into savepoint (id, pipeline, deployment, revision, job, kind, state, path, taken_at)
                    select ?, d.pipeline, d.id, d.revision, r.job, 'STOP', 'KEPT', d.savepoint, clock_timestamp()
                    from deployment d join lateral (select job from deployment_run where deployment = d.id order by number desc limit 1) r on true
                    where d.id = ? and not exists (select from savepoint s where s.path = d.savepoint and s.pipeline = d.pipeline)
                    """).params(UUID.randomUUID(), id.value()).update();
        }
        if (stopped || seen.state().isOver()) {
            jdbc.sql("update savepoint set state = 'FAILED', trouble = 'The deployment ended before it was taken' where deployment = ? and state = 'WANTED'")
                    .param(id.value()).update();
        }
    }

    /** Writes down that somebody wants one. */
    void want(SavepointId id, Deployment of, String who, String reason) {
        transaction.executeWithoutResult(status -> {
            jdbc.sql("""
                    insert into savepoint (id, pipeline, deployment, revision, job, kind, state, asked_by, reason)
                    values (?, ?, ?, ?, ?, 'SAVEPOINT', 'WANTED', ?, ?)
                    """).params(id.value(), of.pipeline().value(), of.id().value(), of.revision(), of.job().orElseThrow().value(), who, reason).update();
            EventRows.add(jdbc, of.id(), Event.by(who, reason, DeploymentEvent.Type.SAVEPOINT, who + " asks for a savepoint"));
            notices.send(DeploymentStore.TOPIC, of.id().toString());
        });
    }

    List<Savepoint> wanted(DeploymentId deployment) {
        return jdbc.sql("select * from savepoint where deployment = ? and state = 'WANTED' order by asked_at").param(deployment.value())
                .query((row, n) -> savepoint(row)).list();
    }

    void taken(Savepoint wanted, JobId job, String path) {
        transaction.executeWithoutResult(status -> {
            jdbc.sql("update savepoint set state = 'KEPT', path = ?, job = ?, taken_at = clock_timestamp() where id = ? and state = 'WANTED'")
                    .params(path, job.value(), wanted.id().value()).update();
            EventRows.add(jdbc, wanted.deployment(), Event.withState(DeploymentEvent.Type.SAVEPOINT, "Savepoint taken", path));
            notices.send(DeploymentStore.TOPIC, wanted.deployment().toString());
        });
    }

    void failed(Savepoint wanted, String why) {
        transaction.executeWithoutResult(status -> {
            jdbc.sql("update savepoint set state = 'FAILED', trouble = ? where id = ? and state = 'WANTED'").params(why, wanted.id().value()).update();
            EventRows.add(jdbc, wanted.deployment(), new Event(DeploymentEvent.Type.SAVEPOINT, "The savepoint was not taken: " + why, ""));
            notices.send(DeploymentStore.TOPIC, wanted.deployment().toString());
        });
    }

    /** The newest checkpoint of a job; one entry for each job, whatever becomes of older ones. */
    void checkpoint(Deployment of, JobId job, String path) {
        jdbc.sql("""
                insert into savepoint (id, pipeline, deployment, revision, job, kind, state, path, taken_at)
                select ?, ?, ?, ?, ?, 'CHECKPOINT', 'KEPT', ?, clock_timestamp() where not exists (select from savepoint where path = ? and pipeline = ?)
                on conflict (job) where kind = 'CHECKPOINT' do update set path = excluded.path, bytes = null, holds = null,
                    taken_at = excluded.taken_at, state = 'KEPT'
                """).params(UUID.randomUUID(), of.pipeline().value(), of.id().value(), of.revision(), job.value(), path, path, of.pipeline().value())
                .update();
    }

    void measured(SavepointId id, FlinkGateway.KeptState kept) {
        ObjectNode holds = JSON.createObjectNode();
        new TreeMap<>(kept.nodes()).forEach((node, bytes) -> holds.put(node.value(), bytes));
        jdbc.sql("update savepoint set bytes = ?, holds = ?::jsonb where id = ?").params(kept.bytes(), JSON.writeValueAsString(holds), id.value()).update();
    }

    void deleted(Savepoint gone, String who) {
        transaction.executeWithoutResult(status -> {
            jdbc.sql("update savepoint set state = 'DELETED' where id = ?").param(gone.id().value()).update();
            EventRows.add(jdbc, gone.deployment(), new Event(DeploymentEvent.Type.SAVEPOINT, who + " deleted kept state", "", who, "", gone.path().orElse("")));
            notices.send(DeploymentStore.TOPIC, gone.deployment().toString());
        });
    }

    /** Newest first; without what was deleted. */
    List<Savepoint> list(PipelineId pipeline) {
        return jdbc.sql("select * from savepoint where pipeline = ? and state <> 'DELETED' order by coalesce(taken_at, asked_at) desc, id")
                .param(pipeline.value()).query((row, n) -> savepoint(row)).list();
    }

    Optional<Savepoint> find(SavepointId id) {
        return jdbc.sql("select * from savepoint where id = ?").param(id.value()).query((row, n) -> savepoint(row)).optional();
    }

    /** Whether the catalogue has what is kept there, or had it. */
    boolean isKnown(PipelineId pipeline, String path) {
        return jdbc.sql("select from savepoint where path = ? and pipeline = ?").params(path, pipeline.value()).query((row, n) -> 1).optional().isPresent();
    }

    /** Whether what was kept there was deleted by somebody. */
    boolean isDeleted(PipelineId pipeline, String path) {
        return jdbc.sql("select from savepoint where path = ? and pipeline = ? and state = 'DELETED'").params(path, pipeline.value()).query((row, n) -> 1).optional().isPresent();
    }

    private static Savepoint savepoint(ResultSet row) throws SQLException {
        long bytes = row.getLong("bytes");
        OptionalLong size = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(bytes);
        Map<NodeId, Long> holds = new TreeMap<>();
        String held = row.getString("holds");
        if (held != null) {
            JSON.readTree(held).properties().forEach(e -> NodeId.parse(e.getKey()).ifPresent(node -> holds.put(node, e.getValue().asLong())));
        }
        return new Savepoint(new SavepointId(row.getObject("id", UUID.class)), new PipelineId(row.getObject("pipeline", UUID.class)),
                new DeploymentId(row.getObject("deployment", UUID.class)), row.getLong("revision"), new JobId(row.getString("job")),
                Savepoint.Kind.valueOf(row.getString("kind")), Savepoint.State.valueOf(row.getString("state")),
                Optional.ofNullable(row.getString("path")), size, holds, row.getString("asked_by"), row.getString("reason"),
                row.getString("trouble"), DeploymentRows.instant(row, "asked_at").orElseThrow(), DeploymentRows.instant(row, "taken_at"));
    }
}
