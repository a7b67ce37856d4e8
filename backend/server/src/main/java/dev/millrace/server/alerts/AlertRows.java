package dev.millrace.server.alerts;

import dev.millrace.pipeline.NodeId;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.design.PipelineId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** Rows of the database as records. */
final class AlertRows {
    static final JsonMapper JSON = JsonMapper.builder().build();

    private AlertRows() {}

    static Rule rule(ResultSet row) throws SQLException {
        var wish = new Rule.Wish(row.getString("name"), Optional.ofNullable(row.getObject("pipeline", UUID.class)).map(PipelineId::new),
                NodeId.parse(row.getString("node")), ConditionJson.read(JSON.readTree(row.getString("condition"))),
                Duration.ofSeconds(row.getInt("lasting")), Severity.valueOf(row.getString("severity")));
        return new Rule(new RuleId(row.getObject("id", UUID.class)), wish, instant(row, "muted_until"), row.getString("made_by"), instant(row, "made_at").orElseThrow());
    }

    static OpenAlert open(ResultSet row) throws SQLException {
        return new OpenAlert(alert(row), instant(row, "tell_from"), instant(row, "told_at"));
    }

    static Alert alert(ResultSet row) throws SQLException {
        Optional<Instant> acknowledged = instant(row, "acknowledged_at");
        Optional<NodeId> node = NodeId.parse(row.getString("node"));
        Optional<String> called = Optional.ofNullable(row.getString("node_name")).or(() -> node.map(NodeId::inWords));
        String by = row.getString("acknowledged_by");
        return new Alert(new AlertId(row.getObject("id", UUID.class)), Optional.ofNullable(row.getObject("rule", UUID.class)).map(RuleId::new), row.getString("name"),
                Severity.valueOf(row.getString("severity")), new PipelineId(row.getObject("pipeline", UUID.class)), row.getString("pipeline_name"),
                new DeploymentId(row.getObject("deployment", UUID.class)), node, called, Alert.State.valueOf(row.getString("state")),
                row.getString("words"), instant(row, "since").orElseThrow(), instant(row, "fired_at"),
                acknowledged.map(at -> new Alert.Acknowledgement(by, at)), instant(row, "calm_since"), instant(row, "resolved_at"));
    }

    static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    static OffsetDateTime time(Instant at) {
        return at == null ? null : OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }

    static OffsetDateTime time(Optional<Instant> at) {
        return time(at.orElse(null));
    }
}
