package dev.millrace.server.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.server.TestDatabase;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Tables of a real PostgreSQL. */
class PostgresTablesTest {
    private static PostgresTables tables;

    @BeforeAll static void make() {
        String url = TestDatabase.freshUrl();
        var jdbc = JdbcClient.create(new DriverManagerDataSource(url));
        jdbc.sql("""
                CREATE TABLE "Odd ""name" (id bigint, line int NOT NULL, name text NOT NULL, price numeric(10,2), any_price numeric, at timestamp(3), seen timestamptz, day date,
                  of_day time, paid boolean, tags text[], doc jsonb, code uuid, raw bytea, share real, exact double precision, small smallint, gone int, span interval,
                  huge numeric(60,2), PRIMARY KEY (line, id))""").update();
        jdbc.sql("ALTER TABLE \"Odd \"\"name\" DROP COLUMN gone").update();
        jdbc.sql("CREATE SCHEMA sales").update();
        jdbc.sql("CREATE VIEW sales.latest AS SELECT 1::bigint AS id").update();
        tables = new PostgresTables(Map.of("warehouse", new OutsideSystems.Database(url, "", ""), "away", new OutsideSystems.Database("jdbc:postgresql://127.0.0.1:1/x", "u", "secret")));
    }

    @Test void columnsHaveTheTypesInWhichTheyAreRead() {
        DatabaseTables.Table table = tables.table("warehouse", "Odd \"name");
        assertThat(table.columns()).extracting(c -> c.name() + " " + c.type() + (c.nullable() ? "" : " NOT NULL")).containsExactly("id BIGINT NOT NULL", "line INT NOT NULL",
                "name STRING NOT NULL", "price DECIMAL(10, 2)", "any_price DECIMAL(38, 10)", "at TIMESTAMP(3)", "seen TIMESTAMP_LTZ(3)", "day DATE", "of_day TIME(3)", "paid BOOLEAN",
                "tags ARRAY<STRING>", "doc STRING", "code STRING", "raw BYTES", "share FLOAT", "exact DOUBLE", "small INT", "span STRING", "huge STRING");
        assertThat(table.key()).containsExactly("line", "id");
        assertThat(table.columns().get(4).note()).contains("Of any size");
    }

    @Test void tablesAreListedAsNodesNameThem() {
        assertThat(tables.tables("warehouse")).contains("Odd \"name", "sales.latest").doesNotContain("latest");
        assertThat(tables.table("warehouse", "sales.latest").columns()).hasSize(1);
    }

    @Test void whatIsNotThereIsSaid() {
        assertThatThrownBy(() -> tables.table("warehouse", "none")).isInstanceOf(UnknownOutside.class).hasMessageContaining("has no table 'none'");
        assertThatThrownBy(() -> tables.table("warehouse", "x\"; DROP TABLE y; --")).isInstanceOf(UnknownOutside.class);
        assertThatThrownBy(() -> tables.table("warehouse", "a.b.c")).isInstanceOf(UnknownOutside.class).hasMessageContaining("no name of a table");
        assertThatThrownBy(() -> tables.tables("other")).isInstanceOf(UnknownOutside.class).hasMessageContaining("there is away, warehouse");
        assertThatThrownBy(() -> tables.tables("away")).isInstanceOf(OutsideUnavailable.class).hasMessageNotContaining("secret");
    }
}
