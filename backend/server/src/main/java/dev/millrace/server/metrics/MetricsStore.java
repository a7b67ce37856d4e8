package dev.millrace.server.metrics;

import dev.millrace.pipeline.NodeId;
import dev.millrace.server.deployment.DeploymentId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** The newest numbers of each deployment, and points in time for charts. */
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
            Optional<dev.millrace.server.deployment.JobMetrics.Checkpoint> lastCheckpoint) {

        static Live of(LiveMetrics metrics) {
            var nodes = new java.util.TreeMap<String, NodeNumbers>();
            metrics.nodes().forEach((id, numbers) -> nodes.put(id.value(), numbers));
            return new Live(metrics.at(), metrics.rowsIn(), metrics.rowsOut(), metrics.lag(), nodes, metrics.lastCheckpoint());
        }

        LiveMetrics of(DeploymentId deployment) {
            var byId = new java.util.TreeMap<NodeId, NodeNumbers>();
            nodes.forEach((id, numbers) -> byId.put(new NodeId(id), numbers));
            return new LiveMetrics(deployment, at, rowsIn, rowsOut, lag, byId, lastCheckpoint);
        }
    }

    void save(DeploymentId deployment, Stored stored) {
        jdbc.sql("""
                insert into deployment_numbers (deployment, at, numbers) values (?, ?, ?::jsonb)
                on conflict (deployment) do update set at = excluded.at, numbers = excluded.numbers
                """).params(deployment.value(), time(stored.live().at()), json.writeValueAsString(stored)).update();
    }

    Optional<Stored> load(DeploymentId deployment) {
        return jdbc.sql("select numbers from deployment_numbers where deployment = ?").param(deployment.value()).query(String.class)
                .optional().map(text -> json.readValue(text, Stored.class));
    }

    void sample(LiveMetrics metrics) {
        jdbc.sql("""
                insert into deployment_sample (deployment, at, rows_in, rows_out, lag) values (?, ?, ?, ?, ?)
                on conflict do nothing
                """).params(metrics.deployment().value(), time(metrics.at()), metrics.rowsIn().total(), metrics.rowsOut().total(),
                metrics.lag().isPresent() ? metrics.lag().getAsLong() : null).update();
    }

    /** The last point of each of about {@code most} equal slices between two times. */
    List<Sample> samples(DeploymentId deployment, Instant from, Instant to, int most) {
        double slice = Math.max(0.001, Duration.between(from, to).toMillis() / 1000.0 / most);
        var points = jdbc.sql("""
                select distinct on (slice) at, rows_in, rows_out, lag from (
                    select floor(extract(epoch from at - :from) / :slice) as slice, at, rows_in, rows_out, lag
                    from deployment_sample where deployment = :deployment and at >= :from and at <= :to) sliced
                order by slice, at desc
                """).param("deployment", deployment.value()).param("from", time(from)).param("to", time(to)).param("slice", slice)
                .query((row, n) -> point(row)).list();
        var samples = new ArrayList<Sample>();
        for (int i = 0; i < points.size(); i++) {
            samples.add(i == 0 ? points.get(i) : withRates(points.get(i - 1), points.get(i)));
        }
        return samples;
    }

    int forgetBefore(Instant moment) {
        return jdbc.sql("delete from deployment_sample where at < ?").param(time(moment)).update();
    }

    private static Sample point(ResultSet row) throws SQLException {
        long lag = row.getLong("lag");
        OptionalLong known = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(lag);
        return new Sample(row.getObject("at", OffsetDateTime.class).toInstant(), row.getLong("rows_in"), row.getLong("rows_out"), 0, 0,
                known);
    }

    private static Sample withRates(Sample before, Sample now) {
        double seconds = Duration.between(before.at(), now.at()).toMillis() / 1000.0;
        // A total falls back where rows are taken back after a failure: nothing flowed then.
        return new Sample(now.at(), now.rowsIn(), now.rowsOut(), Math.max(0, (now.rowsIn() - before.rowsIn()) / seconds),
                Math.max(0, (now.rowsOut() - before.rowsOut()) / seconds), now.lag());
    }

    private static OffsetDateTime time(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
