package dev.millrace.runtime.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tables are read and looked up in on a real PostgreSQL, also where it drops a connection. */
class TablesTest {
    private static final RowType COLUMNS = RowType.of(new LogicalType[] {new IntType(), new VarCharType(VarCharType.MAX_LENGTH)}, new String[] {"id", "name"});

    private static EmbeddedPostgres postgres;
    private static JdbcTable.Address address;

    @BeforeAll
    static void start() throws IOException, SQLException {
        postgres = EmbeddedPostgres.builder().setPGStartupWait(Duration.ofMinutes(2)).start();
        address = new JdbcTable.Address(postgres.getJdbcUrl("postgres", "postgres"), "postgres", "");
        execute("CREATE TABLE people (id integer NOT NULL, name text, rank integer, PRIMARY KEY (name, id))");
        execute("INSERT INTO people SELECT n, 'p' || n % 3, nullif(n, 7) FROM generate_series(1, 2500) n");
        execute("CREATE UNIQUE INDEX loose ON people (rank)");
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static TableRead read(List<String> key, String splitBy, int parts) {
        return new TableRead("warehouse", address, List.of("people"), COLUMNS, -1, key, splitBy, parts, 0);
    }

    private static List<Integer> ids(TableRead read, TablePart part) throws Exception {
        List<Integer> ids = new ArrayList<>();
        try (TableRows rows = new TableRows(read)) {
            rows.handleSplitsChanges(new SplitsAddition<>(List.of(part)));
            boolean ends = false;
            while (!ends) {
                var page = rows.fetch();
                while (page.nextSplit() != null) {
                    for (var row = page.nextRecordFromSplit(); row != null; row = page.nextRecordFromSplit()) {
                        ids.add(((GenericRowData) row.envelope()).getInt(0));
                    }
                }
                ends = page.finishedSplits().contains(part.id());
            }
        }
        return ids;
    }

    @Test
    void goesOnBehindTheLastKeyThatWasHandedOn() throws Exception {
        TableRead read = read(List.of("name", "id"), null, 0);
        List<Integer> all = ids(read, TablePart.whole());
        assertThat(all).hasSize(2500).doesNotHaveDuplicates().startsWith(3, 6, 9);
        int last = all.get(1_499);
        List<Integer> rest = ids(read, TablePart.whole().readUpTo(List.of("p" + last % 3, Integer.toString(last))));
        assertThat(rest).isEqualTo(all.subList(1_500, 2_500));
    }

    @Test
    void everyRowIsInOnePartAlsoWithoutAValue() throws Exception {
        TableRead read = read(List.of(), "rank", 7);
        List<TablePart> parts = TableRows.parts(read);
        assertThat(parts).hasSize(7);
        List<Integer> all = new ArrayList<>();
        for (TablePart part : parts) {
            all.addAll(ids(read, part));
        }
        assertThat(all).hasSize(2500).doesNotHaveDuplicates().contains(7);
        assertThat(TablePart.between(null, null, 4)).hasSize(1);
        assertThat(TablePart.between(BigDecimal.ONE, BigDecimal.TEN, 1000)).hasSize(10).first().extracting(TablePart::from).isNull();
        assertThat(TablePart.between(BigDecimal.ONE, BigDecimal.ONE, 8)).hasSize(1).allMatch(p -> p.from() == null && p.to() == null);
    }

    @Test
    void aKeyThatNoIndexHoldsUniqueAndFullIsRefused() throws IOException {
        assertThat(TableRows.parts(read(List.of("id", "name", "rank"), null, 0))).hasSize(1);
        for (List<String> key : List.of(List.of("id"), List.of("rank"), List.of("name"))) {
            assertThatThrownBy(() -> TableRows.parts(read(key, null, 0))).isInstanceOf(IOException.class)
                    .hasMessageStartingWith("Table \"people\" of warehouse: no unique index");
        }
    }

    private static LookupSettings lookup(int tries) {
        return new LookupSettings("warehouse", address, List.of("people"), RowType.of(new IntType()), new int[] {0}, List.of("id"), List.of("id", "name"), COLUMNS,
                true, 0, Duration.ofMinutes(1), false, 1, Duration.ofMinutes(1), tries, false);
    }

    @Test
    void aConnectionThatTheServerDropsIsMadeAnew() throws Exception {
        try (var patient = new LookupConnections(lookup(2)); var hasty = new LookupConnections(lookup(1))) {
            assertThat(patient.ask(List.of(7))).singleElement().extracting(r -> r.getField(1)).hasToString("p1");
            assertThat(hasty.ask(List.of(-1))).isEmpty();
            // A session ends a moment after it is told to; until then it answers.
            execute("SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE application_name = 'Millrace'");
            assertThat(patient.ask(List.of(8))).singleElement().extracting(r -> r.getField(1)).hasToString("p2");
            assertThatThrownBy(() -> hasty.ask(List.of(8))).isInstanceOf(SQLException.class);
            assertThat(hasty.ask(List.of(8))).as("the dropped one is not used again").hasSize(1);
        }
    }

    @Test
    void aLookupCannotWrite() throws Exception {
        execute("CREATE FUNCTION sly() RETURNS integer LANGUAGE sql AS 'INSERT INTO people VALUES (-5, ''sly'', NULL) RETURNING id'");
        execute("CREATE VIEW trap AS SELECT 1 AS id, sly()::text AS name");
        var settings = new LookupSettings("warehouse", address, List.of("trap"), RowType.of(new IntType()), new int[] {0}, List.of("id"), List.of("id", "name"),
                COLUMNS, true, 0, Duration.ofMinutes(1), false, 1, Duration.ofMinutes(1), 3, false);
        try (var connections = new LookupConnections(settings)) {
            assertThatThrownBy(() -> connections.ask(List.of(1))).isInstanceOf(SQLException.class).hasMessageContaining("read-only transaction");
        }
    }
}
