package dev.millrace.server.metrics;

import dev.millrace.pipeline.NodeId;
import dev.millrace.server.deployment.ClusterLoad;
import dev.millrace.server.deployment.DeploymentId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import tools.jackson.databind.json.JsonMapper;

/** The newest numbers of each deployment. */
final class MetricsStore {
    private final JdbcClient jdbc;
    private final JsonMapper json;

    MetricsStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** Everything needed to show a deployment and to go on counting. */
    record Stored(Map<String, RunningTotals.Counter> counters, Optional<String> job, Live live) {}

    /** {@link LiveMetrics} with plain keys. */
    record Live(Instant at, Count rowsIn, Count rowsOut, OptionalLong lag, Map<String, NodeNumbers> nodes,
            Optional<dev.millrace.server.deployment.JobMetrics.Checkpoint> lastCheckpoint, OptionalLong failedCheckpoints, ClusterLoad load) {
        Live {
            // What was stored before there was such a thing has none.
            failedCheckpoints = failedCheckpoints == null ? OptionalLong.empty() : failedCheckpoints;
            load = load == null ? ClusterLoad.UNKNOWN : load;
        }

        static Live of(LiveMetrics metrics) {
            var nodes = new java.util.TreeMap<String, NodeNumbers>();
            metrics.nodes().forEach((id, numbers) -> nodes.put(id.value(), numbers));
            return new Live(metrics.at(), metrics.rowsIn(), metrics.rowsOut(), metrics.lag(), nodes, metrics.lastCheckpoint(), metrics.failedCheckpoints(), metrics.load());
        }

        LiveMetrics of(DeploymentId deployment) {
            var byId = new java.util.TreeMap<NodeId, NodeNumbers>();
            nodes.forEach((id, numbers) -> byId.put(new NodeId(id), numbers));
            return new LiveMetrics(deployment, at, rowsIn, rowsOut, lag, byId, lastCheckpoint, failedCheckpoints, load);
        }
    }

    /** Takes the place of what was stored of these deployments, in one statement. */
    void save(Map<DeploymentId, Stored> numbers) {
        if (numbers.isEmpty()) {
            return;
        }
        List<Map.Entry<DeploymentId, Stored>> all = List.copyOf(numbers.entrySet());
        jdbc.sql("""
                insert into deployment_numbers (deployment, at, numbers) select * from unnest(?, ?, ?)
                on conflict (deployment) do update set at = excluded.at, numbers = excluded.numbers
                """).params(array("uuid", all, e -> e.getKey().value()), array("timestamptz", all, e -> time(e.getValue().live().at())),
                array("jsonb", all, e -> json.writeValueAsString(e.getValue()))).update();
    }

    /** A column of many rows. @param type as PostgreSQL calls it */
    static <T> SqlArrayValue array(String type, List<T> rows, Function<T, Object> value) {
        return new SqlArrayValue(type, rows.stream().map(value).toArray());
    }

    Optional<Stored> load(DeploymentId deployment) {
        return jdbc.sql("select numbers from deployment_numbers where deployment = ?").param(deployment.value()).query(String.class)
                .optional().map(text -> json.readValue(text, Stored.class));
    }

    /** The numbers of many, in one statement; those of whom nothing is stored are left out. */
    Map<DeploymentId, LiveMetrics> load(Collection<DeploymentId> deployments) {
        if (deployments.isEmpty()) {
            return Map.of();
        }
        var found = new HashMap<DeploymentId, LiveMetrics>();
        // What is only needed to go on counting stays where it is.
        jdbc.sql("select deployment, numbers -> 'live' as live from deployment_numbers where deployment in (:deployments)").param("deployments", deployments.stream().map(DeploymentId::value).toList())
                .query(row -> {
                    var id = new DeploymentId(row.getObject("deployment", UUID.class));
                    found.put(id, json.readValue(row.getString("live"), Live.class).of(id));
                });
        return found;
    }

    static OffsetDateTime time(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
