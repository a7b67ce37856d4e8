package dev.millrace.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The database that a pipeline writes is killed while numbers come in: for a moment, and then for so long that the job is given up. */
class SinkUnreachableFault {
    private static final int RECORDS = 100_000;

    private final Truth truth = new Truth("sink unreachable");
    private final Servers servers = Servers.shared();

    @Test
    void itIsSaidAndEachNumberIsInTheTable() throws Exception {
        try (var sequence = Sequence.deploy(servers.application, "table.yaml", 1, Map.of("TOPIC", "table"));
                var feed = new Feed(servers.kafka.bootstrapServers(), "table-in", RECORDS, 300); var jobs = new Jobs(servers.flink.address())) {
            sequence.awaitCheckpoints();
            servers.warehouse.kill();
            truth.isToldSoon("away for a moment: until it says so", sequence::told, "RESTARTING", "\"numbers\"", "refused");
            servers.warehouse.startAgain();
            truth.comesTrue("from the start of the database until it is called running again", sequence::told, "RUNNING");
            sequence.awaitCheckpoints();

            servers.warehouse.kill();
            truth.isToldSoon("away for longer: until it says so", () -> sequence.told().startsWith("RUNNING") ? "runs" : sequence.told(), "\"numbers\"", "refused");
            truth.comesTrue("until it is given up", sequence::told, "FAILED", "\"numbers\"", "refused");
            assertThat(sequence.get().path("failure").path("node").asString()).isEqualTo("out");
            assertThat(sequence.get().path("failure").path("wayOut").asString()).contains("restarted").contains("deploy again");
            servers.warehouse.startAgain();
            sequence.again("LATEST_STATE", "");
            feed.finish();
            truth.comesTrue("from the last record on until all are in the table", () -> count("count(DISTINCT n)") + " of " + RECORDS, RECORDS + " of " + RECORDS);
            new Judge(servers.kafka.bootstrapServers()).everyNumberOnceIn("sink unreachable: input", "table-in", RECORDS);
            assertThat(count("count(*)")).as("rows").isEqualTo(RECORDS);
            assertThat(count("sum(n)")).as("sum").isEqualTo((long) RECORDS * (RECORDS - 1) / 2);
            assertThat(jobs.most()).isEqualTo(1);
            truth.note("records, each once", RECORDS);
        }
    }

    private long count(String what) {
        try (var connection = DriverManager.getConnection(servers.warehouse.url(), "postgres", ""); var statement = connection.createStatement();
                var answer = statement.executeQuery("SELECT " + what + " FROM numbers")) {
            answer.next();
            return answer.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
