package dev.millrace.server.shadow;

import dev.millrace.pipeline.NodeId;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.deployment.JobId;
import dev.millrace.server.design.PipelineId;
import dev.millrace.server.instance.Notices;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Shadow runs in PostgreSQL. Each change is one statement. */
final class ShadowStore {
    static final String TOPIC = "shadow";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcClient jdbc;
    private final Notices notices;

    ShadowStore(JdbcClient jdbc, Notices notices) {
        this.jdbc = jdbc;
        this.notices = notices;
    }

    /** @throws org.springframework.dao.DuplicateKeyException where the pipeline has one that has not ended */
    void insert(ShadowId id, PipelineId pipeline, DeploymentId deployment, long revision, Set<NodeId> drop, String who, String reason, Instant endsAt) {
        jdbc.sql("""
                insert into shadow_run (id, pipeline, deployment, revision, drop_state, state, old_job, new_job, asked_by, reason, ends_at)
                values (?, ?, ?, ?, ?::jsonb, 'TAKING', ?, ?, ?, ?, ?)
                """).params(id.value(), pipeline.value(), deployment.value(), revision, JSON.writeValueAsString(drop.stream().map(NodeId::value).sorted().toList()),
                JobId.random().value(), JobId.random().value(), who, reason, time(endsAt)).update();
        notices.send(TOPIC, id.toString());
    }

    /** From one state to the next; does nothing where it is in another by now. */
    void advance(ShadowId id, Shadow.State from, Shadow.State to) {
        jdbc.sql("update shadow_run set state = ? where id = ? and state = ?").params(to.name(), id.value(), from.name()).update();
    }

    /** From here on the job may exist. @return whether it was not submitted before */
    boolean submitting(ShadowId id, Side side) {
        String column = side == Side.OLD ? "old_submitted" : "new_submitted";
        return jdbc.sql("update shadow_run set " + column + " = clock_timestamp() where id = ? and state = 'STARTING' and " + column + " is null")
                .param(id.value()).update() == 1;
    }

    void compared(ShadowId id, Comparison comparison) {
        jdbc.sql("update shadow_run set comparison = ?::jsonb where id = ? and state = 'COMPARING'").params(JSON.writeValueAsString(comparison), id.value()).update();
    }

    /** Whatever it is doing, it shall end. @return whether it was not ending yet */
    boolean end(ShadowId id, Shadow.Outcome outcome, String trouble) {
        boolean ends = jdbc.sql("update shadow_run set state = 'ENDING', outcome = ?, trouble = ? where id = ? and outcome is null")
                .params(outcome.name(), trouble, id.value()).update() == 1;
        if (ends) {
            notices.send(TOPIC, id.toString());
        }
        return ends;
    }

    void ended(ShadowId id) {
        jdbc.sql("update shadow_run set state = 'ENDED', ended_at = clock_timestamp() where id = ? and state = 'ENDING'").param(id.value()).update();
    }

    /** Those that have not ended. */
    List<Shadow> active() {
        return jdbc.sql("select * from shadow_run where state <> 'ENDED' order by began_at").query((row, n) -> shadow(row)).list();
    }

    Optional<Shadow> find(ShadowId id) {
        return jdbc.sql("select * from shadow_run where id = ?").param(id.value()).query((row, n) -> shadow(row)).optional();
    }

    /** Newest first. */
    List<Shadow> list(DeploymentId deployment) {
        return jdbc.sql("select * from shadow_run where deployment = ? order by began_at desc").param(deployment.value()).query((row, n) -> shadow(row)).list();
    }

    /** Of each deployment that has one. */
    List<Shadow> newest(Set<DeploymentId> deployments) {
        return deployments.isEmpty() ? List.of() : jdbc.sql("select distinct on (deployment) * from shadow_run where deployment in (:ids) order by deployment, began_at desc")
                .param("ids", deployments.stream().map(DeploymentId::value).toList()).query((row, n) -> shadow(row)).list();
    }

    private static Shadow shadow(ResultSet row) throws SQLException {
        Set<NodeId> drop = StreamSupport.stream(JSON.readTree(row.getString("drop_state")).spliterator(), false)
                .flatMap(node -> NodeId.parse(node.asString()).stream()).collect(Collectors.toSet());
        return new Shadow(new ShadowId(row.getObject("id", UUID.class)), new PipelineId(row.getObject("pipeline", UUID.class)),
                new DeploymentId(row.getObject("deployment", UUID.class)), row.getLong("revision"), drop, Shadow.State.valueOf(row.getString("state")),
                Optional.ofNullable(row.getString("outcome")).map(Shadow.Outcome::valueOf), row.getString("trouble"), new JobId(row.getString("old_job")),
                new JobId(row.getString("new_job")), instant(row, "old_submitted"), instant(row, "new_submitted"), row.getString("asked_by"), row.getString("reason"),
                instant(row, "began_at").orElseThrow(), instant(row, "ends_at").orElseThrow(), instant(row, "ended_at"),
                Optional.ofNullable(row.getString("comparison")).map(text -> JSON.readValue(text, Comparison.class)));
    }

    private static OffsetDateTime time(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
